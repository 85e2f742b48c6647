package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.store.TopicLog.Series;
import io.comity.topic.Slot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How much is held of each series: in memory for those in use, and written once with the transaction that changes them. */
final class SeriesRows {
    static final int MAX_REMEMBERED = 4_096;

    static final String SELECT = "SELECT publisher, epoch, id, first, last, held, sum FROM series ";

    private record Key(NodeId publisher, long epoch) {}

    /** One series; one that holds nothing has no row. */
    static final class Row {
        final NodeId publisher;
        final long epoch;
        final long id;
        private long first;
        private long last;
        private long held;

        private Row(NodeId publisher, long epoch, long id, long first, long last, long held) {
            this.publisher = publisher;
            this.epoch = epoch;
            this.id = id;
            this.first = first;
            this.last = last;
            this.held = held;
        }

        Series series() {
            return new Series(publisher, epoch, first, last, held);
        }

        private long sum() {
            return RowCheck.of(publisher.key().toArray(), epoch, first, last, held);
        }
    }

    private final Query find;
    private final Query findById;
    private final Query insert;
    private final Query update;
    private final Query delete;
    private final Query lowest;
    private final Query highest;
    private final Map<Key, Row> rows = new HashMap<>();
    private final Map<Long, Row> rowsById = new HashMap<>();
    private final Set<Row> changed = new HashSet<>();

    SeriesRows(Connection database) throws SQLException {
        this.find = new Query(database, SELECT + "WHERE publisher = ? AND epoch = ?");
        this.findById = new Query(database, SELECT + "WHERE id = ?");
        this.insert = new Query(
                database,
                "INSERT INTO series (publisher, epoch, first, last, held, sum) VALUES (?, ?, 0, 0, 0, 0) RETURNING id");
        this.update = new Query(database, "UPDATE series SET first = ?, last = ?, held = ?, sum = ? WHERE id = ?");
        this.delete = new Query(database, "DELETE FROM series WHERE id = ?");
        this.lowest = new Query(database, "SELECT min(sequence) FROM entry WHERE series = ?");
        this.highest = new Query(database, "SELECT max(sequence) FROM entry WHERE series = ?");
    }

    Optional<Row> find(Slot slot) throws SQLException {
        Row known = rows.get(new Key(slot.publisher(), slot.epoch()));
        return known != null ? Optional.of(known) : found(find, slot.publisher(), slot.epoch());
    }

    Row findOrMake(Slot slot) throws SQLException {
        Optional<Row> there = find(slot);
        if (there.isPresent()) {
            return there.get();
        }
        long id = insert.number(slot.publisher(), slot.epoch());
        return remembered(new Row(slot.publisher(), slot.epoch(), id, 0, 0, 0));
    }

    Row byId(long id) throws SQLException {
        Row known = rowsById.get(id);
        return known != null ? known : found(findById, id).orElseThrow(() -> Query.missing("series " + id));
    }

    private Optional<Row> found(Query query, Object... key) throws SQLException {
        return query.first(SeriesRows::read, key).map(this::remembered);
    }

    /** @throws SQLException when it is not as it was written */
    static Row read(ResultSet row) throws SQLException {
        Bytes publisher = Query.bytes(row, 1);
        long[] numbers = {row.getLong(2), row.getLong(4), row.getLong(5), row.getLong(6)};
        RowCheck.require(RowCheck.of(publisher.toArray(), numbers) == row.getLong(7), "a series");
        return new Row(new NodeId(publisher), numbers[0], row.getLong(3), numbers[1], numbers[2], numbers[3]);
    }

    private Row remembered(Row row) {
        rows.put(new Key(row.publisher, row.epoch), row);
        rowsById.put(row.id, row);
        return row;
    }

    void added(Row row, long sequence) {
        row.first = row.held == 0 ? sequence : Math.min(row.first, sequence);
        row.last = row.held == 0 ? sequence : Math.max(row.last, sequence);
        row.held++;
        changed.add(row);
    }

    /** Called when the entries are gone already. */
    void removed(Row row, long entries) throws SQLException {
        row.held -= entries;
        if (row.held > 0) {
            row.first = lowest.number(row.id);
            row.last = highest.number(row.id);
        }
        changed.add(row);
    }

    /** To be called before a transaction is committed. */
    void write() throws SQLException {
        for (Row row : changed) {
            if (row.held > 0) {
                update.update(row.first, row.last, row.held, row.sum(), row.id);
            } else {
                delete.update(row.id);
                rows.remove(new Key(row.publisher, row.epoch));
                rowsById.remove(row.id);
            }
        }
        changed.clear();
    }

    /** To be called when a transaction was committed. */
    void trim() {
        if (rows.size() > MAX_REMEMBERED) {
            forget();
        }
    }

    /** To be called when a transaction was undone. */
    void forget() {
        rows.clear();
        rowsById.clear();
        changed.clear();
    }
}
