package io.comity.store;

import java.time.Duration;

/**
 * How much of a topic is kept; whichever bound is reached first counts.
 *
 * @param maxAge since it was stored, 1 s to {@link #MAX_AGE}
 * @param maxEntries 1 or more
 * @param maxBytes of what was signed, at least one entry of the largest size; the file is larger, by some 50 bytes an entry, by
 *     introductions and by what is being written
 */
public record Retention(Duration maxAge, long maxEntries, long maxBytes) {
    public static final Duration MAX_AGE = Duration.ofDays(36_500);

    /** @throws IllegalArgumentException when a bound is out of range */
    public Retention {
        if (maxAge.compareTo(Duration.ofSeconds(1)) < 0 || maxAge.compareTo(MAX_AGE) > 0) {
            throw new IllegalArgumentException("what is kept may be 1 s to 36500 days old, not " + maxAge);
        }
        if (maxEntries < 1) {
            throw new IllegalArgumentException("at least one entry is kept, not " + maxEntries);
        }
        if (maxBytes < TopicLog.MAX_SIGNED_BYTES) {
            throw new IllegalArgumentException(
                    "at least " + TopicLog.MAX_SIGNED_BYTES + " bytes are kept, not " + maxBytes);
        }
    }

    /** What was stored before this is too old at {@code nowMillis}. */
    long oldestMillis(long nowMillis) {
        long ageMillis = maxAge.toMillis();
        return nowMillis < Long.MIN_VALUE + ageMillis ? Long.MIN_VALUE : nowMillis - ageMillis;
    }
}
