package io.comity.node;

/** An invitation could not be accepted; the message is one line that says why and what to do. */
public final class InvitationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvitationException(String message) {
        super(message);
    }
}
