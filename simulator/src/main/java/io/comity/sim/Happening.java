package io.comity.sim;

import java.util.Map;

/** What can be seen of a story from outside. Nodes are named as the simulation names them. */
public sealed interface Happening {
    /** {@code from} gave a message to its engine reference; it is the {@code number}th to {@code to}. */
    record Sent(String from, String to, long number) implements Happening {}

    /**
     * An engine of {@code to} was told a message.
     *
     * @param isMarked whether it was told after the owner heard that the right to send it is gone
     */
    record Delivered(String from, String to, long number, boolean isMarked) implements Happening {}

    /** {@code from} asked {@code to} something, and {@code to} answered. */
    record Answered(String from, String to, long number) implements Happening {}

    /** {@code owner} let {@code holder} send. */
    record Granted(String owner, String holder) implements Happening {}

    /**
     * {@code owner} heard that what {@code holder} held is taken back.
     *
     * @param isStored whether it also heard that this is written
     */
    record Revoked(String owner, String holder, boolean isStored) implements Happening {}

    /** @param epoch of this life of the node */
    record Began(String node, long epoch) implements Happening {}

    /**
     * The process of a node is no more.
     *
     * @param lostWrites whether its disk had said that something is safe which is not
     */
    record Ended(String node, boolean lostWrites) implements Happening {}

    /** {@code from} was told that a message to {@code to} was not delivered. */
    record Refused(String from, String to) implements Happening {}

    /** {@code node} gave up its session with {@code peer}. */
    record SessionEnded(String node, String peer) implements Happening {}

    /** What {@code node} has counted since it began. */
    record Counted(String node, Map<String, Long> counters) implements Happening {
        public Counted {
            counters = Map.copyOf(counters);
        }
    }

    /**
     * What is held for {@code node} outside of it.
     *
     * @param wires its ends of connections
     * @param writes that wait for its disk
     */
    record Held(String node, int wires, int writes) implements Happening {}

    /** The faults are over. */
    record Calm() implements Happening {}

    /** The faults were over for long, and there was time to get over them. */
    record Over() implements Happening {}
}
