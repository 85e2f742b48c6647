package io.comity.store;

import io.comity.identity.PrivateFile;
import io.comity.topic.TopicId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.LockingMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;

/**
 * Opens a SQLite file: made complete before it gets its name, private, whole, and of a version that is understood. Whatever is
 * wrong with it is a {@link StoreException} with the cure, and the file stays as it is.
 */
final class Database {
    /** Held by one connection alone, so that a second process is noticed. */
    static final Database OF_NODE = new Database(
            "the database of this node",
            "database of a node",
            "the node then forgets its petnames, the adverts of others, and what it revoked",
            Schema.OF_NODE,
            true,
            List.of(),
            Long.MAX_VALUE);

    /** A larger log is not read through when it is opened, which could take minutes: what is wrong with it shows when it is read. */
    static final long MAX_READ_THROUGH_BYTES = 256L << 20;

    /** A process that was killed a moment ago may still be letting go. */
    private static final int BUSY_MILLIS = 500;

    private final String what;
    private final String kind;
    private final String loss;
    private final Schema schema;
    private final boolean isExclusive;
    private final List<String> beginning;
    private final long maxReadThroughBytes;

    /**
     * @param loss what becomes of it when its file is moved away
     * @param beginning what is done once, when it is made
     */
    private Database(
            String what,
            String kind,
            String loss,
            Schema schema,
            boolean isExclusive,
            List<String> beginning,
            long maxReadThroughBytes) {
        this.what = what;
        this.kind = kind;
        this.loss = loss;
        this.schema = schema;
        this.isExclusive = isExclusive;
        this.beginning = beginning;
        this.maxReadThroughBytes = maxReadThroughBytes;
    }

    /** May have a second connection, that only {@link #reads}; whoever opens it sees to it that no other process does. */
    static Database ofTopic(TopicId topic, long maxReadThroughBytes) {
        return new Database(
                "the log of " + topic,
                "log of a topic",
                "what was stored of its topic is then lost on this node",
                Schema.OF_TOPIC,
                false,
                List.of("INSERT INTO log VALUES (1, x'" + topic.hash().toHex() + "', 0, " + Long.MIN_VALUE + ", 0, "
                        + RowCheck.of(0, Long.MIN_VALUE, 0) + ")"),
                maxReadThroughBytes);
    }

    Connection open(Path file) {
        try {
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                create(file);
            }
            PrivateFile.require(file);
            if (Files.size(file) == 0) {
                throw refused(file, "is empty, which it never was; " + restore(), null);
            }
            return checked(file);
        } catch (IOException failure) {
            String why = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
            throw refused(
                    file,
                    why != null ? why : "cannot be used: " + failure.getClass().getSimpleName(),
                    failure);
        } catch (SQLException failure) {
            throw refused(file, reason(failure), failure);
        } catch (LinkageError noNative) {
            throw refused(
                    file, "needs SQLite, which does not run on this platform; use one that it supports", noNative);
        }
    }

    /** Under another name first: a file of the right name and no content is then always damage. */
    private void create(Path file) throws IOException, SQLException {
        Path fresh = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".new");
        try {
            PrivateFile.create(fresh);
            try (Connection database = connect(fresh)) {
                if (!isExclusive) {
                    // Before the first table, or never: a log that has become smaller gives room back.
                    Schema.execute(database, "PRAGMA auto_vacuum = INCREMENTAL");
                }
                database.setAutoCommit(false);
                Schema.create(database);
                schema.migrate(database, 0);
                for (String statement : beginning) {
                    Schema.execute(database, statement);
                }
                database.commit();
            }
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException otherProcessWasFirst) {
            return;
        } catch (UnsupportedOperationException noLinks) {
            throw new FileSystemException(file.toString(), null, "is on a file system without hard links; use another");
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private Connection checked(Path file) throws IOException, SQLException {
        Connection database = connect(file);
        boolean isSound = false;
        try {
            if (Files.size(file) <= maxReadThroughBytes) {
                requireWhole(file, database);
            }
            int version = Schema.version(database);
            if (isExclusive && version >= Schema.SEALED && version <= schema.newest() && !Seal.holds(database)) {
                throw refused(file, "is damaged: it holds other than what was written; " + restore(), null);
            }
            if (version < 0 || version > schema.newest()) {
                throw refused(file, "was written by a newer Comity (version " + version + "); use that", null);
            }
            // Not before it is known to be ours: this changes the file.
            Schema.execute(database, "PRAGMA journal_mode = WAL");
            database.setAutoCommit(false);
            // One that is held alone is always written, so that another process which has the file is noticed now.
            if (isExclusive || version < schema.newest()) {
                schema.migrate(database, version);
            }
            if (isExclusive && version < Schema.SEALED) {
                Seal.renew(database);
            }
            database.commit();
            isSound = true;
            return database;
        } finally {
            if (!isSound) {
                database.close();
            }
        }
    }

    private Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setLockingMode(isExclusive ? LockingMode.EXCLUSIVE : LockingMode.NORMAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTransactionMode(
                isExclusive ? SQLiteConfig.TransactionMode.IMMEDIATE : SQLiteConfig.TransactionMode.DEFERRED);
        // Or what replaces a row would not be seen to take it away.
        config.enableRecursiveTriggers(isExclusive);
        Connection database = JDBC.createConnection("jdbc:sqlite:" + file, config.toProperties());
        if (isExclusive) {
            Seal.register(database);
        }
        return database;
    }

    /** A second connection to a file that is open. What it reads until it commits is of one moment. */
    Connection reads(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(10 * BUSY_MILLIS);
        config.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
        Connection database = JDBC.createConnection("jdbc:sqlite:" + file, config.toProperties());
        database.setAutoCommit(false);
        return database;
    }

    /**
     * Ends a transaction without what it wrote. When the disk is full, or what is read is damaged, SQLite has done so by itself, and
     * the driver forgets to begin the next.
     */
    static void rollBack(Connection database) throws SQLException {
        try {
            database.rollback();
        } catch (SQLException doneAlready) {
            Schema.execute(database, "BEGIN");
        }
    }

    private void requireWhole(Path file, Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA integrity_check(1)")) {
            if (!row.next() || !"ok".equals(row.getString(1))) {
                throw refused(file, "is damaged; " + restore(), null);
            }
        }
    }

    private String restore() {
        return "restore it from a copy, or move it away: " + loss;
    }

    private String reason(SQLException failure) {
        int code = failure.getErrorCode() & 0xff;
        if (code == SQLiteErrorCode.SQLITE_BUSY.code) {
            return "is in use by another process; is this node running already?";
        }
        boolean isDamaged = code == SQLiteErrorCode.SQLITE_NOTADB.code
                || code == SQLiteErrorCode.SQLITE_CORRUPT.code
                || code == SQLiteErrorCode.SQLITE_ERROR.code;
        return isDamaged
                ? "is damaged, or no " + kind + "; " + restore()
                : "cannot be used (" + failure.getMessage() + "); see that its folder is yours and its disk has room";
    }

    /** It cannot be read although it is whole. */
    StoreException unreadable(Path file, Exception cause) {
        return refused(file, "cannot be read (" + cause.getMessage() + "); " + restore(), cause);
    }

    StoreException refused(Path file, String why, @Nullable Throwable cause) {
        return new StoreException(what + ": " + file + " " + why, cause);
    }
}
