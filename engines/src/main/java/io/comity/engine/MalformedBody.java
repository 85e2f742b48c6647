package io.comity.engine;

import java.io.IOException;

/** Carries a fault from deep inside a body to the decoder; has no stack trace, because a peer decides how often it is made. */
final class MalformedBody extends IOException {
    private static final long serialVersionUID = 1L;

    private final String fault;

    MalformedBody(String fault) {
        super(fault);
        this.fault = fault;
    }

    /** What is wrong, in a few words without content. */
    String fault() {
        return fault;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
