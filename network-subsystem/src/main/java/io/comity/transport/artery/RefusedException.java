package io.comity.transport.artery;

import javax.net.ssl.SSLException;

/** Ends one connection; without a stack trace, because strangers cause it. */
final class RefusedException extends SSLException {
    private static final long serialVersionUID = 1L;

    RefusedException() {
        super("refused");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
