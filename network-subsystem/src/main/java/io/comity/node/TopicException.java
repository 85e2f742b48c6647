package io.comity.node;

/** A topic cannot be used; the message says which, why, and what to do. */
public final class TopicException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TopicException(String message) {
        super(message);
    }
}
