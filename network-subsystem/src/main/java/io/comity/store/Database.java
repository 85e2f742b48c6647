package io.comity.store;

import io.comity.identity.PrivateFile;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.LockingMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;

/**
 * Opens a SQLite file: made complete before it gets its name, private, whole, of a version that is understood, and held by this
 * process alone. Whatever is wrong with it is a {@link StoreException} with the cure.
 */
final class Database {
    /** A process that was killed a moment ago may still be letting go. */
    private static final int BUSY_MILLIS = 500;

    private static final String RESTORE =
            "restore it from a copy, or move it away: the node then forgets its petnames, the adverts of others, and what it revoked";

    private Database() {}

    static Connection open(Path file) {
        try {
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                create(file);
            }
            PrivateFile.require(file);
            if (Files.size(file) == 0) {
                throw refused(file, "is empty, which it never was; " + RESTORE, null);
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
    private static void create(Path file) throws IOException, SQLException {
        Path fresh = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".new");
        try {
            PrivateFile.create(fresh);
            try (Connection database = connect(fresh, JournalMode.DELETE)) {
                database.setAutoCommit(false);
                Schema.create(database);
                Schema.migrate(database, 0);
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

    private static Connection checked(Path file) throws SQLException {
        Connection database = connect(file, JournalMode.WAL);
        boolean isSound = false;
        try {
            database.setAutoCommit(false);
            requireWhole(file, database);
            int version = Schema.version(database);
            if (version < 0 || version > Schema.VERSION) {
                throw refused(file, "was written by a newer Comity (version " + version + "); use that", null);
            }
            // Always writes, so that another process which has the file is noticed now.
            Schema.migrate(database, version);
            database.commit();
            isSound = true;
            return database;
        } finally {
            if (!isSound) {
                database.close();
            }
        }
    }

    private static Connection connect(Path file, JournalMode journal) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setLockingMode(LockingMode.EXCLUSIVE);
        config.setJournalMode(journal);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return JDBC.createConnection("jdbc:sqlite:" + file, config.toProperties());
    }

    private static void requireWhole(Path file, Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            if (!row.next() || !"ok".equals(row.getString(1))) {
                throw refused(file, "is damaged; " + RESTORE, null);
            }
        }
    }

    private static String reason(SQLException failure) {
        int code = failure.getErrorCode() & 0xff;
        if (code == SQLiteErrorCode.SQLITE_BUSY.code) {
            return "is in use by another process; is this node running already?";
        }
        boolean isDamaged = code == SQLiteErrorCode.SQLITE_NOTADB.code
                || code == SQLiteErrorCode.SQLITE_CORRUPT.code
                || code == SQLiteErrorCode.SQLITE_ERROR.code;
        return isDamaged
                ? "is damaged, or no database of a node; " + RESTORE
                : "cannot be used (" + failure.getMessage() + "); see that its folder is yours and its disk has room";
    }

    static StoreException refused(Path file, String why, @Nullable Throwable cause) {
        return new StoreException("the database of this node: " + file + " " + why, cause);
    }
}
