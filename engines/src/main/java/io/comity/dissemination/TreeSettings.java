package io.comity.dissemination;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * How long a {@link Tree} waits, and how much it remembers and allows.
 *
 * @param graftAfter between the first announcement of what is missing and the question for it; longer than a message takes
 *     through the tree at most beyond what its announcement takes
 * @param answerWithin what whoever is asked has before the next one is asked
 * @param haveDelay announcements are collected for so long
 * @param open slots that one neighbour announced and that are missing
 * @param graftsPerSecond slots that one neighbour may ask for, and at once; half of that is asked of one
 * @param faults failures of a neighbour that make it a suspect; each success takes one back
 * @param recent messages whose bytes are kept; more than a topic has in {@code graftAfter} and {@code answerWithin} together,
 *     or neighbours ask in vain and take it amiss
 * @param keep and how long
 * @param greeting of those, how many of the latest are announced to a new neighbour
 * @param publishers that are remembered
 * @param quiet after which a publisher may be forgotten for another
 * @param window sequences of one publisher, up to its latest, of which it is known whether they came; a multiple of 64
 */
public record TreeSettings(
        Duration graftAfter,
        Duration answerWithin,
        Duration haveDelay,
        int open,
        int graftsPerSecond,
        int faults,
        int recent,
        Duration keep,
        int greeting,
        int publishers,
        Duration quiet,
        int window) {
    public static final TreeSettings DEFAULT = new TreeSettings(
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofMillis(50),
            4096,
            1024,
            3,
            8192,
            Duration.ofMinutes(1),
            256,
            256,
            Duration.ofMinutes(10),
            4096);

    public TreeSettings {
        boolean timesAreLonger = LongStream.of(
                        graftAfter.toNanos(), answerWithin.toNanos(), keep.toNanos(), quiet.toNanos())
                .allMatch(ns -> ns > haveDelay.toNanos());
        boolean isBounded = timesAreLonger
                && !haveDelay.isNegative()
                && open >= 1
                && graftsPerSecond >= 2
                && faults >= 1
                && recent >= greeting
                && greeting >= 0
                && publishers >= 1
                && window >= Long.SIZE
                && window % Long.SIZE == 0;
        if (!isBounded) {
            throw new IllegalArgumentException("settings of a tree out of bounds: " + graftAfter + ", "
                    + answerWithin
                    + ", " + haveDelay + ", " + keep + ", " + quiet + ", " + open + ", " + graftsPerSecond + ", "
                    + faults + ", " + recent + ", " + greeting + ", " + publishers + ", " + window);
        }
    }
}
