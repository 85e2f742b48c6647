package io.comity.bench.soak;

import io.comity.bench.BenchException;
import io.comity.bench.TemporaryFolder;
import io.comity.bench.WorkerProcess;
import io.comity.transport.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * {@code comity soak}: one node in a process of its own, and others that come, are granted rights, ask, follow a topic, lose their rights and go, in
 * order or without a word, while strangers knock. After each of them a sample is taken of what the node's process has.
 */
public final class SoakBench {
    /** What a collector gives back and takes again would hide what grows: the heap is taken at once, and looked at by itself. */
    private static final List<String> FIXED_HEAP = List.of("-Xms512m", "-XX:+AlwaysPreTouch");

    /** Of different keys. What a node is told to remember of each stays, so that others that come again and again cost nothing more. */
    private static final int VISITORS = 41;

    /** An invitation that was used is remembered long after it expired, lest a clock that goes back makes it good again: 350 bytes each. */
    private static final int INVITED_EVERY = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NEWS = 200;
    private static final double NANOS_PER_HOUR = 3.6e12;

    private final SoakSettings settings;
    private final WorkerProcess host;
    private final WorkerProcess crowd;
    private final List<Sample> samples = new ArrayList<>();
    private final long began = System.nanoTime();
    private long answers;
    private long unheard;

    private SoakBench(SoakSettings settings, Path folder) {
        this.settings = settings;
        this.host = WorkerProcess.fork("host", FIXED_HEAP, Host.class, List.of(folder.toString()), folder);
        this.crowd = WorkerProcess.fork("crowd", Crowd.class, List.of(folder.toString()), folder);
    }

    /**
     * Runs to the end.
     *
     * @param progress is told what is going on, a few words at a time
     * @throws BenchException when it cannot; the message is one line
     */
    public static SoakReport run(SoakSettings settings, Consumer<String> progress) {
        return run(settings, Integer.MAX_VALUE, progress);
    }

    /** Ends after so many visitors at the latest. */
    static SoakReport run(SoakSettings settings, int visitors, Consumer<String> progress) {
        progress.accept("starting");
        try (TemporaryFolder folder = TemporaryFolder.make()) {
            SoakBench bench = new SoakBench(settings, folder.path());
            try {
                return bench.soak(visitors, progress);
            } finally {
                bench.host.close();
                bench.crowd.close();
            }
        }
    }

    private SoakReport soak(int most, Consumer<String> progress) {
        String[] where = host.tell("where", "at", PATIENCE).split(" ");
        try (Strangers strangers = new Strangers(Address.parse(where[1]).orElseThrow())) {
            for (int visitors = 0; visitors < most && hours() * 60 < settings.minutes(); visitors++) {
                strangers.knock();
                receive(visitors, String.join(" ", where));
                samples.add(sample());
                progress.accept(String.format(
                        Locale.ROOT,
                        "%.1f of %d minutes, %d visitors, %,d answers, %d MiB",
                        hours() * 60,
                        settings.minutes(),
                        visitors + 1,
                        answers,
                        samples.get(samples.size() - 1).residentBytes() >> 20));
            }
        }
        double warm = settings.warmup() / 60.0;
        return new SoakReport(
                settings,
                samples.stream().filter(sample -> sample.hours() >= warm).toList(),
                samples.size(),
                answers,
                unheard);
    }

    private void receive(int number, String where) {
        String visitor = crowd.tell("come " + number % VISITORS, "came", PATIENCE);
        if (number % INVITED_EVERY == 0) {
            String invitation = host.tell("invite " + visitor, "invited", PATIENCE);
            crowd.tell("accept " + where + " " + invitation, "accepted", PATIENCE);
        } else {
            host.tell("welcome " + visitor, "welcomed", PATIENCE);
        }
        answers += visit(where);
        host.tell("publish " + NEWS, "published", PATIENCE);
        unheard += awaitNews();
        if (number / VISITORS % 2 == 0) {
            host.tell("dismiss " + visitor, "dismissed", PATIENCE);
        }
        crowd.tell("go", "gone", PATIENCE);
    }

    private long visit(String how) {
        try {
            return Long.parseLong(crowd.tell("visit " + how, "visited", PATIENCE));
        } catch (BenchException failed) {
            throw new BenchException(
                    failed.getMessage() + "; the host counts " + host.tell("counters", "counters", PATIENCE));
        }
    }

    /** How much of the news did not come in time. */
    private long awaitNews() {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        long heard;
        do {
            heard = Long.parseLong(crowd.tell("heard", "heard", PATIENCE));
        } while (heard < NEWS && System.nanoTime() - giveUp < 0);
        return NEWS - heard;
    }

    private Sample sample() {
        String[] memory = host.tell("memory", "memory", PATIENCE).split(" ");
        return Sample.of(host.pid(), Long.parseLong(memory[0]), Long.parseLong(memory[1]), hours());
    }

    private double hours() {
        return (System.nanoTime() - began) / NANOS_PER_HOUR;
    }
}
