package io.comity.mission;

import java.util.Optional;

/** What became of one message under one grant, as a number, so that saying it costs no object. */
public final class Verdict {
    /** It passes. */
    public static final long ADMITTED = 0;

    private Verdict() {}

    static long refused(Reason reason) {
        return -1L - reason.code();
    }

    /** Refused, and the same message would pass in {@code waitNs}, if nobody else came first. */
    static long throttled(long waitNs) {
        return waitNs;
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
