package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/** One prepared statement, for the thread whose turn it is. Its connection closes it. */
final class Query {
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    interface RowVisitor {
        /** Whether to go on. */
        boolean visit(ResultSet row) throws SQLException;
    }

    private final Connection database;
    private final String sql;
    private @Nullable PreparedStatement prepared;

    Query(Connection database, String sql) throws SQLException {
        this.database = database;
        this.sql = sql;
        this.prepared = database.prepareStatement(sql);
    }

    /** How many rows it changed. */
    int update(Object... values) throws SQLException {
        PreparedStatement statement = bound(values);
        try {
            return statement.executeUpdate();
        } catch (SQLException failure) {
            prepared = null;
            throw failure;
        }
    }

    <T> Optional<T> first(RowReader<T> reader, Object... values) throws SQLException {
        List<T> found = new ArrayList<>();
        each(row -> !found.add(reader.read(row)), values);
        return found.stream().findFirst();
    }

    /** The number in its one row, which is always there in a file that is whole. */
    long number(Object... values) throws SQLException {
        return first(row -> row.getLong(1), values).orElseThrow(() -> missing("a row"));
    }

    /** That something is not there which always is in a file that is whole. */
    static SQLException missing(String what) {
        return new SQLException(what + " is missing", null, SQLiteErrorCode.SQLITE_CORRUPT.code);
    }

    void each(RowVisitor visitor, Object... values) throws SQLException {
        PreparedStatement statement = bound(values);
        try (ResultSet row = statement.executeQuery()) {
            boolean goesOn = true;
            while (goesOn && row.next()) {
                goesOn = visitor.visit(row);
            }
        } catch (SQLException failure) {
            prepared = null;
            throw failure;
        }
    }

    /** The driver throws a statement away that failed, so a new one takes its place. */
    private PreparedStatement bound(Object... values) throws SQLException {
        PreparedStatement statement = prepared == null ? database.prepareStatement(sql) : prepared;
        prepared = statement;
        for (int i = 0; i < values.length; i++) {
            statement.setObject(
                    i + 1, values[i] instanceof NodeId node ? node.key().toArray() : values[i]);
        }
        return statement;
    }

    static NodeId node(ResultSet row, int column) throws SQLException {
        return new NodeId(bytes(row, column));
    }

    /** SQLite's driver reads an empty BLOB as null. */
    static Bytes bytes(ResultSet row, int column) throws SQLException {
        byte[] read = row.getBytes(column);
        return read == null ? Bytes.EMPTY : Bytes.of(read);
    }
}
