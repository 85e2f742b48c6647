package io.comity.dissemination;

import java.time.Duration;

/**
 * How many neighbours a {@link Membership} seeks, how long it waits, and how much it allows.
 *
 * @param active neighbours
 * @param passive others that are remembered
 * @param perSource of those, how many by the word of one node
 * @param walk steps of a new node's walk
 * @param passiveWalk steps before its end at which the new node is remembered
 * @param shuffled nodes in one shuffle
 * @param turn how often there is a look at what is missing
 * @param shuffleTurns between shuffles
 * @param answerWithin what whoever is dialled or asked has
 * @param dials nodes dialled in a turn, because others named them
 * @param evictions neighbours that give way in a turn to whoever asks
 * @param requests walks and shuffles that are heard of one neighbour in a turn
 * @param shun how long a suspect is
 */
public record MembershipSettings(
        int active,
        int passive,
        int perSource,
        int walk,
        int passiveWalk,
        int shuffled,
        Duration turn,
        int shuffleTurns,
        Duration answerWithin,
        int dials,
        int evictions,
        int requests,
        Duration shun) {
    public static final MembershipSettings DEFAULT = new MembershipSettings(
            5, 30, 10, 6, 3, 8, Duration.ofSeconds(1), 10, Duration.ofSeconds(10), 3, 2, 8, Duration.ofMinutes(10));

    public MembershipSettings {
        boolean isBounded = active > Membership.KEPT
                && active <= Tree.MAX_NEIGHBOURS
                && passive >= active
                && perSource >= 1
                && perSource <= passive
                && walk <= Talk.MAX_STEPS
                && passiveWalk >= 0
                && passiveWalk <= walk
                && shuffled >= 1
                && shuffled <= Talk.MAX_NODES
                && turn.toNanos() > 0
                && shuffleTurns >= 1
                && answerWithin.toNanos() > 0
                && dials >= 1
                && evictions >= 1
                && requests >= 1
                && !shun.isNegative();
        if (!isBounded) {
            throw new IllegalArgumentException("settings of a membership out of bounds: " + active + ", " + passive
                    + ", " + perSource + ", " + walk + ", " + passiveWalk + ", " + shuffled + ", " + turn + ", "
                    + shuffleTurns + ", " + answerWithin + ", " + dials + ", " + evictions + ", " + requests + ", "
                    + shun);
        }
    }
}
