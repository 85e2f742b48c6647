package io.comity.explore;

import java.util.List;
import java.util.Set;

/**
 * What is explored: who sits where, and what the attacker may do besides keeping, sending and holding back frames.
 *
 * @param exposed whose long-term keys, of both kinds, she has from the beginning
 * @param forges whether she makes frames of her own, in every name, under every key that she has or signature that she saw
 * @param retargets whether she sends ephemeral keys of others under prefixes of her choice
 * @param splices whether she puts frames together of parts of others
 */
record Plan(String name, List<Seat> seats, Set<Person> exposed, boolean forges, boolean retargets, boolean splices) {
    Plan {
        seats = List.copyOf(seats);
        exposed = Set.copyOf(exposed);
    }
}
