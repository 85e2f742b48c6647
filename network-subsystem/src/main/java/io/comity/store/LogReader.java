package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.store.TopicLog.Entry;
import io.comity.store.TopicLog.From;
import io.comity.store.TopicLog.Kept;
import io.comity.store.TopicLog.Page;
import io.comity.store.TopicLog.Proof;
import io.comity.store.TopicLog.Runs;
import io.comity.store.TopicLog.Series;
import io.comity.topic.Slot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a log over a connection of its own, one thing after the other, each as of one moment. */
final class LogReader {
    private static final String ENTRY = "SELECT e.position, s.publisher, s.epoch, e.sequence, e.millis, e.signed ";

    private final Query byPosition;
    private final Query bySequence;
    private final Query bySlot;
    private final Query extent;
    private final Query epochs;
    private final Query series;
    private final Query sequences;
    private final Query proofs;
    private final Positions positions;

    LogReader(Connection database) throws SQLException {
        this.byPosition = new Query(
                database,
                ENTRY
                        + "FROM entry e JOIN series s ON s.id = e.series WHERE e.position >= ? ORDER BY e.position LIMIT ?");
        this.bySequence = new Query(
                database,
                ENTRY + "FROM series s JOIN entry e ON e.series = s.id WHERE s.id = ? AND e.sequence >= ?"
                        + " ORDER BY e.sequence LIMIT ?");
        this.bySlot = new Query(
                database,
                ENTRY + "FROM series s JOIN entry e ON e.series = s.id"
                        + " WHERE s.publisher = ? AND s.epoch = ? AND e.sequence = ?");
        this.extent =
                new Query(database, "SELECT (SELECT min(position) FROM entry), (SELECT max(position) FROM entry)");
        this.epochs = new Query(
                database, "SELECT id, epoch FROM series WHERE publisher = ? AND epoch >= ? ORDER BY epoch LIMIT ?");
        this.series = new Query(
                database,
                "SELECT publisher, epoch, first, last, held FROM series WHERE (publisher, epoch) > (?, ?)"
                        + " ORDER BY publisher, epoch LIMIT ?");
        this.sequences = new Query(
                database,
                "SELECT e.sequence FROM series s JOIN entry e ON e.series = s.id"
                        + " WHERE s.publisher = ? AND s.epoch = ? AND e.sequence >= ? ORDER BY e.sequence LIMIT ?");
        this.proofs = new Query(
                database,
                "SELECT publisher, epoch, bytes FROM proof WHERE (publisher, epoch) > (?, ?)"
                        + " ORDER BY publisher, epoch LIMIT ?");
        this.positions = new Positions(database);
    }

    Page page(From from, PageLimit limit) throws SQLException {
        List<Kept> entries = new ArrayList<>();
        if (from instanceof From.Place place) {
            fillFrom(place.slot(), limit, entries);
        } else {
            long first = from instanceof From.Time time ? positionOf(time.millis()) : ((From.Position) from).position();
            fill(byPosition, limit, entries, first, limit.rows());
        }
        return new Page(entries, !limit.isFull());
    }

    private static void fill(Query query, PageLimit limit, List<Kept> entries, Object... values) throws SQLException {
        query.each(
                row -> {
                    Kept kept = kept(row);
                    boolean fits = limit.admits(kept.entry().signed().size());
                    if (fits) {
                        entries.add(kept);
                    }
                    return fits;
                },
                values);
    }

    private void fillFrom(Slot slot, PageLimit limit, List<Kept> entries) throws SQLException {
        List<long[]> following = new ArrayList<>();
        epochs.each(
                row -> following.add(new long[] {row.getLong(1), row.getLong(2)}),
                slot.publisher(),
                slot.epoch(),
                limit.rows());
        for (long[] each : following) {
            if (!limit.isFull()) {
                long first = each[1] == slot.epoch() ? slot.sequence() : 1;
                fill(bySequence, limit, entries, each[0], first, limit.rows());
            }
        }
    }

    /** Where to begin; 1 when nothing is held. */
    private long positionOf(long millis) throws SQLException {
        long[] ends =
                extent.first(row -> new long[] {row.getLong(1), row.getLong(2)}).orElseThrow();
        return ends[1] == 0 ? 1 : positions.firstOfTime(millis, ends[0], ends[1]);
    }

    Optional<Kept> one(Slot slot) throws SQLException {
        return bySlot.first(LogReader::kept, slot.publisher(), slot.epoch(), slot.sequence());
    }

    List<Series> series(Bytes publisher, long epoch) throws SQLException {
        List<Series> found = new ArrayList<>();
        series.each(
                row -> found.add(
                        new Series(Query.node(row, 1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5))),
                publisher.toArray(),
                epoch,
                TopicLog.MAX_PAGE);
        return found;
    }

    Runs runs(Slot from) throws SQLException {
        RunList runs = new RunList();
        sequences.each(
                row -> runs.add(row.getLong(1)),
                from.publisher(),
                from.epoch(),
                from.sequence(),
                RunList.MAX_SEQUENCES + 1);
        return runs.answer();
    }

    List<Proof> proofs(Bytes publisher, long epoch) throws SQLException {
        List<Proof> found = new ArrayList<>();
        PageLimit limit = new PageLimit(TopicLog.MAX_PAGE, TopicLog.MAX_PAGE_BYTES);
        proofs.each(
                row -> {
                    Proof proof = new Proof(Query.node(row, 1), row.getLong(2), Query.bytes(row, 3));
                    return limit.admits(proof.bytes().size()) && found.add(proof);
                },
                publisher.toArray(),
                epoch,
                TopicLog.MAX_PAGE);
        return found;
    }

    private static Kept kept(ResultSet row) throws SQLException {
        NodeId publisher = Query.node(row, 2);
        Slot slot = new Slot(publisher, row.getLong(3), row.getLong(4));
        return new Kept(row.getLong(1), new Entry(slot, row.getLong(5), Query.bytes(row, 6)));
    }
}
