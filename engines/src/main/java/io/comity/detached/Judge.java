package io.comity.detached;

import org.jspecify.annotations.Nullable;

/**
 * Whether a signed call is for now: of this boot, of this minute, before its deadline, and never seen before. The clock is an
 * argument. Not thread-safe.
 */
public final class Judge {
    /** How far a call's creation may be from this node's clock, in seconds, either way. */
    public static final long MAX_SKEW_SECONDS = 60;

    /**
     * @param issuers remembered at the same time; each for two minutes after its last call, at least
     * @param streams of one issuer; one more drops its least recent
     */
    public record Limits(int issuers, int streams) {}

    private final long epoch;
    private final ReplayWindows windows;

    /** @param epoch this node's boot epoch */
    public Judge(long epoch, Limits limits) {
        this.epoch = epoch;
        this.windows = new ReplayWindows(limits, MAX_SKEW_SECONDS);
    }

    public long epoch() {
        return epoch;
    }

    /**
     * Judges the call of a key that holds a grant; calls of others must not come here, so that they take no memory and hear
     * nothing. A call that is not refused here is used up, whatever becomes of it.
     *
     * @param now Unix seconds
     * @return why it is not for now, or null
     */
    public @Nullable Outcome refused(DetachedCall call, long now) {
        if (call.epoch() != epoch) {
            return Outcome.EPOCH;
        }
        if (Math.abs(call.created() - now) > MAX_SKEW_SECONDS) {
            return Outcome.CLOCK;
        }
        if (call.deadline() <= now) {
            return Outcome.EXPIRED;
        }
        return switch (windows.use(call, now)) {
            case FRESH -> null;
            case USED -> Outcome.REPLAYED;
            case FULL -> Outcome.OVERLOADED;
        };
    }
}
