package io.comity.engine;

/**
 * A type that an engine wants to speak cannot travel between nodes. The message is one line: the component, the type, what
 * to do. A mistake in the program, found when the engine is spawned or the mission defined.
 */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message);
    }
}
