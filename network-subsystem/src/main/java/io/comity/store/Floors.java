package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.topic.Slot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last slot of each publisher that retention took, so that what was taken is not stored again. Of more than {@link #MAX}
 * publishers those are forgotten of whom nothing was taken for longest.
 */
final class Floors {
    static final int MAX = 65_536;

    /** Forgotten together. */
    static final int FORGOTTEN = 1_024;

    private static final int MAX_REMEMBERED = 4_096;

    static final String SELECT = "SELECT publisher, epoch, sequence, position, sum FROM floor";

    private final int max;
    private final Query find;
    private final Query put;
    private final Query forget;
    private final Query count;
    private final Map<NodeId, Optional<Slot>> floors = new HashMap<>();
    private boolean grew;

    Floors(Connection database, int max) throws SQLException {
        this.max = max;
        this.find = new Query(database, SELECT + " WHERE publisher = ?");
        this.put = new Query(database, "INSERT OR REPLACE INTO floor VALUES (?, ?, ?, ?, ?)");
        this.count = new Query(database, "SELECT count(*) FROM floor");
        this.forget = new Query(
                database,
                "DELETE FROM floor WHERE publisher IN (SELECT publisher FROM floor ORDER BY position LIMIT ?)");
    }

    boolean isPast(Slot slot) throws SQLException {
        Optional<Slot> floor = floors.get(slot.publisher());
        if (floor == null) {
            NodeId publisher = slot.publisher();
            floor = find.first(Floors::read, publisher);
            floors.put(publisher, floor);
        }
        return floor.isPresent() && !isAfter(slot, floor.get());
    }

    /** @throws SQLException when it is not as it was written */
    static Slot read(ResultSet row) throws SQLException {
        Bytes publisher = Query.bytes(row, 1);
        long sum = RowCheck.of(publisher.toArray(), row.getLong(2), row.getLong(3), row.getLong(4));
        RowCheck.require(sum == row.getLong(5), "the floor of a publisher");
        return new Slot(new NodeId(publisher), row.getLong(2), row.getLong(3));
    }

    static boolean isAfter(Slot slot, Slot other) {
        return slot.epoch() > other.epoch() || slot.epoch() == other.epoch() && slot.sequence() > other.sequence();
    }

    /** @param position that was taken last */
    void raise(Slot taken, long position) throws SQLException {
        if (!isPast(taken)) {
            long sum = RowCheck.of(taken.publisher().key().toArray(), taken.epoch(), taken.sequence(), position);
            put.update(taken.publisher(), taken.epoch(), taken.sequence(), position, sum);
            grew |= floors.put(taken.publisher(), Optional.of(taken)).isEmpty();
        }
    }

    /** To be called when all are raised that retention took together. */
    void trim() throws SQLException {
        if (grew && count.number() > max) {
            forget.update(FORGOTTEN);
            floors.clear();
        }
        grew = false;
        if (floors.size() > MAX_REMEMBERED) {
            floors.clear();
        }
    }

    /** To be called when a transaction was undone. */
    void forget() {
        floors.clear();
    }
}
