package io.comity.reference;

import io.comity.mission.Reason;
import java.time.Duration;

/** How an ask for a {@code StatusReply} fails when its message was refused: at once, and with the reason. Has no stack, it is no bug. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final Duration retryAfter;

    /** @param retryAfter when the same message might pass, as far as that is known, and else zero */
    public RefusedException(Reason reason, Duration retryAfter) {
        super(
                "refused: " + reason.label()
                        + (retryAfter.isZero() ? "" : ", try again in " + retryAfter.toMillis() + " ms"),
                null,
                false,
                false);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public Reason reason() {
        return reason;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
