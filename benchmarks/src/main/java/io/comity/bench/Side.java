package io.comity.bench;

import java.nio.file.Path;

/**
 * One of the two that are compared: a way to join two engines and, for Comity, where the right to send comes from.
 *
 * @param links how many hands the right has gone through, each a signed grant; 0 for an invitation
 * @param rated whether each of them states a rate, one that is never reached
 */
public record Side(Contender contender, int links, boolean rated) {
    /** The longest that a node accepts. */
    public static final int MAX_LINKS = 8;

    public Side {
        Ranges.check("--chain", links, 0, MAX_LINKS);
    }

    /** By invitation, as most have it. */
    public static Side of(Contender contender) {
        return new Side(contender, 0, false);
    }

    /** As the tables call it. */
    public String label() {
        return links == 0 ? contender.label() : links + (rated ? " rated" : "") + (links == 1 ? " link" : " links");
    }

    /** Starts one end; {@code folder} is the same for both and private to the bench. */
    Endpoint open(String name, Path folder) {
        return links == 0
                ? contender.open(name, folder)
                : ChainLink.over(contender.option(), name, folder.resolve("comity" + links), this);
    }
}
