package io.comity.transport.artery.guard;

/** Ends one connection; without a stack trace, because strangers cause it. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused() {
        super("refused", null, false, false);
    }
}
