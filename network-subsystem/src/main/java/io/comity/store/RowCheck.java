package io.comity.store;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.zip.CRC32C;
import org.sqlite.SQLiteErrorCode;

/**
 * The sum that each row of a log has of its own values. SQLite finds pages that are damaged, but not a byte of a row that is another one: a
 * message would then be somebody else's, or in another place. It finds accidents, not forgers.
 */
final class RowCheck {
    private static final byte[] NOTHING = {};

    private RowCheck() {}

    static long of(byte[] key, byte[] content, long... numbers) {
        CRC32C sum = new CRC32C();
        sum.update(key);
        ByteBuffer ends = ByteBuffer.allocate(Long.BYTES * numbers.length);
        for (long number : numbers) {
            ends.putLong(number);
        }
        sum.update(ends.flip());
        sum.update(content);
        return sum.getValue();
    }

    static long of(byte[] key, long... numbers) {
        return of(key, NOTHING, numbers);
    }

    static long of(long... numbers) {
        return of(NOTHING, NOTHING, numbers);
    }

    static void require(boolean isAsWritten, String what) throws SQLException {
        if (!isAsWritten) {
            throw new SQLException(what + " is other than what was written", null, SQLiteErrorCode.SQLITE_CORRUPT.code);
        }
    }
}
