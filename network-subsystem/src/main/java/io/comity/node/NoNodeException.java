package io.comity.node;

/** There is no node to ask; the message is one line that says why and what to do. */
public final class NoNodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoNodeException(String message) {
        super(message);
    }
}
