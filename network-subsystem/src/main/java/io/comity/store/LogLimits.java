package io.comity.store;

/**
 * What a log may cost; smaller in tests.
 *
 * @param maxOpen logs at a time
 * @param maxFileBytes of the database itself, without what is being written
 * @param maxWalBytes after which a write waits for readers, so that what is being written can be put in its place
 * @param maxFloors see {@link Floors}
 * @param maxIntroductions that are held at a time
 * @param maxReadThroughBytes see {@link Database}
 */
record LogLimits(
        int maxOpen,
        long maxFileBytes,
        long maxWalBytes,
        int maxFloors,
        int maxIntroductions,
        long maxReadThroughBytes) {
    static final long MAX_WAL_BYTES = 16 << 20;

    static LogLimits of(long maxFileBytes) {
        return new LogLimits(
                TopicLogs.MAX_OPEN,
                maxFileBytes,
                MAX_WAL_BYTES,
                Floors.MAX,
                TopicLog.MAX_INTRODUCTIONS,
                Database.MAX_READ_THROUGH_BYTES);
    }
}
