package io.comity.cli;

/** The node did not do what it was asked; the message is one line that says why and how to mend it. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
