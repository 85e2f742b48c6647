package io.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.result.Results;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Some thousand stories. {@code -Dcomity.seeds=10000} tells that many, {@code -Dcomity.seed=N} begins with that one. One that breaks an
 * invariant is made short and written to {@code src/test/resources/regressions}: from then on every build fails until what it shows is
 * mended; give the file a name that says what that was, and leave it there.
 */
class StoriesSimulationTest {
    private static final long SEEDS = Long.getLong("comity.seeds", 1_000);
    private static final long FIRST = Long.getLong("comity.seed", 1);
    private static final int SHRINKING = 200;
    private static final Path REGRESSIONS = Path.of("src", "test", "resources", "regressions");

    /** Fewer say more of how a program begins than of stories. */
    private static final long ENOUGH = 1_000;

    private static final long TIMES_AS_FAST = 1_000;

    @Test
    void noStoryBreaksAnInvariant() throws Exception {
        AtomicLong simulated = new AtomicLong();
        AtomicLong delivered = new AtomicLong();
        long begun = System.nanoTime();
        List<Story> broken = new ArrayList<>(LongStream.range(FIRST, FIRST + SEEDS)
                .parallel()
                .mapToObj(Story::of)
                .filter(story -> {
                    Outcome outcome = story.tell();
                    simulated.addAndGet(outcome.simulated().toNanos());
                    delivered.addAndGet(outcome.delivered());
                    return outcome.violation().isPresent();
                })
                .toList());
        long took = System.nanoTime() - begun;
        Results.of("simulator", "mvn -pl simulator -am verify -Dcomity.seeds=" + SEEDS)
                .atLeast("seeds", SEEDS, "seeds", 10_000)
                .atMost("violations", broken.size(), "seeds", 0)
                .atLeast("simulated time for each second", (double) simulated.get() / took, "s", TIMES_AS_FAST)
                .figure("seeds a second", SEEDS * 1e9 / took, "1/s")
                .figure("messages delivered", delivered.get(), "messages")
                .write();
        assertThat(broken.stream().map(StoriesSimulationTest::kept).collect(Collectors.joining("\n")))
                .isEmpty();
        if (SEEDS >= ENOUGH) {
            assertThat(delivered.get()).isGreaterThan(SEEDS);
            assertThat(simulated.get() / took).isGreaterThanOrEqualTo(TIMES_AS_FAST);
        }
    }

    private static String kept(Story story) {
        Story shortest = new Shrinking(SHRINKING).shrink(story);
        try {
            Files.writeString(
                    REGRESSIONS.resolve("seed-" + story.seed() + ".story"), shortest.text(), StandardCharsets.UTF_8);
        } catch (java.io.IOException notKept) {
            throw new java.io.UncheckedIOException(notKept);
        }
        return shortest.text()
                + shortest.tell().violation().map(Throwable::getMessage).orElse("");
    }
}
