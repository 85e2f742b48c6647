package io.comity.store;

/** What became of something that was asked of a {@link TopicLog}. */
public sealed interface Answer<T> {
    record Done<T>(T value) implements Answer<T> {}

    /**
     * Nothing of it was done.
     *
     * @param why one line that names the place, the cause and the cure
     */
    record Refused<T>(Reason reason, String why) implements Answer<T> {}

    /** By remedy. */
    enum Reason {
        /** Ask again when there is room: retention makes some, or the owner of the disk. */
        DISK_FULL,
        /** Never ask again: it is past a bound. */
        TOO_BIG,
        /** Ask again later: too much waits already. */
        OVERLOADED,
        /** Ask elsewhere: what is on the disk cannot be used, or the disk fails; its owner must look. */
        DAMAGED,
        /** Ask nothing any more. */
        CLOSED
    }
}
