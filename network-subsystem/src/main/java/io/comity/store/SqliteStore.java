package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Redeemed;
import io.comity.mission.Revocation;
import io.comity.mission.Spent;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A store in one SQLite file, in WAL mode with synchronous FULL: a commit is on the disk when it is acknowledged. The
 * connection belongs to the {@link Writer}'s thread from the moment it is started.
 */
public final class SqliteStore implements Store {
    private final Path file;
    private final Connection database;
    private final Contents contents;
    private final List<Revocation> revocations;
    private final List<SavedGrant> grants;
    private final List<Redeemed> redeemed;
    private final List<SavedReceipt> receipts;
    private final List<SavedTip> tips;
    private final List<Spent> spent;
    private final Owed owed = new Owed();
    private final Writer writer;
    private @Nullable KeyLock key;
    private boolean closed;

    private SqliteStore(
            Path file,
            Connection database,
            Contents contents,
            List<Revocation> revocations,
            List<SavedGrant> grants,
            List<Redeemed> redeemed,
            List<SavedReceipt> receipts,
            List<SavedTip> tips,
            List<Spent> spent,
            long changes,
            int maxPending) {
        this.file = file;
        this.database = database;
        this.contents = contents;
        this.revocations = revocations;
        this.grants = grants;
        this.redeemed = redeemed;
        this.receipts = receipts;
        this.tips = tips;
        this.spent = spent;
        this.writer = new Writer("the database " + file, database, Mark.beside(file), owed, changes, maxPending);
    }

    /**
     * The store in {@code file}, made now when there is none; its folder is there.
     *
     * @throws StoreException when it is damaged, not private, newer than this Comity or in use, with the cure
     */
    public static SqliteStore open(Path file) {
        return open(file, MAX_PENDING);
    }

    static SqliteStore open(Path file, int maxPending) {
        Path place = file.toAbsolutePath().normalize();
        Mark.beside(place).deleteWithout(place);
        Connection database = Database.OF_NODE.open(place);
        try {
            long changes = Seal.changes(database);
            database.commit();
            requireAll(place, changes);
            SqliteStore store = new SqliteStore(
                    place,
                    database,
                    read(database),
                    readRevocations(database),
                    readGrants(database),
                    readRedeemed(database),
                    readReceipts(database),
                    readTips(database),
                    readSpent(database),
                    changes,
                    maxPending);
            store.writer.start();
            return store;
        } catch (StoreException refused) {
            closeQuietly(database, refused);
            throw refused;
        } catch (SQLException | IllegalArgumentException unreadable) {
            closeQuietly(database, unreadable);
            throw Database.OF_NODE.unreadable(place, unreadable);
        }
    }

    /**
     * Keeps the node's key for this process until this is closed.
     *
     * @throws StoreException when another process uses it, and closes this
     */
    public synchronized SqliteStore holding(NodeId node) {
        boolean isHeld = false;
        try {
            key = KeyLock.take(node, file.resolveSibling(""));
            isHeld = true;
            return this;
        } finally {
            if (!isHeld) {
                close();
            }
        }
    }

    /** What was acknowledged is there, and what is owed was written. */
    private static void requireAll(Path file, long changes) {
        Mark mark = Mark.beside(file);
        long lost = mark.read().orElse(0) - changes;
        if (lost > 0) {
            throw Database.OF_NODE.refused(
                    file,
                    "lacks the last " + lost
                            + " changes that were made to it, since its disk did not take them or lost them, or it is an"
                            + " older copy; restore one that is newer, or delete " + mark.file()
                            + " to go on without them: what was revoked in them is then to be revoked again",
                    null);
        }
    }

    private static Contents read(Connection database) throws SQLException {
        List<SavedAdvert> adverts = new ArrayList<>();
        Map<String, NodeId> petnames = new HashMap<>();
        long epoch = 0;
        try (Statement statement = database.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT epoch FROM boot")) {
                epoch = row.next() ? row.getLong(1) : 0;
            }
            try (ResultSet row = statement.executeQuery("SELECT node, signed, source FROM advert ORDER BY rowid")) {
                while (row.next()) {
                    adverts.add(new SavedAdvert(node(row, 1), Bytes.of(row.getBytes(2)), node(row, 3)));
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT name, node FROM petname")) {
                while (row.next()) {
                    petnames.put(row.getString(1), node(row, 2));
                }
            }
        }
        database.commit();
        return new Contents(epoch, adverts, petnames);
    }

    /** One that is not understood is damage: to skip it would bring back what it took. */
    private static List<Revocation> readRevocations(Connection database) throws SQLException {
        List<Revocation> revocations = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT subject, number FROM revocation")) {
            while (row.next()) {
                Bytes subject = Bytes.of(row.getBytes(1));
                revocations.add(Revocation.of(subject, row.getLong(2))
                        .orElseThrow(() -> new IllegalArgumentException("no revocation has the subject " + subject)));
            }
        }
        database.commit();
        return List.copyOf(revocations);
    }

    private static List<SavedGrant> readGrants(Connection database) throws SQLException {
        List<SavedGrant> grants = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, presenter, chain FROM held ORDER BY rowid")) {
            while (row.next()) {
                grants.add(new SavedGrant(Bytes.of(row.getBytes(1)), node(row, 2), Bytes.of(row.getBytes(3))));
            }
        }
        database.commit();
        return List.copyOf(grants);
    }

    private static List<Redeemed> readRedeemed(Connection database) throws SQLException {
        List<Redeemed> redeemed = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT ticket, holder, chain, expiry FROM redeemed")) {
            while (row.next()) {
                redeemed.add(new Redeemed(
                        Bytes.of(row.getBytes(1)), node(row, 2), Bytes.of(row.getBytes(3)), row.getLong(4)));
            }
        }
        database.commit();
        return List.copyOf(redeemed);
    }

    private static List<SavedReceipt> readReceipts(Connection database) throws SQLException {
        List<SavedReceipt> receipts = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT owner, holder, session, last, account, receipt, agreement FROM receipt ORDER BY rowid")) {
            while (row.next()) {
                receipts.add(new SavedReceipt(
                        node(row, 1),
                        node(row, 2),
                        bytes(row, 3),
                        row.getLong(4),
                        bytes(row, 5),
                        bytes(row, 6),
                        bytes(row, 7)));
            }
        }
        database.commit();
        return List.copyOf(receipts);
    }

    private static List<SavedTip> readTips(Connection database) throws SQLException {
        List<SavedTip> tips = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT holder, last, head FROM tip")) {
            while (row.next()) {
                tips.add(new SavedTip(node(row, 1), row.getLong(2), bytes(row, 3)));
            }
        }
        database.commit();
        return List.copyOf(tips);
    }

    /** SQLite's driver reads an empty BLOB as null. */
    private static Bytes bytes(ResultSet row, int column) throws SQLException {
        byte[] read = row.getBytes(column);
        return read == null ? Bytes.EMPTY : Bytes.of(read);
    }

    private static List<Spent> readSpent(Connection database) throws SQLException {
        List<Spent> spent = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT root, holder, used, expiry FROM spent")) {
            while (row.next()) {
                spent.add(new Spent(Bytes.of(row.getBytes(1)), node(row, 2), row.getLong(3), row.getLong(4)));
            }
        }
        database.commit();
        return List.copyOf(spent);
    }

    private static NodeId node(ResultSet row, int column) throws SQLException {
        return new NodeId(Bytes.of(row.getBytes(column)));
    }

    @Override
    public Contents contents() {
        return contents;
    }

    @Override
    public CompletionStage<Void> putEpoch(long epoch) {
        return write("INSERT OR REPLACE INTO boot VALUES (1, ?)", epoch);
    }

    @Override
    public CompletionStage<Void> putAdvert(SavedAdvert advert) {
        return write(
                "INSERT OR REPLACE INTO advert VALUES (?, ?, ?)",
                advert.node().key().toArray(),
                advert.signed().toArray(),
                advert.source().key().toArray());
    }

    @Override
    public CompletionStage<Void> removeAdvert(NodeId node) {
        return write("DELETE FROM advert WHERE node = ?", (Object) node.key().toArray());
    }

    @Override
    public CompletionStage<Void> putPetname(String name, NodeId node) {
        return write("INSERT INTO petname VALUES (?, ?)", name, node.key().toArray());
    }

    @Override
    public CompletionStage<Void> removePetname(String name) {
        return write("DELETE FROM petname WHERE name = ?", name);
    }

    @Override
    public List<Revocation> revocations() {
        return revocations;
    }

    @Override
    public CompletionStage<Void> record(Revocation revocation) {
        return writer.write(owed.deed(revocation));
    }

    @Override
    public CompletionStage<Void> forget(Revocation revocation) {
        return write(
                "DELETE FROM revocation WHERE subject = ? AND number <= ?",
                revocation.subject().toArray(),
                revocation.number());
    }

    @Override
    public List<SavedGrant> grants() {
        return grants;
    }

    @Override
    public CompletionStage<Void> putGrant(SavedGrant grant) {
        return write(
                "INSERT OR REPLACE INTO held VALUES (?, ?, ?)",
                grant.id().toArray(),
                grant.presenter().key().toArray(),
                grant.chain().toArray());
    }

    @Override
    public CompletionStage<Void> removeGrant(Bytes id) {
        return write("DELETE FROM held WHERE id = ?", (Object) id.toArray());
    }

    @Override
    public List<Redeemed> redeemed() {
        return redeemed;
    }

    @Override
    public CompletionStage<Void> putRedeemed(Redeemed use) {
        return write(
                "INSERT OR IGNORE INTO redeemed VALUES (?, ?, ?, ?)",
                use.ticket().toArray(),
                use.holder().key().toArray(),
                use.chain().toArray(),
                use.expirySeconds());
    }

    @Override
    public CompletionStage<Void> forgetRedeemed(Bytes ticket) {
        return write("DELETE FROM redeemed WHERE ticket = ?", (Object) ticket.toArray());
    }

    @Override
    public List<SavedReceipt> receipts() {
        return receipts;
    }

    @Override
    public List<SavedTip> tips() {
        return tips;
    }

    /** An agreement that comes later does not make it newer. */
    @Override
    public CompletionStage<Void> putReceipt(SavedReceipt receipt) {
        return write(
                "INSERT INTO receipt VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (owner, holder, session, last) DO UPDATE SET"
                        + " account = excluded.account, receipt = excluded.receipt, agreement = excluded.agreement",
                receipt.owner().key().toArray(),
                receipt.holder().key().toArray(),
                receipt.session().toArray(),
                receipt.last(),
                receipt.account().toArray(),
                receipt.receipt().toArray(),
                receipt.agreement().toArray());
    }

    @Override
    public CompletionStage<Void> removeReceipt(SavedReceipt receipt) {
        return write(
                "DELETE FROM receipt WHERE owner = ? AND holder = ? AND session = ? AND last = ?",
                receipt.owner().key().toArray(),
                receipt.holder().key().toArray(),
                receipt.session().toArray(),
                receipt.last());
    }

    @Override
    public CompletionStage<Void> putTip(SavedTip tip) {
        return write(
                "INSERT OR REPLACE INTO tip VALUES (?, ?, ?)",
                tip.holder().key().toArray(),
                tip.last(),
                tip.head().toArray());
    }

    @Override
    public List<Spent> spent() {
        return spent;
    }

    @Override
    public CompletionStage<Void> putSpent(Spent account) {
        return write(
                "INSERT OR REPLACE INTO spent VALUES (?, ?, ?, ?)",
                account.root().toArray(),
                account.holder().key().toArray(),
                account.used(),
                account.expirySeconds());
    }

    @Override
    public CompletionStage<Void> forgetSpent(Bytes root) {
        return write("DELETE FROM spent WHERE root = ?", (Object) root.toArray());
    }

    private CompletionStage<Void> write(String sql, Object... values) {
        return writer.write(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                statement.executeUpdate();
            }
        });
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        writer.close();
        try {
            database.close();
        } catch (SQLException failure) {
            throw Database.OF_NODE.refused(file, "was not closed in order (" + failure.getMessage() + ")", failure);
        } finally {
            if (key != null) {
                key.close();
            }
        }
    }

    private static void closeQuietly(Connection database, Exception cause) {
        try {
            database.close();
        } catch (SQLException worse) {
            cause.addSuppressed(worse);
        }
    }
}
