package io.comity.identity;

import org.jspecify.annotations.Nullable;

/** The node's key cannot be had. The message is one line: where, why, and what cures it; it never holds key material. */
public final class KeyHolderException extends RuntimeException {
    private static final long serialVersionUID = 1;

    KeyHolderException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
