package io.comity.bench.chaos;

import io.comity.bench.BenchException;
import io.comity.bench.TemporaryFolder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * {@code comity bench chaos}: two nodes in processes of their own, a third process between them, and messages both ways as
 * fast as credit lets them, while the link is cut. After each cut it waits until messages that were sent after the healing
 * have come on both sides; what it measures is that time.
 */
public final class ChaosBench {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final ChaosSettings settings;
    private final Consumer<String> progress;
    private final Plan plan;
    private final Recoveries recoveries = new Recoveries();

    private ChaosBench(ChaosSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
        this.plan = new Plan(settings.seed());
    }

    /**
     * Runs to the end.
     *
     * @param progress is told what is going on, a few words at a time
     * @throws BenchException when it cannot; the message is one line
     */
    public static ChaosReport run(ChaosSettings settings, Consumer<String> progress) {
        ChaosBench bench = new ChaosBench(settings, progress);
        progress.accept("starting");
        try (TemporaryFolder folder = TemporaryFolder.make();
                Lab lab = Lab.open(settings, folder.path())) {
            return bench.measure(lab);
        }
    }

    private ChaosReport measure(Lab lab) {
        long began = System.nanoTime();
        for (int made = 0; made < settings.cuts(); made++) {
            long sent = lab.sent();
            progress.accept(
                    String.format(Locale.ROOT, "cut %d of %d, %,d messages each way", made + 1, settings.cuts(), sent));
            cut(lab, made, plan.next(spread(sent, began, settings.cuts() - made)));
        }
        for (long sent = lab.sent(); sent < settings.messages(); sent = lab.sent()) {
            progress.accept(
                    String.format(Locale.ROOT, "all cuts made, %,d of %,d messages", sent, settings.messages()));
            pause(Duration.ofMillis(200));
        }
        List<Direction> directions = lab.finish();
        return new ChaosReport(settings, directions, recoveries, System.nanoTime() - began);
    }

    /** Twice the time that each cut that is left may take on average, so that there are cuts as long as there are messages. */
    private Duration spread(long sent, long began, int cutsLeft) {
        double nanosPerMessage = (System.nanoTime() - began) / (double) Math.max(1, sent);
        double nanosLeft = Math.max(0, settings.messages() - sent) * nanosPerMessage;
        return Duration.ofNanos(Math.min(LONGEST_PAUSE.toNanos(), (long) (2 * nanosLeft / cutsLeft)));
    }

    private void cut(Lab lab, int made, Plan.Blow blow) {
        pause(blow.pause());
        try {
            if (blow.cut() == Cut.SWITCH) {
                switchOver(lab, blow);
            } else {
                long healed = strike(lab, blow);
                recoveries.add(blow.cut(), lab.awaitBoth(healed) - healed);
            }
        } catch (BenchException failed) {
            throw new BenchException(
                    "after cut " + (made + 1) + " (" + blow.cut().label + ", seed " + settings.seed() + "): "
                            + failed.getMessage(),
                    failed);
        }
    }

    /** @return when messages could cross again */
    private long strike(Lab lab, Plan.Blow blow) {
        return switch (blow.cut()) {
            case CLOSE -> strike(lab, "close", blow.outage());
            case HALF_CLOSE -> strike(lab, blow.other() ? "half to" : "half from", blow.outage());
            case RESET -> strike(lab, "reset", blow.outage());
            case STALL -> lab.stall(blow.outage());
            case SWITCH -> throw new IllegalArgumentException("a switch is not healed, but gone around");
        };
    }

    private static long strike(Lab lab, String order, Duration outage) {
        if (outage.isZero()) {
            return lab.forwarder(order, "cut");
        }
        lab.refuse();
        lab.forwarder(order, "cut");
        pause(outage);
        return lab.forwarder("open", "opened");
    }

    /** The other way is open all the time, so it counts from the cut. */
    private void switchOver(Lab lab, Plan.Blow blow) {
        Lab.Blocked blocked = lab.block(blow.other());
        recoveries.add(Cut.SWITCH, lab.awaitBoth(blocked.nanos()) - blocked.nanos());
        if (lab.forwarder("used", "used") != blocked.slot()) {
            recoveries.addMove();
        }
        pause(blow.outage());
        lab.forwarder("open", "opened");
    }

    private static void pause(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
