package io.comity.transport.artery;

import java.io.IOException;

/** Why a wire or a listener could not be had: one line, for the owner. */
final class WireException extends IOException {
    private static final long serialVersionUID = 1L;

    WireException(String message) {
        super(message);
    }

    WireException(String message, Throwable cause) {
        super(message, cause);
    }
}
