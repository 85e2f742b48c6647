package io.comity.mission;

/** A mission was defined or used wrongly by its own node; the message is one line with the cure. */
public final class MissionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MissionException(String message) {
        super(message);
    }
}
