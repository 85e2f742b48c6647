package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.session.RetransmitBuffer;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is kept of records that leave room for evidence. */
final class SignedRecordsTest {
    private static final long CREDIT = 1 << 20;

    private final MemoryKeyHolder key = MemoryKeyHolder.fromSeed(new byte[32]);
    private final RetransmitBuffer sent = new RetransmitBuffer(CREDIT, Session.MAX_PLAIN_BYTES);
    private final SignedRecords records = new SignedRecords(
            new Signing(key, key.nodeId(), Bytes.of(new byte[32]), () -> 0, new Vocabulary(), new Sworn()), sent);
    private final CborWriter none = new CborWriter(1, UrMessages.MAX_ACK_BYTES);

    private static byte[] refusals(int count) {
        CborWriter writer = new CborWriter(64, Session.MAX_PLAIN_BYTES);
        for (int i = 0; i < count; i++) {
            UrMessages.write(writer, new UrMessage.Refuse(7, 1, 0));
        }
        return writer.toByteArray();
    }

    private RetransmitBuffer.Kept fill(byte[] message) {
        List<byte[]> waiting = new ArrayList<>(List.of(message));
        RetransmitBuffer.Kept kept = records.fill(none, (array, offset, max, dataToo) -> {
            byte[] next = waiting.isEmpty() ? new byte[0] : waiting.remove(0);
            System.arraycopy(next, 0, array, offset, next.length);
            return next.length;
        });
        return Objects.requireNonNull(kept, "something waited");
    }

    private static byte[] said(RetransmitBuffer.Kept kept) {
        return Arrays.copyOfRange(kept.bytes(), kept.offset(), kept.offset() + kept.length());
    }

    /** A stranger who has one refusal after the other, and acknowledges none, costs what it is refused, and not the room of each. */
    @Test
    void aPeerThatAcknowledgesNothingPinsNoMoreThanTwiceTheCredit() {
        byte[] refusal = refusals(1);
        Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        while (sent.admitsControl()) {
            RetransmitBuffer.Kept kept = fill(refusal);
            assertThat(said(kept)).isEqualTo(refusal);
            arrays.add(kept.bytes());
        }
        long pinned = arrays.stream().mapToLong(array -> array.length).sum();
        assertThat(pinned).isLessThanOrEqualTo(2 * (CREDIT + RetransmitBuffer.CONTROL_RESERVE_BYTES));
    }

    @Test
    void longRecordsAndShortOnesAreSealedAgainAsTheyWere() {
        List<byte[]> all = new ArrayList<>();
        for (int count : new int[] {1, 8_000, 2, 1, 9_000, 1}) {
            byte[] refusals = refusals(count);
            all.add(refusals);
            assertThat(said(fill(refusals))).isEqualTo(refusals);
        }
        assertThat(sent.resume(0)).isTrue();
        for (byte[] expected : all) {
            assertThat(said(Objects.requireNonNull(sent.repeat()))).isEqualTo(expected);
        }
        assertThat(sent.hasRepeats()).isFalse();
    }
}
