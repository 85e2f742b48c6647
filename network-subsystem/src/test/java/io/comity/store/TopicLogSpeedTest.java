package io.comity.store;

import static io.comity.store.TopicLogContractTest.MUCH;
import static io.comity.store.TopicLogContractTest.sized;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.store.Answer.Done;
import io.comity.store.TopicLog.Entry;
import io.comity.topic.TopicId;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how many entries of 256 bytes a log stores in a second, by how many are appended together; {@code
 * -Dcomity.log.seconds=10} for figures that mean something, on a machine that does nothing else. Holds only that all are stored.
 */
final class TopicLogSpeedTest {
    private static final long NANOS =
            (long) (1e9 * Double.parseDouble(System.getProperty("comity.log.seconds", "0.2")));
    private static final int SIZE_BYTES = 256;

    @TempDir
    Path folder;

    @Test
    void storesAllThatIsAppendedHoweverManyTogether() throws InterruptedException {
        try (TopicLogs logs = TopicLogs.in(folder.resolve("topics"), 1L << 40)) {
            for (int together : List.of(1, 64, TopicLog.MAX_APPEND_ENTRIES)) {
                for (int outstanding : List.of(1, 64)) {
                    TopicId topic = TopicId.of(TopicLogContractTest.ALICE, "t-" + together + "-" + outstanding);
                    try (TopicLog log = logs.open(topic, MUCH)) {
                        measure(log, together, outstanding);
                    }
                }
            }
        }
    }

    private static void measure(TopicLog log, int together, int outstanding) throws InterruptedException {
        Semaphore free = new Semaphore(outstanding);
        long begun = System.nanoTime();
        long appended = 0;
        while (System.nanoTime() - begun < NANOS) {
            List<Entry> entries = LongStream.rangeClosed(appended + 1, appended + together)
                    .mapToObj(sequence -> sized(SIZE_BYTES, sequence))
                    .toList();
            free.acquire();
            log.append(entries).thenAccept(answer -> {
                assertThat(answer).isInstanceOf(Done.class);
                free.release();
            });
            appended += together;
        }
        free.acquire(outstanding);
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertThat(log.extent().last()).isEqualTo(appended);
        System.out.printf(
                Locale.ROOT,
                "appends of %,d entries of %d bytes, %d outstanding: %,.0f entries/s%n",
                together,
                SIZE_BYTES,
                outstanding,
                appended / seconds);
    }
}
