package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
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

    private final PreparedStatement statement;

    Query(Connection database, String sql) throws SQLException {
        this.statement = database.prepareStatement(sql);
    }

    /** How many rows it changed. */
    int update(Object... values) throws SQLException {
        bind(values);
        return statement.executeUpdate();
    }

    <T> Optional<T> first(RowReader<T> reader, Object... values) throws SQLException {
        bind(values);
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(reader.read(row)) : Optional.empty();
        }
    }

    /** The number in its one row, which is always there in a file that is whole. */
    long number(Object... values) throws SQLException {
        return first(row -> row.getLong(1), values)
                .orElseThrow(() -> new SQLException("a row is missing", null, SQLiteErrorCode.SQLITE_CORRUPT.code));
    }

    void each(RowVisitor visitor, Object... values) throws SQLException {
        bind(values);
        try (ResultSet row = statement.executeQuery()) {
            boolean goesOn = true;
            while (goesOn && row.next()) {
                goesOn = visitor.visit(row);
            }
        }
    }

    private void bind(Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(
                    i + 1, values[i] instanceof NodeId node ? node.key().toArray() : values[i]);
        }
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
