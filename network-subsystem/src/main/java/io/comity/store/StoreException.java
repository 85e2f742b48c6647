package io.comity.store;

import org.jspecify.annotations.Nullable;

/** A store cannot be used, or did not take something; the message is one line that names the place, the cause and the cure. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
