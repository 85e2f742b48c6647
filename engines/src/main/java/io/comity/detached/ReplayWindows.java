package io.comity.detached;

import io.comity.artery.ReplayWindow;
import io.comity.identity.NodeId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which sequences were used, per issuer and stream, in bounded memory.
 *
 * <p>A window that is dropped leaves a floor, the latest creation it accepted: what a later window accepts must have been
 * created after the floor, so nothing is accepted twice, not even when the clock goes back. An issuer that uses more streams than it may drops its own least recent one and raises its own floor, nobody else's.
 * All of an issuer is dropped only when every call it made is too old to be accepted again; until then a further issuer has to
 * wait.
 */
final class ReplayWindows {
    enum Use {
        /** It was not used before; now it is. */
        FRESH,
        /** It was, or nobody can tell. */
        USED,
        /** Too many issuers called within the last minutes. */
        FULL
    }

    private static final class Stream {
        private final ReplayWindow window = new ReplayWindow();
        private final long floor;
        private long latest = -1;

        Stream(long floor) {
            this.floor = floor;
        }

        boolean use(DetachedCall call) {
            boolean fresh = call.created() > floor && window.accept(call.sequence());
            latest = fresh ? Math.max(latest, call.created()) : latest;
            return fresh;
        }
    }

    private static final class Issuer {
        private final Map<Long, Stream> streams = new LinkedHashMap<>(4, 0.75f, true);
        private long latest = -1;
        private long floor;

        Issuer(long floor) {
            this.floor = floor;
        }
    }

    private final Judge.Limits limits;
    private final long maxSkew;
    private final Map<NodeId, Issuer> issuers = new HashMap<>();
    private long floor = -1;

    ReplayWindows(Judge.Limits limits, long maxSkewSeconds) {
        this.limits = limits;
        this.maxSkew = maxSkewSeconds;
    }

    /** Uses a sequence. The call's creation was held against the clock already. */
    Use use(DetachedCall call, long now) {
        Issuer issuer = issuers.get(call.issuer());
        if (issuer == null) {
            if (call.created() <= floor) {
                return Use.USED;
            }
            if (issuers.size() >= limits.issuers() && !dropOne(now)) {
                return Use.FULL;
            }
            issuer = new Issuer(floor);
            issuers.put(call.issuer(), issuer);
        }
        if (!stream(issuer, call.stream()).use(call)) {
            return Use.USED;
        }
        issuer.latest = Math.max(issuer.latest, call.created());
        return Use.FRESH;
    }

    private Stream stream(Issuer issuer, long number) {
        Stream known = issuer.streams.get(number);
        if (known != null) {
            return known;
        }
        if (issuer.streams.size() >= limits.streams()) {
            Iterator<Stream> oldest = issuer.streams.values().iterator();
            issuer.floor = Math.max(issuer.floor, oldest.next().latest);
            oldest.remove();
        }
        Stream fresh = new Stream(issuer.floor);
        issuer.streams.put(number, fresh);
        return fresh;
    }

    /** Drops every issuer whose last call could not be accepted any more; whether there was one. */
    private boolean dropOne(long now) {
        long before = issuers.size();
        issuers.values().removeIf(issuer -> {
            boolean idle = issuer.latest + maxSkew < now;
            floor = idle ? Math.max(floor, issuer.latest) : floor;
            return idle;
        });
        return issuers.size() < before;
    }
}
