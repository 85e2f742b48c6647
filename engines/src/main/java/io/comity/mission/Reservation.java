package io.comity.mission;

import io.comity.limit.Bucket;

/**
 * Messages of a quota that are counted before they are sent, as a sequence is taken ahead: once {@link #spent} is written, so many may
 * pass, and whoever dies before they did has lost them.
 */
public final class Reservation {
    private final Spent spent;
    private final Bucket bucket;
    private final long ahead;

    Reservation(Spent spent, Bucket bucket, long ahead) {
        this.spent = spent;
        this.bucket = bucket;
        this.ahead = ahead;
    }

    /** What is to be written. */
    public Spent spent() {
        return spent;
    }

    /** It is; any thread may say so. */
    public void written() {
        bucket.raise(spent.used(), spent.used() - ahead / 2);
    }

    /** It could not be: no more may pass than before, and the next message that does not asks again. */
    public void notWritten() {
        bucket.askAgain();
    }
}
