package io.comity.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/** A store cannot be used, or did not take something; the message is one line that names the place, the cause and the cure. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one line */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether another process has it, which may let go of it soon. */
    public boolean isInUse() {
        return getCause() instanceof SQLException failure
                && (failure.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }
}
