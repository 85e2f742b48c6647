package io.comity.engine;

/**
 * A message of our own cannot be put on the wire: it is too large, too deep, holds a null, or is not of the protocol. The
 * message is one line and never holds content. The encoder that threw it stays usable.
 */
public final class EncodingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EncodingException(String message) {
        super(message);
    }
}
