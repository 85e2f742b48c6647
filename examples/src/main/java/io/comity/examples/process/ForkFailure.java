package io.comity.examples.process;

/** A forked JVM refused a command, died, or did not answer in time; the message names it and what it was asked. */
public final class ForkFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    ForkFailure(String message) {
        super(message);
    }

    ForkFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
