package io.comity.node;

/** A node could not be started; the message is one line that names the place, the cause and the cure. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }
}
