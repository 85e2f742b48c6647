package io.comity.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.wire.CborReader;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Long messages leave in parts, arrive whole, and neither hold up nor overtake. */
class BulkTest {
    private static final int RECORD = 1_000;

    private final Bulk bulk = new Bulk(100_000);
    private final Assembly assembly = new Assembly(100_000);
    private final Map<Long, List<Bytes>> arrived = new HashMap<>();
    private final List<Long> order = new ArrayList<>();
    private long drained;

    private static byte[] body(long seed, int length) {
        byte[] body = new byte[length];
        new SplittableRandom(seed).nextBytes(body);
        return body;
    }

    /** One record of at most {@code max} bytes; false when nothing was left. */
    private boolean carry(int max) {
        byte[] record = new byte[max];
        int length = bulk.drainTo(record, 0, max, drained);
        CborReader in = new CborReader(record, 0, length);
        while (!in.atEnd()) {
            read(in, record);
        }
        assertThat(in.fault()).isNull();
        return length > 0;
    }

    private void read(CborReader in, byte[] record) {
        int elements = in.array(8);
        int kind = UrMessages.kind(in, elements);
        long ref = in.uint();
        long type = in.uint();
        if (kind == UrMessage.CAST) {
            int length = in.slice(RECORD);
            arrive(ref, Bytes.of(record, in.sliceOffset(), length));
            return;
        }
        assertThat(kind).isEqualTo(UrMessage.PART);
        int total = (int) in.uint();
        int offset = (int) in.uint();
        int length = in.slice(RECORD);
        Assembly.Outcome outcome =
                assembly.take(ref, type, UrMessage.NO_REPLY, total, offset, record, in.sliceOffset(), length);
        if (outcome == Assembly.Outcome.COMPLETE) {
            arrive(ref, Bytes.of(Objects.requireNonNull(assembly.complete(ref))));
        } else {
            assertThat(outcome).isEqualTo(Assembly.Outcome.TAKEN);
        }
    }

    private void arrive(long ref, Bytes body) {
        arrived.computeIfAbsent(ref, fresh -> new ArrayList<>()).add(body);
        order.add(ref);
    }

    @Test
    void whatWasPutInComesOutWholeAndInOrderForEachRef() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            arrived.clear();
            Map<Long, List<Bytes>> sent = new HashMap<>();
            for (int i = 0; i < 20; i++) {
                long ref = random.nextInt(3);
                byte[] body = body(seed * 100L + i, 1 + random.nextInt(random.nextBoolean() ? 50 : 5_000));
                assertThat(bulk.append(ref, 7, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, body, body.length, null, 0))
                        .isTrue();
                sent.computeIfAbsent(ref, fresh -> new ArrayList<>()).add(Bytes.of(body));
                if (random.nextInt(3) == 0) {
                    carry(UrMessages.MAX_PART_HEAD_BYTES + 1 + random.nextInt(RECORD));
                }
            }
            while (carry(RECORD)) {
                assertThat(bulk.isEmpty() && bulk.isBusy(0)).isFalse();
            }
            assertThat(bulk.isEmpty()).isTrue();
            assertThat(arrived).as("seed " + seed).isEqualTo(sent);
        }
    }

    @Test
    void aShorterMessageToAnotherRefIsNotHeldUp() {
        bulk.append(1, 0, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, body(1, 50_000), 50_000, null, 0);
        bulk.append(3, 0, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, body(2, 2_000), 2_000, null, 0);
        while (carry(RECORD)) {
            assertThat(order.size()).isLessThanOrEqualTo(2);
        }
        assertThat(order).containsExactly(3L, 1L);
    }

    @Test
    void nothingLeavesBeforeWhatWasPutIntoTheOutboxBefore() {
        bulk.append(1, 0, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, body(1, 2_000), 2_000, null, 5);
        bulk.append(3, 0, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, body(2, 2_000), 2_000, null, 4);
        drained = 3;
        assertThat(carry(RECORD)).isFalse();
        drained = 4;
        while (carry(RECORD)) {
            assertThat(order).doesNotContain(1L);
        }
        assertThat(order).containsExactly(3L);
        drained = 5;
        while (carry(RECORD)) {
            assertThat(order).startsWith(3L);
        }
        assertThat(order).containsExactly(3L, 1L);
    }

    @Test
    void aRefIsBusyUntilItsLastPartHasLeft() {
        bulk.append(1, 0, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, body(1, 2_500), 2_500, null, 0);
        assertThat(bulk.isBusy(1)).isTrue();
        assertThat(bulk.isBusy(3)).isFalse();
        carry(RECORD);
        carry(RECORD);
        assertThat(bulk.isBusy(1)).isTrue();
        carry(RECORD);
        assertThat(bulk.isBusy(1)).isFalse();
        assertThat(arrived).containsOnlyKeys(1L);
    }

    @Test
    void bytesAreHeldAtTheMostAndOneMoreIsRefused() {
        Bulk narrow = new Bulk(1_000);
        assertThat(narrow.append(1, 0, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, new byte[600], 600, null, 0))
                .isTrue();
        assertThat(narrow.append(1, 0, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, new byte[401], 401, null, 0))
                .isFalse();
        assertThat(narrow.append(1, 0, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, new byte[400], 400, null, 0))
                .isTrue();
        assertThat(narrow.append(3, 0, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, new byte[1], 1, null, 0))
                .isFalse();
        narrow.close();
        assertThat(narrow.isEmpty()).isTrue();
        assertThat(narrow.append(1, 0, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, new byte[1], 1, null, 0))
                .isFalse();
    }

    @Test
    void roomThatIsNotWorthAPartIsLeft() {
        bulk.append(1, 0, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, body(1, 5_000), 5_000, null, 0);
        assertThat(carry(UrMessages.MAX_PART_HEAD_BYTES + Bulk.MIN_PART_BYTES - 1))
                .isFalse();
        assertThat(carry(UrMessages.MAX_PART_HEAD_BYTES + Bulk.MIN_PART_BYTES)).isTrue();
    }

    @Test
    void whatGoesBeforeALongMessageStandsOnceDirectlyBeforeItsFirstPart() {
        byte[] preface = {(byte) 0x82, UrMessage.EVIDENCE, 0x40};
        int[] asked = {0};
        bulk.append(
                1,
                0,
                UrMessage.NO_DEADLINE,
                UrMessage.NO_REPLY,
                body(1, 3_000),
                3_000,
                (target, offset) -> {
                    asked[0]++;
                    System.arraycopy(preface, 0, target, offset, preface.length);
                    return preface.length;
                },
                0);
        byte[] tooLittle = new byte[UrMessages.MAX_OWN_EVIDENCE_BYTES + Bulk.MIN_PART_BYTES];
        assertThat(bulk.drainTo(tooLittle, 0, tooLittle.length, 0)).isZero();
        assertThat(asked[0]).isZero();
        byte[] record = new byte[RECORD];
        int length = bulk.drainTo(record, 0, RECORD, 0);
        assertThat(Bytes.of(record, 0, preface.length)).isEqualTo(Bytes.of(preface));
        CborReader in = new CborReader(record, preface.length, length - preface.length);
        in.skip();
        assertThat(in.finish()).isNull();
        while (bulk.drainTo(record, 0, RECORD, 0) > 0) {
            assertThat(record[1]).isEqualTo((byte) UrMessage.PART);
        }
        assertThat(asked[0]).isEqualTo(1);
    }
}
