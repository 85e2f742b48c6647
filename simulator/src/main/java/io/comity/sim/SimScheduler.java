package io.comity.sim;

import akka.actor.AbstractScheduler;
import akka.actor.Cancellable;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/** Akka's timers on a {@link Timeline}. Made by Akka, by the name of its class, while a {@link Boot} begins its actors. */
public final class SimScheduler extends AbstractScheduler {
    private static final double NO_LIMIT = 1_000_000;

    private final Boot boot;

    /** None of these is used: there is neither a thread nor a setting here. */
    public SimScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
        this.boot = Boot.beginning();
    }

    @Override
    public double maxFrequency() {
        return NO_LIMIT;
    }

    @Override
    public Cancellable scheduleOnce(FiniteDuration delay, Runnable deed, ExecutionContext executor) {
        return new Once(boot.after(delay.toNanos(), () -> executor.execute(deed)));
    }

    @Override
    public Cancellable schedule(
            FiniteDuration initialDelay, FiniteDuration interval, Runnable deed, ExecutionContext executor) {
        return new Repeated(initialDelay.toNanos(), interval.toNanos(), () -> executor.execute(deed));
    }

    private record Once(Timeline.Timed timed) implements Cancellable {
        @Override
        public boolean cancel() {
            return timed.cancel();
        }

        @Override
        public boolean isCancelled() {
            return timed.isCancelled();
        }
    }

    private final class Repeated implements Cancellable {
        private final long intervalNanos;
        private final Runnable deed;
        private Timeline.Timed next;
        private boolean cancelled;

        private Repeated(long initialNanos, long intervalNanos, Runnable deed) {
            this.intervalNanos = intervalNanos;
            this.deed = deed;
            this.next = boot.after(initialNanos, this::run);
        }

        private void run() {
            next = boot.after(intervalNanos, this::run);
            deed.run();
        }

        @Override
        public boolean cancel() {
            boolean first = !cancelled;
            cancelled = true;
            next.cancel();
            return first;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }
}
