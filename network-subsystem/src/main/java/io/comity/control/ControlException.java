package io.comity.control;

/** Something was asked of a node in a way that it does not understand; the message is one line with the cure. */
public final class ControlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ControlException(String message) {
        super(message);
    }
}
