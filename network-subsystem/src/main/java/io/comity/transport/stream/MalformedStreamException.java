package io.comity.transport.stream;

import java.io.IOException;

/** The other side sent bytes that what lies below the wire refuses; the message is a few words, and none of those bytes. */
public final class MalformedStreamException extends IOException {
    private static final long serialVersionUID = 1L;

    public MalformedStreamException(String message) {
        super(message);
    }
}
