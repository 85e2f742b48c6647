package io.comity.transport;

import io.comity.identity.Bytes;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who of those that dial this node is let in, before a byte of theirs is read. Whoever was let in is a guest until they turn out to be
 * somebody who holds a right here. Guests are few, of one source fewer; guests who leave without having become more are held
 * against their source, and forgiven with time; and a source from which nobody known ever came shares a rate with all others such.
 *
 * <p>What it remembers is bounded too: of the sources without a guest, those that were not heard of for longest are forgotten.
 */
public final class Doorkeeper {
    /** Sources that are remembered. */
    static final int MAX_SOURCES = 8_192;

    /** How long a source from which somebody known came is trusted to bring more of them. */
    static final Duration TRUSTED_FOR = Duration.ofHours(1);

    /**
     * What it goes by.
     *
     * @param guests at a time; fewer than {@link #MAX_SOURCES}
     * @param guestsPerSource of them from one source
     * @param lapsesPerSource guests of one source who may have left without having become more, before others wait outside
     * @param forgiveAfter how long one such is held against a source; those of one source are forgiven one after the other
     * @param perSecond guests let in from all sources from which nobody known came; a tenth of them at once, for each handshake holds up
     *     whatever the processor has to do besides for a millisecond
     */
    public record Settings(int guests, int guestsPerSource, int lapsesPerSource, Duration forgiveAfter, int perSecond) {
        private static final int LEAST_AT_ONCE = 8;

        int atOnce() {
            return Math.max(LEAST_AT_ONCE, perSecond / 10);
        }
    }

    private static final class Source {
        private final Tally lapses;
        private int guests;
        private @Nullable Long trustedUntil;

        private Source(Tally lapses) {
            this.lapses = lapses;
        }

        private boolean isTrusted(long now) {
            return trustedUntil != null && trustedUntil - now > 0;
        }
    }

    /** Counts up at once and down with time, in one number: when it will be zero. */
    private static final class Tally {
        private final long each;
        private final long most;
        private long zeroAt;

        private Tally(Duration each, int most, long now) {
            this.each = each.toNanos();
            this.most = this.each * most;
            this.zeroAt = now;
        }

        private boolean isFull(long now) {
            return zeroAt - now > most - each;
        }

        /** No more than so many are remembered: whoever never stops is forgiven as soon as whoever just did too much. */
        private void add(long now) {
            zeroAt = Math.min(now + most, Math.max(zeroAt - now, 0) + now + each);
        }
    }

    private final Settings settings;
    private final Tally strange;
    private final LinkedHashMap<Bytes, Source> sources = new LinkedHashMap<>(16, 0.75f, true);
    private int guests;

    Doorkeeper(Settings settings, long nowNanos) {
        this.settings = settings;
        this.strange = new Tally(Duration.ofSeconds(1).dividedBy(settings.perSecond()), settings.atOnce(), nowNanos);
    }

    /**
     * Whether to let somebody in, who is a guest from then on.
     *
     * @param from where they dial from, as far as it can be told; guests of whom it cannot share nothing but the room
     */
    boolean admits(Optional<Bytes> from, long nowNanos) {
        if (guests >= settings.guests() || from.isPresent() && !admits(from.get(), nowNanos)) {
            return false;
        }
        guests++;
        return true;
    }

    private boolean admits(Bytes from, long now) {
        Source source = sources.get(from);
        if (source != null && (source.guests >= settings.guestsPerSource() || source.lapses.isFull(now))) {
            return false;
        }
        boolean isTrusted = source != null && source.isTrusted(now);
        if (!isTrusted && strange.isFull(now)) {
            return false;
        }
        if (!isTrusted) {
            strange.add(now);
        }
        (source == null ? remember(from, now) : source).guests++;
        return true;
    }

    private Source remember(Bytes from, long now) {
        if (sources.size() >= MAX_SOURCES) {
            forgetOne();
        }
        Source source = new Source(new Tally(settings.forgiveAfter(), settings.lapsesPerSource(), now));
        sources.put(from, source);
        return source;
    }

    private void forgetOne() {
        Iterator<Map.Entry<Bytes, Source>> eldestFirst = sources.entrySet().iterator();
        while (eldestFirst.hasNext()) {
            if (eldestFirst.next().getValue().guests == 0) {
                eldestFirst.remove();
                return;
            }
        }
    }

    /** A guest turned out to hold a right here, and is a guest no longer. */
    void knows(Optional<Bytes> from, long nowNanos) {
        guests--;
        from.map(sources::get).ifPresent(source -> {
            source.guests--;
            source.trustedUntil = nowNanos + TRUSTED_FOR.toNanos();
        });
    }

    /** A guest has gone. */
    void left(Optional<Bytes> from, long nowNanos) {
        guests--;
        from.map(sources::get).ifPresent(source -> {
            source.guests--;
            source.lapses.add(nowNanos);
        });
    }

    int sources() {
        return sources.size();
    }
}
