package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.identity.Sha256;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;

/**
 * What came with entries, once for all that it came with, and the last position that refers to it: since the oldest positions are
 * taken first, nothing refers to it any more when that one is taken.
 */
final class Introductions {
    static final int MAX_REMEMBERED = 4_096;

    /** That there are more than there may be. Nothing else of its transaction is wrong. */
    static final class TooMany extends SQLException {
        private static final long serialVersionUID = 1L;

        private TooMany(long number) {
            super(number + " introductions", null, SQLiteErrorCode.SQLITE_FULL.code);
        }
    }

    /** One introduction; one that nothing refers to has no row when its transaction ends. */
    static final class Row {
        final long id;
        private long last;

        Row(long id) {
            this.id = id;
        }
    }

    private final int max;
    private final Query find;
    private final Query insert;
    private final Query update;
    private final Query delete;
    private final Query deleteTo;
    private final Query count;
    private final Map<Bytes, Row> rowsByHash = new HashMap<>();
    private final Map<Bytes, Row> rowsOfTransaction = new IdentityHashMap<>();
    private final Set<Row> changed = new HashSet<>();
    private long held;
    private long heldCommitted;

    Introductions(Connection database, int max) throws SQLException {
        this.max = max;
        this.find = new Query(database, "SELECT id FROM introduction WHERE hash = ?");
        this.insert = new Query(database, "INSERT INTO introduction (hash, last, bytes) VALUES (?, 0, ?) RETURNING id");
        this.update = new Query(database, "UPDATE introduction SET last = ? WHERE id = ?");
        this.delete = new Query(database, "DELETE FROM introduction WHERE id = ?");
        this.deleteTo = new Query(database, "DELETE FROM introduction WHERE last <= ?");
        this.count = new Query(database, "SELECT count(*) FROM introduction");
        this.held = count.number();
        this.heldCommitted = held;
    }

    /** Made now when it is new. Whoever brings many with one introduction brings one instance, which is hashed once. */
    Row findOrMake(Bytes introduction) throws SQLException {
        Row row = rowsOfTransaction.get(introduction);
        if (row == null) {
            byte[] bytes = introduction.toArray();
            row = findOrMake(Bytes.of(Sha256.of(bytes)), bytes);
            rowsOfTransaction.put(introduction, row);
        }
        return row;
    }

    private Row findOrMake(Bytes hash, byte[] bytes) throws SQLException {
        Row row = rowsByHash.get(hash);
        if (row == null) {
            Optional<Row> there = find.first(found -> new Row(found.getLong(1)), hash.toArray());
            row = there.isPresent() ? there.get() : made(hash, bytes);
            rowsByHash.put(hash, row);
        }
        return row;
    }

    private Row made(Bytes hash, byte[] bytes) throws SQLException {
        Row row = new Row(insert.number(hash.toArray(), bytes));
        changed.add(row);
        held++;
        return row;
    }

    /** @param position of an entry that came with it, greater than all before */
    void refer(Row row, long position) {
        row.last = position;
        changed.add(row);
    }

    /** Called when the entries up to {@code position} are gone already. */
    void removeTo(long position) throws SQLException {
        write();
        int removed = deleteTo.update(position);
        if (removed > 0) {
            held -= removed;
            rowsByHash.clear();
            rowsOfTransaction.clear();
        }
    }

    private void write() throws SQLException {
        for (Row row : changed) {
            if (row.last > 0) {
                update.update(row.last, row.id);
            } else {
                held -= delete.update(row.id);
                rowsByHash.values().remove(row);
            }
        }
        changed.clear();
    }

    /** To be called before a transaction is committed, and after it took what is not to be kept. */
    void finish() throws SQLException {
        write();
        if (held > max && held > heldCommitted) {
            throw new TooMany(held);
        }
    }

    /** To be called when a transaction was committed. */
    void trim() {
        heldCommitted = held;
        rowsOfTransaction.clear();
        if (rowsByHash.size() > MAX_REMEMBERED) {
            rowsByHash.clear();
        }
    }

    /** To be called when a transaction was undone. */
    void forget() {
        held = heldCommitted;
        rowsOfTransaction.clear();
        rowsByHash.clear();
        changed.clear();
    }
}
