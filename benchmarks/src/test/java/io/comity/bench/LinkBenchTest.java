package io.comity.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkBenchTest {
    private static final Work SMALL = new Work(100, 20, 5);

    @Test
    void movesMessagesBetweenProcessesOverComityAndPlainArteryInTurn() {
        Schedule brief = new Schedule(Duration.ofMillis(400), Duration.ZERO, 2);
        List<String> progress = new ArrayList<>();
        Report report = LinkBench.run(
                new Settings(Side.of(Contender.COMITY_TCP), Optional.of(Side.of(Contender.PLAIN_ARTERY)), SMALL, brief),
                progress::add);
        assertThat(report.ours()).hasSize(2).allSatisfy(LinkBenchTest::moved);
        assertThat(report.theirs()).hasSize(2).allSatisfy(LinkBenchTest::moved);
        assertThat(progress).contains("starting", "round 2 of 2");
    }

    @Test
    void movesMessagesInOneProcessAndOverArteryWithTls() {
        Schedule brief = new Schedule(Duration.ofMillis(200), Duration.ZERO, 1);
        Report report = LinkBench.run(
                new Settings(
                        Side.of(Contender.COMITY_MEMORY), Optional.of(Side.of(Contender.ARTERY_TLS)), SMALL, brief),
                ignored -> {});
        assertThat(report.ours()).singleElement().satisfies(LinkBenchTest::moved);
        assertThat(report.theirs()).singleElement().satisfies(LinkBenchTest::moved);
    }

    @Test
    void comparesARightThatWentThroughEightHandsWithOneOfTheFirst() {
        Schedule brief = new Schedule(Duration.ofMillis(200), Duration.ZERO, 1);
        Report report = LinkBench.run(
                new Settings(
                        new Side(Contender.COMITY_TCP, Side.MAX_LINKS, true),
                        Optional.of(new Side(Contender.COMITY_TCP, 1, true)),
                        SMALL,
                        brief),
                ignored -> {});
        assertThat(report.ours()).singleElement().satisfies(LinkBenchTest::moved);
        assertThat(report.theirs()).singleElement().satisfies(LinkBenchTest::moved);
        assertThat(report.table()).contains("8 rated links", "1 rated link");
    }

    @Test
    void aChainHasAtMostEightLinks() {
        assertThatThrownBy(() -> new Side(Contender.COMITY_TCP, Side.MAX_LINKS + 1, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--chain");
        assertThat(new Side(Contender.COMITY_TCP, Side.MAX_LINKS, false).label())
                .isEqualTo("8 links");
    }

    private static void moved(Turn turn) {
        assertThat(turn.oneWay().messages()).isPositive();
        assertThat(turn.oneWay().messages() % SMALL.batch()).isZero();
        assertThat(turn.oneWay().nanos()).isGreaterThanOrEqualTo(200_000_000);
        assertThat(turn.ask1().calls()).isPositive();
        assertThat(turn.ask16().calls()).isGreaterThanOrEqualTo(16);
        assertThat(turn.ask16().p50Nanos())
                .isPositive()
                .isLessThanOrEqualTo(turn.ask16().p99Nanos());
    }

    @Test
    void saysInOneLineWhatAWorkerCouldNotDo(@TempDir Path folder) {
        try (WorkerProcess worker = WorkerProcess.fork("worker", Side.of(Contender.PLAIN_ARTERY), SMALL, folder)) {
            assertThatThrownBy(() -> worker.tell("flow 10", "flow", Duration.ofSeconds(60)))
                    .isInstanceOf(BenchException.class)
                    .hasMessage("worker failed told to run before told what to reach (NullPointerException)");
        }
    }

    @Test
    void saysTheLastWordsOfAWorkerThatDied(@TempDir Path folder) {
        try (WorkerProcess worker = WorkerProcess.fork("worker", Side.of(Contender.PLAIN_ARTERY), SMALL, folder)) {
            worker.kill();
            assertThatThrownBy(() -> worker.tell("offer", "offer", Duration.ofSeconds(60)))
                    .isInstanceOf(BenchException.class)
                    .hasMessageStartingWith("worker died");
        }
    }

    @Test
    void forksWithTheFlagsThatEveryProcessShares() {
        assertThat(WorkerProcess.sharedFlags(List.of(
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "-Xmx9g",
                        "--add-modules=ALL-DEFAULT",
                        "-Dsecret=1",
                        "--a=b")))
                .containsExactly("-XX:+IgnoreUnrecognizedVMOptions", "--a=b");
    }
}
