package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.store.TopicLog.Entry;
import io.comity.store.TopicLog.Kept;
import io.comity.topic.Slot;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * An entry as it is in the file of a log.
 *
 * @param total bytes signed of everything that was ever stored, up to this
 * @param introduction its number
 */
record EntryRow(
        NodeId publisher,
        long epoch,
        long sequence,
        long position,
        long millis,
        long total,
        long introduction,
        Bytes signed) {
    /** Behind it comes how {@code entry e} and {@code series s} are joined. */
    static final String SELECT =
            "SELECT s.publisher, e.signed, s.epoch, e.sequence, e.position, e.millis, e.total, e.introduction, e.sum ";

    private static final int FIRST_NUMBER = 3;
    private static final int NUMBERS = 6;

    /** @throws SQLException when it is not as it was written */
    static EntryRow read(ResultSet row) throws SQLException {
        byte[] publisher = Query.bytes(row, 1).toArray();
        Bytes signed = Query.bytes(row, 2);
        long[] numbers = new long[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            numbers[i] = row.getLong(FIRST_NUMBER + i);
        }
        long sum = RowCheck.of(publisher, signed.toArray(), numbers);
        RowCheck.require(sum == row.getLong(FIRST_NUMBER + NUMBERS), "an entry");
        return new EntryRow(
                new NodeId(Bytes.of(publisher)),
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                numbers[5],
                signed);
    }

    long sum() {
        return RowCheck.of(
                publisher.key().toArray(), signed.toArray(), epoch, sequence, position, millis, total, introduction);
    }

    Kept with(Bytes itsIntroduction) {
        return new Kept(position, new Entry(new Slot(publisher, epoch, sequence), millis, signed, itsIntroduction));
    }
}
