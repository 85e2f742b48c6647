package io.comity.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables, and how a database of an earlier version becomes one of this. Append only: what was released has been run. */
final class Schema {
    private static final List<List<String>> OF_NODE_STEPS = List.of(
            List.of("""
            CREATE TABLE boot (
                only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
                epoch INTEGER NOT NULL
            ) STRICT""", """
            CREATE TABLE advert (
                node BLOB PRIMARY KEY CHECK (length(node) = 32),
                signed BLOB NOT NULL,
                source BLOB NOT NULL CHECK (length(source) = 32)
            ) STRICT""", """
            CREATE TABLE petname (
                name TEXT PRIMARY KEY,
                node BLOB NOT NULL UNIQUE CHECK (length(node) = 32)
            ) STRICT"""),
            List.of("""
            CREATE TABLE revocation (
                subject BLOB PRIMARY KEY,
                number INTEGER NOT NULL
            ) STRICT"""),
            List.of("""
            CREATE TABLE held (
                id BLOB PRIMARY KEY CHECK (length(id) = 32),
                presenter BLOB NOT NULL CHECK (length(presenter) = 32),
                chain BLOB NOT NULL
            ) STRICT"""),
            List.of("""
            CREATE TABLE redeemed (
                ticket BLOB NOT NULL CHECK (length(ticket) = 16),
                holder BLOB NOT NULL CHECK (length(holder) = 32),
                chain BLOB NOT NULL,
                expiry INTEGER NOT NULL,
                PRIMARY KEY (ticket, holder)
            ) STRICT"""),
            List.of("""
            CREATE TABLE receipt (
                owner BLOB NOT NULL CHECK (length(owner) = 32),
                holder BLOB NOT NULL CHECK (length(holder) = 32),
                session BLOB NOT NULL CHECK (length(session) = 32),
                last INTEGER NOT NULL,
                account BLOB NOT NULL,
                receipt BLOB NOT NULL,
                agreement BLOB NOT NULL,
                UNIQUE (owner, holder, session, last)
            ) STRICT""", """
            CREATE TABLE tip (
                holder BLOB PRIMARY KEY CHECK (length(holder) = 32),
                last INTEGER NOT NULL,
                head BLOB NOT NULL CHECK (length(head) = 32)
            ) STRICT"""),
            List.of("""
            CREATE TABLE spent (
                root BLOB NOT NULL CHECK (length(root) = 32),
                holder BLOB NOT NULL CHECK (length(holder) = 32),
                used INTEGER NOT NULL,
                expiry INTEGER NOT NULL,
                PRIMARY KEY (root, holder)
            ) STRICT"""),
            Seal.statements());

    /** The first version of a node's database that has a {@link Seal}. */
    static final int SEALED = 7;

    /**
     * A log's own row says where it is when no entry says it. Series are numbered to keep entries short, and introductions to be
     * there once; the last position that refers to one says when nothing does any more. A floor is the last slot
     * of a publisher that retention took, and the position that it had. The sum of a row is its {@link RowCheck}.
     */
    private static final List<List<String>> OF_TOPIC_STEPS =
            List.of(List.of("""
            CREATE TABLE log (
                only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
                topic BLOB NOT NULL CHECK (length(topic) = 32),
                position INTEGER NOT NULL,
                millis INTEGER NOT NULL,
                total INTEGER NOT NULL,
                sum INTEGER NOT NULL
            ) STRICT""", """
            CREATE TABLE series (
                id INTEGER PRIMARY KEY,
                publisher BLOB NOT NULL CHECK (length(publisher) = 32),
                epoch INTEGER NOT NULL,
                first INTEGER NOT NULL,
                last INTEGER NOT NULL,
                held INTEGER NOT NULL,
                sum INTEGER NOT NULL,
                UNIQUE (publisher, epoch)
            ) STRICT""", """
            CREATE TABLE entry (
                position INTEGER PRIMARY KEY,
                series INTEGER NOT NULL,
                sequence INTEGER NOT NULL,
                millis INTEGER NOT NULL,
                total INTEGER NOT NULL,
                introduction INTEGER NOT NULL,
                signed BLOB NOT NULL,
                sum INTEGER NOT NULL,
                UNIQUE (series, sequence)
            ) STRICT""", """
            CREATE TABLE introduction (
                id INTEGER PRIMARY KEY,
                hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
                last INTEGER NOT NULL,
                bytes BLOB NOT NULL
            ) STRICT""", "CREATE INDEX introduction_last ON introduction (last)", """
            CREATE TABLE floor (
                publisher BLOB PRIMARY KEY CHECK (length(publisher) = 32),
                epoch INTEGER NOT NULL,
                sequence INTEGER NOT NULL,
                position INTEGER NOT NULL,
                sum INTEGER NOT NULL
            ) STRICT""", """
            CREATE TABLE proof (
                publisher BLOB NOT NULL CHECK (length(publisher) = 32),
                epoch INTEGER NOT NULL,
                bytes BLOB NOT NULL,
                sum INTEGER NOT NULL,
                PRIMARY KEY (publisher, epoch)
            ) STRICT"""));

    static final Schema OF_NODE = new Schema(OF_NODE_STEPS);
    static final Schema OF_TOPIC = new Schema(OF_TOPIC_STEPS);

    private final List<List<String>> steps;

    private Schema(List<List<String>> steps) {
        this.steps = steps;
    }

    int newest() {
        return steps.size();
    }

    /** Gives an empty database its version table. */
    static void create(Connection database) throws SQLException {
        execute(database, "CREATE TABLE schema (version INTEGER NOT NULL) STRICT");
        execute(database, "INSERT INTO schema VALUES (0)");
    }

    /** Brings a database up to the newest version, inside the transaction that is open. */
    void migrate(Connection database, int from) throws SQLException {
        for (int step = from; step < steps.size(); step++) {
            for (String statement : steps.get(step)) {
                execute(database, statement);
            }
        }
        execute(database, "UPDATE schema SET version = " + steps.size());
    }

    static int version(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT version FROM schema")) {
            return row.getInt(1);
        }
    }

    static void execute(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
