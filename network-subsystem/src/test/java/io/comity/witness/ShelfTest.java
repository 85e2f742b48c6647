package io.comity.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.evidence.Statement;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import org.junit.jupiter.api.Test;

final class ShelfTest {
    private static final NodeId BOB = MemoryKeyHolder.fromSeed(new byte[32]).nodeId();
    private static final byte[] ALL = {};
    private static final Names NAMES = new Names() {
        @Override
        public String engine(long ref) {
            return "shop";
        }

        @Override
        public String type(long ref, long type) {
            return "Order";
        }
    };

    private static Batch.Ground ground(int number) {
        Bytes hash = Bytes.of(new byte[32]);
        Statement statement = new Statement(BOB, hash, 0, number, 0, hash);
        return new Batch.Ground(BOB, statement, Bytes.of(new byte[64]), Bytes.EMPTY, hash, NAMES, 0);
    }

    /** A cast of so many bytes. */
    private static byte[] cast(int bytes) {
        byte[] body = new byte[bytes - 7];
        CborWriter out = new CborWriter(bytes, bytes + 16);
        UrMessages.castHead(out, 1, 0, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, body.length);
        return out.encoded(body, 0, body.length).toByteArray();
    }

    private static long put(Shelf shelf, int number, byte[] cast) {
        long id = shelf.open(ground(number));
        shelf.add(id, cast, 0, cast.length, ALL);
        return id;
    }

    @Test
    void keepsAsMuchAsItMayAndDropsTheOldestForOneByteMore() {
        byte[] cast = cast(1_000);
        int each = cast.length + Shelf.BATCH_COST_BYTES;
        Shelf shelf = new Shelf(3L * each);
        long first = put(shelf, 1, cast);
        put(shelf, 2, cast);
        put(shelf, 3, cast);
        assertThat(shelf.bytes()).isEqualTo(3L * each);
        assertThat(shelf.batches()).hasSize(3);
        long fourth = shelf.open(ground(4));
        assertThat(shelf.find(first)).isEmpty();
        assertThat(shelf.find(fourth)).isPresent();
        assertThat(shelf.bytes()).isLessThanOrEqualTo(3L * each);
    }

    @Test
    void whatIsKeptIsWhatCameHoweverOftenTheArraysWereUsed() {
        Shelf shelf = new Shelf(5 << 20);
        for (int i = 0; i < 400; i++) {
            put(shelf, i, cast(60_000 + i));
        }
        assertThat(shelf.batches().values())
                .hasSizeBetween(80, 87)
                .allSatisfy(batch -> assertThat(batch.messages())
                        .singleElement()
                        .satisfies(message -> assertThat(message.sizeBytes())
                                .isEqualTo(cast(60_000
                                                + (int) batch.ground()
                                                        .statement()
                                                        .number())
                                        .length)));
    }

    @Test
    void whatIsLongerThanTheShelfIsNotKeptAndDropsNothing() {
        Shelf shelf = new Shelf(100_000);
        long small = put(shelf, 1, cast(1_000));
        long large = put(shelf, 2, cast(200_000));
        assertThat(shelf.find(small).orElseThrow().messages()).hasSize(1);
        assertThat(shelf.find(large).orElseThrow().messages()).isEmpty();
    }

    @Test
    void oneWithoutRoomKeepsNothing() {
        Shelf shelf = new Shelf(0);
        assertThat(shelf.open(ground(1))).isZero();
        shelf.add(0, cast(100), 0, 100, ALL);
        assertThat(shelf.batches()).isEmpty();
    }
}
