package io.comity.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code comity bench link}: messages one way with credit, and asks there and back, between two processes on loopback.
 *
 * <p>All links are opened first, warmed up in turn, then measured in alternation (ours, theirs, ours, theirs, …) so that
 * whatever the machine does meanwhile happens to both. An idle link costs next to nothing, so it may stay open while the
 * other one works.
 */
public final class LinkBench {
    private final Settings settings;
    private final Consumer<String> progress;

    private LinkBench(Settings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Runs to the end.
     *
     * @param progress is told what is going on, a few words at a time
     * @throws BenchException when it cannot; the message is one line
     */
    public static Report run(Settings settings, Consumer<String> progress) {
        LinkBench bench = new LinkBench(settings, progress);
        try (TemporaryFolder folder = TemporaryFolder.make()) {
            makeCertificates(folder.path());
            return bench.measure(folder.path());
        }
    }

    private Report measure(Path folder) {
        progress.accept("starting");
        try (Link ours = Link.fork(settings.side(), settings.work(), folder)) {
            if (settings.peer().isEmpty()) {
                return alternate(List.of(ours));
            }
            try (Link theirs = Link.fork(settings.peer().get(), settings.work(), folder)) {
                return alternate(List.of(ours, theirs));
            }
        }
    }

    private Report alternate(List<Link> links) {
        Schedule schedule = settings.schedule();
        links.forEach(Link::connect);
        if (!schedule.warmUp().isZero()) {
            progress.accept("warming up");
            Duration ask = schedule.warmUp().dividedBy(2);
            links.forEach(link -> Turn.take(link, schedule.warmUp(), ask));
        }
        List<Turn> ours = new ArrayList<>();
        List<Turn> theirs = new ArrayList<>();
        for (int round = 1; round <= schedule.rounds(); round++) {
            progress.accept("round " + round + " of " + schedule.rounds());
            ours.add(Turn.take(links.get(0), schedule.oneWayTurn(), schedule.askTurn()));
            if (links.size() > 1) {
                theirs.add(Turn.take(links.get(1), schedule.oneWayTurn(), schedule.askTurn()));
            }
        }
        return new Report(settings, List.copyOf(ours), List.copyOf(theirs));
    }

    private static void makeCertificates(Path folder) {
        try {
            SelfSigned.make(folder, Instant.now(), new SecureRandom());
        } catch (IOException e) {
            throw new BenchException("cannot write to a temporary folder: " + e.getMessage(), e);
        }
    }
}
