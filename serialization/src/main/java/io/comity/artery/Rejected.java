package io.comity.artery;

import java.io.NotSerializableException;

/** Thrown at Artery for whatever is refused: one instance, no stack trace, always the same text, so that it costs nothing. */
final class Rejected extends NotSerializableException {
    static final Rejected INSTANCE = new Rejected();

    private static final long serialVersionUID = 1L;

    private Rejected() {
        super("refused");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
