package io.comity.sim;

import java.util.List;

/** Somebody on the wire: sees every frame, and decides what goes on instead of it. */
@FunctionalInterface
public interface Tap {
    /**
     * @param frame not to be changed; another may be put in its place
     * @param delayNanos beyond what the network takes
     */
    record Passing(byte[] frame, long delayNanos) {}

    /**
     * What goes on in place of {@code one}, in this order: itself when nothing is wrong, nothing, more.
     *
     * @param wire the same for both directions of one connection
     */
    List<Passing> passes(String from, String to, long wire, Passing one);
}
