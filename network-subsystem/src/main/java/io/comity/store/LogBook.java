package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.store.TopicLog.Entry;
import io.comity.store.TopicLog.Outcome;
import io.comity.store.TopicLog.Proof;
import io.comity.topic.Slot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is changed in the file of a log, one transaction after the other, by the thread whose turn it is. After {@link #rollBack}
 * everything is as it was after the last {@link #commit}.
 */
final class LogBook {
    /** More than one append may bring, so that each transaction can take what it brought, and some more. */
    static final int STEP_ENTRIES = 2 * TopicLog.MAX_APPEND_ENTRIES;

    static final long STEP_BYTES = 2L * TopicLog.MAX_APPEND_BYTES;

    /** Free pages that are given back together. */
    static final int STEP_PAGES = 1_024;

    /** Pages past what a log may have that taking away may use meanwhile, so that a full log can become smaller. */
    private static final int SPARE_PAGES = 64;

    private final Connection database;
    private final long maxPages;
    private final SeriesRows series;
    private final Introductions introductions;
    private final Floors floors;
    private final Positions positions;
    private final Query insert;
    private final Query find;
    private final Query taken;
    private final Query delete;
    private final Query place;
    private final Query proof;
    private final Query putProof;
    private Tail tail;
    private Tail committed;
    private long proofs;
    private long proofsCommitted;
    private Retention retention;

    LogBook(Connection database, Tail tail, Retention retention, LogLimits limits) throws SQLException {
        this.database = database;
        this.maxPages = Math.max(1, limits.maxFileBytes() / pragma("page_size"));
        this.tail = tail;
        this.committed = tail;
        this.retention = retention;
        this.series = new SeriesRows(database);
        this.introductions = new Introductions(database, limits.maxIntroductions());
        this.floors = new Floors(database, limits.maxFloors());
        this.positions = new Positions(database);
        this.insert = new Query(
                database,
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (series, sequence) DO NOTHING");
        this.find = new Query(
                database,
                EntryRow.SELECT + "FROM series s JOIN entry e ON e.series = s.id WHERE s.id = ? AND e.sequence = ?");
        this.taken = new Query(
                database,
                "SELECT series, max(sequence), count(*) FROM entry NOT INDEXED WHERE position BETWEEN ? AND ?"
                        + " GROUP BY series");
        this.delete = new Query(database, "DELETE FROM entry WHERE position <= ?");
        this.place = new Query(database, "UPDATE log SET position = ?, millis = ?, total = ?, sum = ?");
        this.proofs = new Query(database, "SELECT count(*) FROM proof").number();
        this.proofsCommitted = proofs;
        this.proof = new Query(database, "SELECT count(*) FROM proof WHERE publisher = ? AND epoch = ?");
        this.putProof = new Query(database, "INSERT INTO proof VALUES (?, ?, ?, ?)");
        allow(maxPages);
    }

    private void allow(long pages) throws SQLException {
        Schema.execute(database, "PRAGMA max_page_count = " + Math.min(pages, Integer.MAX_VALUE));
    }

    /** As of the last commit. */
    Tail tail() {
        return committed;
    }

    /** @param room bytes of what was there first that may be handed back */
    Outcome add(Entry entry, int room) throws SQLException {
        Slot slot = entry.slot();
        if (floors.isPast(slot)) {
            return compared(series.find(slot), entry, room).orElseGet(Outcome.Past::new);
        }
        SeriesRows.Row row = series.findOrMake(slot);
        Introductions.Row introduction = introductions.findOrMake(entry.introduction());
        Tail next = tail.with(entry);
        EntryRow there = new EntryRow(
                slot.publisher(),
                slot.epoch(),
                slot.sequence(),
                next.last(),
                next.millis(),
                next.total(),
                introduction.id,
                entry.signed());
        int added = insert.update(
                there.position(),
                row.id,
                there.sequence(),
                there.millis(),
                there.total(),
                there.introduction(),
                there.signed().toArray(),
                there.sum());
        if (added == 0) {
            return compared(Optional.of(row), entry, room).orElseThrow();
        }
        tail = next;
        series.added(row, slot.sequence());
        introductions.refer(introduction, next.last());
        return new Outcome.Stored(next.last());
    }

    private Optional<Outcome> compared(Optional<SeriesRows.Row> row, Entry entry, int room) throws SQLException {
        return row.isEmpty()
                ? Optional.empty()
                : find.first(
                        there -> compared(there, entry, room),
                        row.get().id,
                        entry.slot().sequence());
    }

    private static Outcome compared(ResultSet row, Entry entry, int room) throws SQLException {
        EntryRow there = EntryRow.read(row);
        Bytes first = there.signed();
        if (first.equals(entry.signed())) {
            return new Outcome.Known(there.position());
        }
        return new Outcome.Conflict(there.position(), first.size() <= room ? first : Bytes.EMPTY);
    }

    /** From the next {@link #trim} on. */
    void retain(Retention now) {
        retention = now;
    }

    /**
     * Takes the oldest entries that are too many, up to a step.
     *
     * @param nowMillis when those too old are to be taken, too
     * @return how many it took
     */
    long trim(OptionalLong nowMillis) throws SQLException {
        if (tail.isEmpty()) {
            return 0;
        }
        long upTo = Math.min(excess(nowMillis), step());
        long entries = upTo - tail.first() + 1;
        if (entries > 0) {
            allow(maxPages + SPARE_PAGES);
            take(upTo);
            allow(maxPages);
        }
        return entries;
    }

    /** The last position that is not to be kept. */
    private long excess(OptionalLong nowMillis) throws SQLException {
        long byNumber = tail.last() - Math.min(retention.maxEntries(), tail.last());
        boolean isTooLong = tail.total() - tail.before() > retention.maxBytes();
        long byBytes =
                isTooLong ? positions.firstOfTotal(tail.total() - retention.maxBytes(), tail.first(), tail.last()) : 0;
        long byAge = nowMillis.isPresent()
                ? positions.firstOfTime(retention.oldestMillis(nowMillis.getAsLong()), tail.first(), tail.last()) - 1
                : 0;
        return Math.max(tail.first() - 1, Math.max(byNumber, Math.max(byBytes, byAge)));
    }

    /** The last position that may be taken together with the first. */
    private long step() throws SQLException {
        long byNumber = Math.min(tail.last(), tail.first() + STEP_ENTRIES - 1);
        long beyond = positions.firstOfTotal(tail.before() + STEP_BYTES + 1, tail.first(), byNumber);
        return Math.max(tail.first(), beyond - 1);
    }

    private void take(long upTo) throws SQLException {
        Map<Long, long[]> ofSeries = new HashMap<>();
        taken.each(
                row -> {
                    ofSeries.put(row.getLong(1), new long[] {row.getLong(2), row.getLong(3)});
                    return true;
                },
                tail.first(),
                upTo);
        tail = tail.without(upTo, positions.totalAt(upTo));
        delete.update(upTo);
        introductions.removeTo(upTo);
        for (Map.Entry<Long, long[]> each : ofSeries.entrySet()) {
            SeriesRows.Row row = series.byId(each.getKey());
            series.removed(row, each.getValue()[1]);
            floors.raise(new Slot(row.publisher, row.epoch, each.getValue()[0]), upTo);
        }
        floors.trim();
        long sum = RowCheck.of(tail.last(), tail.millis(), tail.total());
        place.update(tail.last(), tail.millis(), tail.total(), sum);
    }

    /** Gives free pages back when there are many, up to a step; whether there may be more. */
    boolean shrink() throws SQLException {
        long pages = pragma("page_count");
        long free = pragma("freelist_count");
        if (free < STEP_PAGES || free < pages / 4) {
            return false;
        }
        try (Statement statement = database.createStatement()) {
            // Not by execute, which stops after a page.
            statement.executeUpdate("PRAGMA incremental_vacuum(" + STEP_PAGES + ")");
        }
        return true;
    }

    private long pragma(String name) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            return row.getLong(1);
        }
    }

    boolean hasRoomForProof() {
        return proofs < TopicLog.MAX_PROOFS;
    }

    boolean hasProof(Proof of) throws SQLException {
        return proof.number(of.publisher(), of.epoch()) > 0;
    }

    void put(Proof proof) throws SQLException {
        byte[] bytes = proof.bytes().toArray();
        long sum = RowCheck.of(proof.publisher().key().toArray(), bytes, proof.epoch());
        putProof.update(proof.publisher(), proof.epoch(), bytes, sum);
        proofs++;
    }

    /** How many entries and proofs were ever committed: a log that has fewer than it once had lost some. */
    long stored() {
        return committed.last() + proofsCommitted;
    }

    /** What was added pushes out what is too much. */
    void commit() throws SQLException {
        if (tail.last() > committed.last()) {
            trim(OptionalLong.empty());
        }
        series.write();
        introductions.finish();
        database.commit();
        series.trim();
        introductions.trim();
        committed = tail;
        proofsCommitted = proofs;
    }

    void rollBack() throws SQLException {
        tail = committed;
        proofs = proofsCommitted;
        series.forget();
        introductions.forget();
        floors.forget();
        Database.rollBack(database);
    }
}
