package io.comity.store;

import io.comity.store.TopicLog.Entry;
import io.comity.store.TopicLog.Extent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Where a log is.
 *
 * @param first position held
 * @param before bytes signed of everything that was ever stored and is not held
 * @param last position given
 * @param total bytes signed of everything that was ever stored
 * @param millis when the last was stored
 */
record Tail(long first, long before, long last, long total, long millis) {
    static final Tail NEW = new Tail(1, 0, 0, 0, Long.MIN_VALUE);

    /** As it is in a file: what its last entry says or, when nothing is held, its own row. */
    static Tail read(Connection database) throws SQLException {
        Tail nothingHeld = new Query(database, "SELECT position, millis, total FROM log")
                .first(row ->
                        new Tail(row.getLong(1) + 1, row.getLong(3), row.getLong(1), row.getLong(3), row.getLong(2)))
                .orElseThrow(() -> new SQLException("its own row is missing"));
        Query oldest =
                new Query(database, "SELECT position, total - length(signed) FROM entry ORDER BY position LIMIT 1");
        Query newest = new Query(database, "SELECT position, total, millis FROM entry ORDER BY position DESC LIMIT 1");
        Optional<Tail> begun = oldest.first(row -> new Tail(row.getLong(1), row.getLong(2), 0, 0, 0));
        return begun.isEmpty()
                ? nothingHeld
                : newest.first(row -> begun.get().to(row.getLong(1), row.getLong(2), row.getLong(3)))
                        .orElseThrow();
    }

    private Tail to(long position, long totalThere, long millisThere) {
        return new Tail(first, before, position, totalThere, millisThere);
    }

    Tail with(Entry entry) {
        return new Tail(first, before, last + 1, total + entry.signed().size(), Math.max(millis, entry.storedMillis()));
    }

    /** @param totalThere when {@code position} was stored, which is the last that is taken away */
    Tail without(long position, long totalThere) {
        return new Tail(position + 1, totalThere, last, total, millis);
    }

    boolean isEmpty() {
        return first > last;
    }

    Extent extent() {
        return new Extent(first, last, total - before);
    }
}
