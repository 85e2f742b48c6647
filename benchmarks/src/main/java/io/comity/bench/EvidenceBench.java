package io.comity.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code comity bench evidence}: the same messages one way over three links, with no evidence, with evidence in batches and with
 * evidence of each, measured in alternation like {@link LinkBench}.
 */
public final class EvidenceBench {
    private static final List<Contender> LEVELS =
            List.of(Contender.COMITY_TCP, Contender.COMITY_TCP_BATCH, Contender.COMITY_TCP_ALWAYS);

    private EvidenceBench() {}

    /** What one link did in one round. */
    private record Round(Source.Flow flow, long cpuNanos) {
        static Round take(Link link, Duration duration) {
            long before = link.cpuNanos();
            Source.Flow flow = link.flow(duration);
            return new Round(flow, link.cpuNanos() - before);
        }

        double perSecond() {
            return flow.perSecond();
        }

        double cpuMicrosPerMessage() {
            return cpuNanos / 1000.0 / flow.messages();
        }
    }

    /**
     * @param rounds of each link, messages a second
     * @param cpu of each link, processor time of both ends in microseconds a message
     */
    public record Report(Work work, Schedule schedule, Map<Contender, Figures> rounds, Map<Contender, Figures> cpu) {
        private double median(Contender level) {
            return median(rounds, level);
        }

        private static double median(Map<Contender, Figures> of, Contender level) {
            Figures figures = of.get(level);
            return figures == null ? Double.NaN : figures.median();
        }

        /** Messages a second in batches, in those without evidence. */
        public double batchToOff() {
            return median(Contender.COMITY_TCP_BATCH) / median(Contender.COMITY_TCP);
        }

        /** The same, in those that are signed one by one. */
        public double batchToAlways() {
            return median(Contender.COMITY_TCP_BATCH) / median(Contender.COMITY_TCP_ALWAYS);
        }

        public String table() {
            StringBuilder table = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%d-byte messages one way, %d rounds in alternation, JDK %s, %d processors%n",
                    work.sizeBytes(),
                    schedule.rounds(),
                    Runtime.version().feature(),
                    Runtime.getRuntime().availableProcessors()));
            rounds.forEach((level, figures) -> table.append(String.format(
                    Locale.ROOT,
                    "%-20s %,10.0f messages/s (%,.0f – %,.0f), %.2f µs of both ends each%n",
                    level.label(),
                    figures.median(),
                    figures.min(),
                    figures.max(),
                    median(cpu, level))));
            return table.append(String.format(
                            Locale.ROOT,
                            "batch is %.2f of off, and %.1f times always (medians of the rounds)%n",
                            batchToOff(),
                            batchToAlways()))
                    .toString();
        }

        public ObjectNode json() {
            ObjectNode json = new ObjectMapper().createObjectNode();
            json.put("bench", "evidence");
            json.put("sizeBytes", work.sizeBytes());
            json.put("window", work.window());
            json.put("batch", work.batch());
            ObjectNode levels = json.putObject("messagesPerSecond");
            rounds.forEach((level, figures) -> levels.put(level.label(), Math.round(figures.median())));
            json.put("batchToOff", batchToOff());
            json.put("batchToAlways", batchToAlways());
            return json;
        }
    }

    /**
     * Runs to the end.
     *
     * @param progress is told what is going on, a few words at a time
     * @throws BenchException when it cannot; the message is one line
     */
    public static Report run(Work work, Schedule schedule, Consumer<String> progress) {
        Map<Contender, Link> links = new EnumMap<>(Contender.class);
        try (TemporaryFolder folder = TemporaryFolder.make()) {
            progress.accept("starting");
            for (Contender level : LEVELS) {
                links.put(level, Link.fork(Side.of(level), work, folderOf(folder.path(), level)));
            }
            links.values().forEach(Link::connect);
            return measure(work, links, schedule, progress);
        } finally {
            links.values().forEach(Link::close);
        }
    }

    private static Path folderOf(Path folder, Contender level) {
        try {
            return Files.createDirectory(folder.resolve(level.name()));
        } catch (IOException e) {
            throw new BenchException("cannot write to a temporary folder: " + e.getMessage(), e);
        }
    }

    private static Report measure(Work work, Map<Contender, Link> links, Schedule schedule, Consumer<String> progress) {
        progress.accept("warming up");
        links.values().forEach(link -> link.flow(schedule.warmUp().plus(Duration.ofMillis(1))));
        Map<Contender, List<Round>> taken = new EnumMap<>(Contender.class);
        for (int round = 1; round <= schedule.rounds(); round++) {
            progress.accept("round " + round + " of " + schedule.rounds());
            links.forEach((level, link) -> taken.computeIfAbsent(level, first -> new ArrayList<>())
                    .add(Round.take(link, schedule.oneWayTurn())));
        }
        Map<Contender, Figures> rates = new EnumMap<>(Contender.class);
        Map<Contender, Figures> cpu = new EnumMap<>(Contender.class);
        taken.forEach((level, each) -> {
            rates.put(level, Figures.of(each, Round::perSecond));
            cpu.put(level, Figures.of(each, Round::cpuMicrosPerMessage));
        });
        return new Report(work, schedule, rates, cpu);
    }
}
