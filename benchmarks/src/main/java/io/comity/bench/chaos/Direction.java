package io.comity.bench.chaos;

import java.util.Arrays;

/**
 * What came of the messages in one direction, and what their receiver's node saw.
 *
 * @param refused messages that the receiver's own node was refused
 */
record Direction(String name, long sent, Ledger.Count count, long refused, long links, long sessionsEnded) {
    /** @param words as a {@link Party} answers {@code count} */
    static Direction read(String name, long sent, String words) {
        long[] numbers =
                Arrays.stream(words.split(" ")).mapToLong(Long::parseLong).toArray();
        return new Direction(
                name,
                sent,
                new Ledger.Count(numbers[0], numbers[1], numbers[2], numbers[3]),
                numbers[4],
                numbers[5],
                numbers[6]);
    }

    boolean isClean() {
        return count.equals(new Ledger.Count(sent, 0, 0, 0)) && refused == 0 && sessionsEnded == 0;
    }
}
