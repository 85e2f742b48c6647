package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.mission.Revocation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Revocations that the disk did not take, and that are to be written however late. While there are any, the mark of the database is ahead of it, so that
 * whoever ends meanwhile does not begin again without them.
 */
final class Owed {
    /** Of more only that there were more is known, so that the mark stays ahead until the end. */
    static final int MAX = Store.MAX_PENDING;

    /** By subject; of two with one subject the larger number says all. */
    private final Map<Bytes, Long> numbers = new ConcurrentHashMap<>();

    private final AtomicBoolean areMore = new AtomicBoolean();

    /** Writes it, and knows whether that is still to be done. */
    Writer.Deed deed(Revocation revocation) {
        return new Recording(revocation.subject(), revocation.number());
    }

    /** How many it cannot be without. */
    long count() {
        return numbers.size() + (areMore.get() ? 1 : 0);
    }

    /** Those to be tried again. */
    List<Writer.Deed> some(int max) {
        return numbers.entrySet().stream()
                .limit(max)
                .<Writer.Deed>map(each -> new Recording(each.getKey(), each.getValue()))
                .toList();
    }

    private final class Recording implements Writer.Deed {
        private final Bytes subject;
        private final long number;

        Recording(Bytes subject, long number) {
            this.subject = subject;
            this.number = number;
        }

        @Override
        public void run(Connection database) throws SQLException {
            try (PreparedStatement statement = database.prepareStatement("INSERT INTO revocation VALUES (?, ?)"
                    + " ON CONFLICT (subject) DO UPDATE SET number = max(number, excluded.number)")) {
                statement.setBytes(1, subject.toArray());
                statement.setLong(2, number);
                statement.executeUpdate();
            }
        }

        @Override
        public void written() {
            numbers.computeIfPresent(subject, (same, owed) -> owed <= number ? null : owed);
        }

        @Override
        public void notWritten() {
            if (numbers.size() < MAX || numbers.containsKey(subject)) {
                numbers.merge(subject, number, Math::max);
            } else {
                areMore.set(true);
            }
        }
    }
}
