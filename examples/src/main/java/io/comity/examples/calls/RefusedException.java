package io.comity.examples.calls;

import io.comity.mission.Reason;

/** The other node, or this one on its behalf, refused a message, or the way to it is gone. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    RefusedException(Reason reason) {
        super("refused: " + reason.label());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
