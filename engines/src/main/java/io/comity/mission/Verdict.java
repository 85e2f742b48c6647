package io.comity.mission;

import java.util.Optional;

/** What became of one message under one grant, as a number, so that saying it costs no object. */
public final class Verdict {
    /** It passes. */
    public static final long ADMITTED = 0;

    private Verdict() {}

    /** It does not pass, and no time is known when it would. */
    public static long refused(Reason reason) {
        return -1L - reason.code();
    }

    /** Refused, and the same message would pass in {@code waitNs}, if nobody else came first. */
    public static long throttled(long waitNs) {
        return waitNs;
    }

    /** Of two refusals the one with more hope: the shorter wait, then the one whose code is higher. */
    public static long better(long one, long other) {
        if (one > 0 && other > 0) {
            return Math.min(one, other);
        }
        return one > 0 || other > 0 ? Math.max(one, other) : Math.min(one, other);
    }

    /** Why it does not pass; empty when it does. */
    public static Optional<Reason> reason(long verdict) {
        if (verdict == ADMITTED) {
            return Optional.empty();
        }
        return verdict > 0 ? Optional.of(Reason.THROTTLED) : Reason.ofCode(-1L - verdict);
    }

    /** Nanoseconds until it might pass; 0 when that is not known. */
    public static long retryAfterNs(long verdict) {
        return Math.max(0, verdict);
    }
}
