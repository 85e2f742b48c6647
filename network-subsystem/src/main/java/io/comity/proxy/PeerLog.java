package io.comity.proxy;

import io.comity.limit.Allowance;
import io.comity.limit.Bucket;
import io.comity.limit.Limit;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * What a node's log says of what others do. Anybody with a key may come and go as fast as connections allow, so that only so many
 * lines are said at once, and then one a second; the next one says how many were left out. Whoever wants them all says {@code debug}.
 * Thread-safe.
 */
public final class PeerLog {
    /** Lines that are said at once. */
    static final int AT_ONCE = 256;

    static final Duration EACH = Duration.ofSeconds(1);

    private static final long NONE = -1;

    private static final Limit RATE =
            new Limit(EACH.toNanos(), Limit.toleranceNs(EACH.toNanos(), AT_ONCE), Long.MAX_VALUE, Integer.MAX_VALUE);

    private final LongSupplier nanoTime;
    private final Allowance lines;
    private long leftOut;

    public PeerLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lines = new Allowance(List.of(new Allowance.Part(new Bucket(nanoTime.getAsLong()), RATE)));
    }

    public void info(Logger log, String line, Object... arguments) {
        say(log, Level.INFO, line, arguments);
    }

    public void warn(Logger log, String line, Object... arguments) {
        say(log, Level.WARN, line, arguments);
    }

    private void say(Logger log, Level level, String line, Object... arguments) {
        long before = leftOutBefore();
        if (before > 0) {
            log.info("{} lines of what other nodes did are left out here", before);
        }
        log.atLevel(before == NONE ? Level.DEBUG : level).log(line, arguments);
    }

    /** How many lines were left out before one that is said; {@link #NONE} when this one is left out too. */
    private synchronized long leftOutBefore() {
        if (lines.draw(false, nanoTime.getAsLong()) != Allowance.ADMITTED) {
            leftOut++;
            return NONE;
        }
        long before = leftOut;
        leftOut = 0;
        return before;
    }
}
