package io.comity.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final int COST = Outbox.MESSAGE_COST_BYTES;

    private final Outbox outbox = new Outbox(1_000, 100, 64);

    @Test
    void drainsWholeMessagesInOrder() {
        append("one ");
        append("two ");
        append("three");
        assertThat(drain(64)).isEqualTo("one two three");
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(drain(64)).isEmpty();
    }

    @Test
    void neverSplitsAMessage() {
        append("four");
        append("fives");
        assertThat(drain(3)).isEmpty();
        assertThat(drain(8)).isEqualTo("four");
        assertThat(outbox.isEmpty()).isFalse();
        assertThat(drain(4)).isEmpty();
        assertThat(drain(5)).isEqualTo("fives");
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void joinsWhatStandsInTwoArrays() {
        assertThat(outbox.append(bytes("xxhead"), 2, 4, bytes("xbodyx"), 1, 4)).isTrue();
        assertThat(drain(64)).isEqualTo("headbody");
    }

    @Test
    void drainsControlBeforeDataThatCameEarlier() {
        append("data ");
        append("more ");
        assertThat(drain(5)).isEqualTo("data ");
        control("revoke ");
        control("forget ");
        assertThat(drain(64)).isEqualTo("revoke forget more ");
    }

    @Test
    void letsNoDataPassAControlMessageThatFindsNoRoom() {
        append("d");
        control("control");
        assertThat(drain(6)).isEmpty();
        assertThat(drain(7)).isEqualTo("control");
        assertThat(drain(7)).isEqualTo("d");
    }

    @Test
    void holdsExactlyItsBoundInEachLane() {
        Outbox small = new Outbox(2 * (10 + COST), 5 + COST, 64);
        byte[] message = new byte[64];
        assertThat(small.append(message, 0, 10)).isTrue();
        assertThat(small.append(message, 0, 11)).isFalse();
        assertThat(small.append(message, 0, 10)).isTrue();
        assertThat(small.append(message, 0, 1)).isFalse();
        assertThat(small.appendControl(message, 0, 6)).isFalse();
        assertThat(small.appendControl(message, 0, 5)).isTrue();
        assertThat(small.appendControl(message, 0, 1)).isFalse();

        assertThat(small.drainTo(message, 0, 15, true)).isEqualTo(15);
        assertThat(small.append(message, 0, 11)).isFalse();
        assertThat(small.append(message, 0, 10)).isTrue();
    }

    @Test
    void acceptsTheLongestMessageAndNoneLonger() {
        assertThat(outbox.append(new byte[64], 0, 64)).isTrue();
        assertThat(outbox.append(new byte[65], 0, 65)).isFalse();
        assertThat(outbox.append(new byte[64], 0, 64, new byte[1], 0, 1)).isFalse();
        assertThat(outbox.appendControl(new byte[65], 0, 65)).isFalse();
    }

    @Test
    void refusesEverythingOnceClosedAndStillDrains() {
        append("last words");
        outbox.close();
        assertThat(outbox.append(new byte[1], 0, 1)).isFalse();
        assertThat(outbox.appendControl(new byte[1], 0, 1)).isFalse();
        assertThat(drain(64)).isEqualTo("last words");
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void rejectsArgumentsThatAreBugs() {
        assertThatIllegalArgumentException().isThrownBy(() -> outbox.append(new byte[1], 0, 0));
        assertThatThrownBy(() -> outbox.append(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> outbox.drainTo(new byte[4], 2, 3, true)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> new Outbox(-1, 1, 1));
    }

    @Test
    void growsForARushAndWorksOnAfterIt() {
        Outbox large = new Outbox(1 << 20, 0, 1_000);
        for (int rush = 0; rush < 4; rush++) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(large.append(ByteBuffer.allocate(1_000).putInt(i).array(), 0, 1_000))
                        .isTrue();
            }
            byte[] record = new byte[60_000];
            int expected = 0;
            for (int taken = large.drainTo(record, 0, 60_000, true);
                    taken > 0;
                    taken = large.drainTo(record, 0, 60_000, true)) {
                for (int at = 0; at < taken; at += 1_000) {
                    assertThat(ByteBuffer.wrap(record).getInt(at)).isEqualTo(expected++);
                }
            }
            assertThat(expected).isEqualTo(1_000);
        }
    }

    /** Each thread's messages arrive once and in its order, however the threads and the drainer meet. */
    @Test
    void keepsEachThreadsOrderWhileAllAppendAndOneDrains() throws Exception {
        int threads = 4;
        int each = 20_000;
        Outbox shared = new Outbox(4_000, 400, 8);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> appenders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            appenders.add(pool.submit(() -> appendAll(shared, thread, each, thread == 0)));
        }
        int[] next = new int[threads];
        ByteBuffer record = ByteBuffer.allocate(800);
        for (int drained = 0; drained < threads * each; ) {
            int taken = shared.drainTo(record.array(), 0, 800, true);
            for (int at = 0; at < taken; at += 8, drained++) {
                assertThat(record.getInt(at + 4)).isEqualTo(next[record.getInt(at)]++);
            }
            if (taken == 0) {
                Thread.onSpinWait();
            }
        }
        for (Future<?> appender : appenders) {
            appender.get();
        }
        pool.shutdown();
        assertThat(shared.isEmpty()).isTrue();
        assertThat(next).containsOnly(each);
    }

    private static void appendAll(Outbox shared, int thread, int count, boolean control) {
        for (int i = 0; i < count; ) {
            byte[] message = ByteBuffer.allocate(8).putInt(thread).putInt(i).array();
            boolean taken = control ? shared.appendControl(message, 0, 8) : shared.append(message, 0, 8);
            if (taken) {
                i++;
            } else {
                Thread.yield();
            }
        }
    }

    private void append(String message) {
        assertThat(outbox.append(bytes(message), 0, message.length())).isTrue();
    }

    private void control(String message) {
        assertThat(outbox.appendControl(bytes(message), 0, message.length())).isTrue();
    }

    private String drain(int max) {
        byte[] target = new byte[max + 2];
        int taken = outbox.drainTo(target, 1, max, true);
        assertThat(target[0]).isZero();
        assertThat(target[1 + taken]).isZero();
        return new String(target, 1, taken, US_ASCII);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}
