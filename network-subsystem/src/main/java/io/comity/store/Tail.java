package io.comity.store;

import io.comity.store.TopicLog.Entry;
import io.comity.store.TopicLog.Extent;
import java.sql.Connection;
import java.sql.ResultSet;
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
        Tail nothingHeld = new Query(database, "SELECT position, millis, total, sum FROM log")
                .first(Tail::ofOwnRow)
                .orElseThrow(() -> Query.missing("its own row"));
        String entries = EntryRow.SELECT + "FROM entry e LEFT JOIN series s ON s.id = e.series ORDER BY e.position";
        Optional<EntryRow> oldest = new Query(database, entries + " LIMIT 1").first(EntryRow::read);
        Optional<EntryRow> newest = new Query(database, entries + " DESC LIMIT 1").first(EntryRow::read);
        return oldest.isPresent() && newest.isPresent() ? between(oldest.get(), newest.get()) : nothingHeld;
    }

    private static Tail ofOwnRow(ResultSet row) throws SQLException {
        long position = row.getLong(1);
        long millis = row.getLong(2);
        long total = row.getLong(3);
        RowCheck.require(RowCheck.of(position, millis, total) == row.getLong(4), "its own row");
        return new Tail(position + 1, total, position, total, millis);
    }

    private static Tail between(EntryRow oldest, EntryRow newest) {
        long before = oldest.total() - oldest.signed().size();
        return new Tail(oldest.position(), before, newest.position(), newest.total(), newest.millis());
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
