package io.comity.store;

import io.comity.identity.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlite.Function;

/**
 * A sum over all rows of a node's database, kept by triggers in the transaction that changes them, and the count of those changes. SQLite
 * finds pages that are damaged, but not a byte of a row that is another one: a petname would then mean another node.
 *
 * <p>The sum is the exclusive or of 64 bits of SHA-256 of each row with its table's name. It finds accidents, not forgers: whoever can write
 * the file can seal it too.
 */
final class Seal {
    private static final String FUNCTION = "sealed";

    private static final Map<String, List<String>> COLUMNS = Map.of(
            "boot", List.of("only_row", "epoch"),
            "advert", List.of("node", "signed", "source"),
            "petname", List.of("name", "node"),
            "revocation", List.of("subject", "number"),
            "held", List.of("id", "presenter", "chain"),
            "redeemed", List.of("ticket", "holder", "chain", "expiry"),
            "receipt", List.of("owner", "holder", "session", "last", "account", "receipt", "agreement"),
            "tip", List.of("holder", "last", "head"),
            "spent", List.of("root", "holder", "used", "expiry"));

    private Seal() {}

    /** The tables that are sealed. */
    static Stream<String> tables() {
        return COLUMNS.keySet().stream().sorted();
    }

    /** What makes the seal of empty tables; {@link #renew} makes that of others. */
    static List<String> statements() {
        List<String> statements = new ArrayList<>();
        statements.add("""
            CREATE TABLE seal (
                only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
                sum INTEGER NOT NULL,
                changes INTEGER NOT NULL
            ) STRICT""");
        statements.add("INSERT INTO seal VALUES (1, 0, 0)");
        tables().forEach(table -> {
            statements.add(trigger(table, "INSERT", row("sum", "new", table)));
            statements.add(trigger(table, "DELETE", row("sum", "old", table)));
            statements.add(trigger(table, "UPDATE", row(row("sum", "old", table), "new", table)));
        });
        return statements;
    }

    private static String trigger(String table, String event, String sum) {
        return "CREATE TRIGGER " + table + "_" + event + " AFTER " + event + " ON " + table
                + " BEGIN UPDATE seal SET changes = changes + 1, sum = " + sum + "; END";
    }

    private static String row(String sum, String prefix, String table) {
        String values = COLUMNS.getOrDefault(table, List.of()).stream()
                .map(column -> prefix.isEmpty() ? column : prefix + "." + column)
                .collect(Collectors.joining(", "));
        return FUNCTION + "(" + sum + ", '" + table + "', " + values + ")";
    }

    /** To be called for each connection that writes. */
    static void register(Connection database) throws SQLException {
        Function.create(database, FUNCTION, new Sum(), -1, Function.FLAG_DETERMINISTIC);
    }

    /** Whether the rows are those that were written. */
    static boolean holds(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT sum FROM seal")) {
            return row.next() && row.getLong(1) == sum(database);
        }
    }

    /** For rows that were there before the seal. */
    static void renew(Connection database) throws SQLException {
        Schema.execute(database, "UPDATE seal SET sum = " + sum(database));
    }

    /** How many rows were changed since the database was made. */
    static long changes(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT changes FROM seal")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static long sum(Connection database) throws SQLException {
        long sum = 0;
        try (Statement statement = database.createStatement()) {
            for (String table : tables().toList()) {
                try (ResultSet row = statement.executeQuery("SELECT " + row("0", "", table) + " FROM " + table)) {
                    while (row.next()) {
                        sum ^= row.getLong(1);
                    }
                }
            }
        }
        return sum;
    }

    /** {@code sealed(sum, table, values…)}: the sum with a row that is in it taken out, or put in. */
    private static final class Sum extends Function {
        @Override
        protected void xFunc() throws SQLException {
            ByteArrayOutputStream row = new ByteArrayOutputStream();
            for (int i = 1; i < args(); i++) {
                byte[] value = value_blob(i);
                byte[] bytes = value == null ? new byte[0] : value;
                row.writeBytes(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                row.writeBytes(bytes);
            }
            result(value_long(0) ^ ByteBuffer.wrap(Sha256.of(row.toByteArray())).getLong());
        }
    }
}
