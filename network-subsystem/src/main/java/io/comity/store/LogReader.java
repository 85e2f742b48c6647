package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.identity.Sha256;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a log over a connection of its own, one thing after the other, each as of one moment. */
final class LogReader {
    static final String PROOFS = "SELECT publisher, epoch, bytes, sum FROM proof";

    private final Query byPosition;
    private final Query bySequence;
    private final Query bySlot;
    private final Query introductions;
    private final Query extent;
    private final Query epochs;
    private final Query series;
    private final Query sequences;
    private final Query proofs;
    private final Positions positions;

    LogReader(Connection database) throws SQLException {
        this.byPosition = new Query(
                database,
                EntryRow.SELECT
                        + "FROM entry e LEFT JOIN series s ON s.id = e.series WHERE e.position >= ? ORDER BY e.position LIMIT ?");
        this.bySequence = new Query(
                database,
                EntryRow.SELECT + "FROM series s JOIN entry e ON e.series = s.id WHERE s.id = ? AND e.sequence >= ?"
                        + " ORDER BY e.sequence LIMIT ?");
        this.bySlot = new Query(
                database,
                EntryRow.SELECT + "FROM series s JOIN entry e ON e.series = s.id"
                        + " WHERE s.publisher = ? AND s.epoch = ? AND e.sequence = ?");
        this.introductions = new Query(database, "SELECT bytes, hash FROM introduction WHERE id = ?");
        this.extent =
                new Query(database, "SELECT (SELECT min(position) FROM entry), (SELECT max(position) FROM entry)");
        this.epochs = new Query(
                database, "SELECT id, epoch FROM series WHERE publisher = ? AND epoch >= ? ORDER BY epoch LIMIT ?");
        this.series = new Query(
                database,
                SeriesRows.SELECT + "WHERE (publisher, epoch) > (?, ?)" + " ORDER BY publisher, epoch LIMIT ?");
        this.sequences = new Query(
                database,
                "SELECT e.sequence FROM series s JOIN entry e ON e.series = s.id"
                        + " WHERE s.publisher = ? AND s.epoch = ? AND e.sequence >= ? ORDER BY e.sequence LIMIT ?");
        this.proofs = new Query(
                database, PROOFS + " WHERE (publisher, epoch) > (?, ?)" + " ORDER BY publisher, epoch LIMIT ?");
        this.positions = new Positions(database);
    }

    Page page(From from, PageLimit limit) throws SQLException {
        Filling page = new Filling(limit);
        if (from instanceof From.Place place) {
            fillFrom(place.slot(), limit, page);
        } else {
            long first = from instanceof From.Time time ? positionOf(time.millis()) : ((From.Position) from).position();
            byPosition.each(page, first, limit.rows());
        }
        return new Page(page.entries, !limit.isFull());
    }

    /** A page that is read: an introduction is read when the first entry that came with it is. */
    private final class Filling implements Query.RowVisitor {
        private final List<Kept> entries = new ArrayList<>();
        private final Map<Long, Bytes> known = new HashMap<>();
        private final PageLimit limit;

        Filling(PageLimit limit) {
            this.limit = limit;
        }

        @Override
        public boolean visit(ResultSet row) throws SQLException {
            EntryRow entry = EntryRow.read(row);
            long id = entry.introduction();
            Bytes there = known.get(id);
            Bytes introduction = there == null ? introduction(id) : there;
            Kept kept = entry.with(introduction);
            boolean fits = limit.admits(kept.entry().signed().size() + (there == null ? introduction.size() : 0));
            if (fits) {
                known.put(id, introduction);
                entries.add(kept);
            }
            return fits;
        }
    }

    private void fillFrom(Slot slot, PageLimit limit, Filling page) throws SQLException {
        List<long[]> following = new ArrayList<>();
        epochs.each(
                row -> following.add(new long[] {row.getLong(1), row.getLong(2)}),
                slot.publisher(),
                slot.epoch(),
                limit.rows());
        for (long[] each : following) {
            if (!limit.isFull()) {
                long first = each[1] == slot.epoch() ? slot.sequence() : 1;
                bySequence.each(page, each[0], first, limit.rows());
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
        return bySlot.first(
                row -> {
                    EntryRow entry = EntryRow.read(row);
                    return entry.with(introduction(entry.introduction()));
                },
                slot.publisher(),
                slot.epoch(),
                slot.sequence());
    }

    List<Series> series(Bytes publisher, long epoch) throws SQLException {
        List<Series> found = new ArrayList<>();
        series.each(row -> found.add(SeriesRows.read(row).series()), publisher.toArray(), epoch, TopicLog.MAX_PAGE);
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
                    Proof proof = proof(row);
                    return limit.admits(proof.bytes().size()) && found.add(proof);
                },
                publisher.toArray(),
                epoch,
                TopicLog.MAX_PAGE);
        return found;
    }

    private Bytes introduction(long id) throws SQLException {
        return introductions.first(LogReader::introduction, id).orElseThrow(() -> Query.missing("an introduction"));
    }

    /** @throws SQLException when it is not as it was written, as with all that are read */
    static Bytes introduction(ResultSet row) throws SQLException {
        byte[] bytes = Query.bytes(row, 1).toArray();
        RowCheck.require(Bytes.of(Sha256.of(bytes)).equals(Query.bytes(row, 2)), "an introduction");
        return Bytes.of(bytes);
    }

    static Proof proof(ResultSet row) throws SQLException {
        Bytes publisher = Query.bytes(row, 1);
        Bytes bytes = Query.bytes(row, 3);
        long sum = RowCheck.of(publisher.toArray(), bytes.toArray(), row.getLong(2));
        RowCheck.require(sum == row.getLong(4), "a proof");
        return new Proof(new NodeId(publisher), row.getLong(2), bytes);
    }
}
