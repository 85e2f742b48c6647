package io.comity.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Finds positions by what never falls from one to the next, so that no index has to be kept for it. Costs some 20 look-ups. */
final class Positions {
    private final Query totals;
    private final Query millis;

    Positions(Connection database) throws SQLException {
        this.totals = new Query(database, "SELECT total FROM entry WHERE position = ?");
        this.millis = new Query(database, "SELECT millis FROM entry WHERE position = ?");
    }

    long totalAt(long position) throws SQLException {
        return totals.number(position);
    }

    /** The first of [first, last] with which at least {@code total} bytes were stored, or one more than {@code last}. */
    long firstOfTotal(long total, long first, long last) throws SQLException {
        return search(totals, total, first, last);
    }

    /** The first of [first, last] that was stored then or later, or one more than {@code last}. */
    long firstOfTime(long time, long first, long last) throws SQLException {
        return search(millis, time, first, last);
    }

    private static long search(Query column, long least, long first, long last) throws SQLException {
        long low = first;
        long high = last + 1;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (column.number(middle) < least) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
