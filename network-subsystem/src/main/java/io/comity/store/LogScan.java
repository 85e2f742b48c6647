package io.comity.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Reads a log through: whether every row is as it was written, and none between two others is missing. */
final class LogScan {
    private final Connection database;
    private long last;
    private long total;

    private LogScan(Connection database) {
        this.database = database;
    }

    /** @throws SQLException when it is not whole */
    static void require(Connection database) throws SQLException {
        LogScan scan = new LogScan(database);
        scan.requireEntries();
        scan.requireRest();
    }

    private void requireEntries() throws SQLException {
        Query entries = new Query(
                database, EntryRow.SELECT + "FROM entry e LEFT JOIN series s ON s.id = e.series ORDER BY e.position");
        entries.each(row -> {
            EntryRow entry = EntryRow.read(row);
            boolean isNext = entry.position() == last + 1
                    && entry.total() == total + entry.signed().size();
            RowCheck.require(last == 0 || isNext, "what is before entry " + entry.position());
            last = entry.position();
            total = entry.total();
            return true;
        });
    }

    private void requireRest() throws SQLException {
        new Query(database, "SELECT bytes, hash FROM introduction").each(row -> {
            LogReader.introduction(row);
            return true;
        });
        Query orphans = new Query(
                database,
                "SELECT count(*) FROM entry e LEFT JOIN introduction i ON i.id = e.introduction WHERE i.id IS NULL");
        RowCheck.require(orphans.number() == 0, "an introduction");
        new Query(database, SeriesRows.SELECT + "WHERE true").each(row -> {
            SeriesRows.read(row);
            return true;
        });
        new Query(database, Floors.SELECT).each(row -> {
            Floors.read(row);
            return true;
        });
        new Query(database, LogReader.PROOFS).each(row -> {
            LogReader.proof(row);
            return true;
        });
    }
}
