package io.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.result.Results;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Some thousand stories. {@code -Dcomity.seeds=10000} tells that many, {@code -Dcomity.seed=N} begins with that one. One that breaks an
 * invariant is made short and written to {@code target/stories}; what it showed is mended, and it goes to {@code
 * src/test/resources/regressions}.
 */
class StoriesSimulationTest {
    private static final long SEEDS = Long.getLong("comity.seeds", 1_000);
    private static final long FIRST = Long.getLong("comity.seed", 1);
    private static final int SHRINKING = 200;

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
                .atLeast("simulated time for each second", (double) simulated.get() / took, "s", 1_000)
                .figure("seeds a second", SEEDS * 1e9 / took, "1/s")
                .figure("messages delivered", delivered.get(), "messages")
                .write();
        assertThat(broken.stream().map(StoriesSimulationTest::kept).collect(Collectors.joining("\n")))
                .isEmpty();
        assertThat(Duration.ofNanos(simulated.get())).isGreaterThan(Duration.ofNanos(took));
    }

    private static String kept(Story story) {
        Story shortest = new Shrinking(SHRINKING).shrink(story);
        try {
            Path folder = Files.createDirectories(Path.of("target", "stories"));
            Path file = folder.resolve("seed-" + story.seed() + ".story");
            Files.writeString(file, shortest.text(), StandardCharsets.UTF_8);
        } catch (java.io.IOException notKept) {
            throw new java.io.UncheckedIOException(notKept);
        }
        return shortest.text()
                + shortest.tell().violation().map(Throwable::getMessage).orElse("");
    }
}
