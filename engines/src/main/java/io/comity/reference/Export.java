package io.comity.reference;

import akka.actor.typed.ActorRef;
import io.comity.engine.Protocol;
import io.comity.mission.Evidence;
import io.comity.mission.Grant;
import io.comity.mission.Reason;
import io.comity.mission.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One entry of the table: a local actor that one peer may send to, and under what. */
public final class Export {
    /** One type the peer was told of: where it stands in our protocol, and the grants that let it pass. */
    public record Right(int type, List<Grant> grants) {
        public Right {
            grants = List.copyOf(grants);
        }

        /** Why it does not let a message pass now, or null. */
        public @Nullable Reason refused() {
            Reason last = Reason.DENIED;
            for (int i = 0; i < grants.size(); i++) {
                last = grants.get(i).gate().closed();
                if (last == null) {
                    return null;
                }
            }
            return last;
        }

        /**
         * Judges one message, and counts it under the first grant that lets it pass and wants no more proof than there is.
         *
         * @return a {@link Verdict}; when no grant lets it pass, of those that would later the one that would soonest
         */
        public long admit(int bytes, long nowSeconds, long nowNs, Clearance clearance) {
            long best = Verdict.refused(Reason.DENIED);
            for (int i = 0; i < grants.size(); i++) {
                Grant grant = grants.get(i);
                long verdict = clearance.satisfies(grant)
                        ? grant.admit(bytes, false, nowSeconds, nowNs)
                        : Verdict.refused(Reason.DENIED);
                if (verdict == Verdict.ADMITTED) {
                    clearance.under(grant);
                    return verdict;
                }
                best = Verdict.better(best, verdict);
            }
            return best;
        }

        /** The most that any of its grants wants: whoever proves that much satisfies each. */
        public Evidence evidence() {
            return grants.stream()
                    .map(Grant::evidence)
                    .max(Comparator.naturalOrder())
                    .orElse(Evidence.OFF);
        }
    }

    private final long ref;
    private final ActorRef<Object> target;
    private final Protocol<?> protocol;
    private final @Nullable AtomicBoolean unused;
    private final boolean byPossession;
    private volatile List<Right> rights;
    private volatile @Nullable Reason closed;

    private Export(long ref, ActorRef<?> target, Protocol<?> protocol, boolean once, @Nullable List<Right> rights) {
        this.ref = ref;
        this.target = target.unsafeUpcast();
        this.protocol = protocol;
        this.unused = once ? new AtomicBoolean(true) : null;
        this.byPossession = rights == null;
        this.rights = rights == null ? List.of() : List.copyOf(rights);
    }

    /** An engine: what may pass is what grants say. */
    static Export engine(long ref, ActorRef<?> target, Protocol<?> protocol, List<Right> rights) {
        return new Export(ref, target, protocol, false, rights);
    }

    /** An actor named in a message: whoever was sent it may send to it, anything of its protocol. */
    static Export reference(long ref, ActorRef<?> target, Protocol<?> protocol, boolean once) {
        return new Export(ref, target, protocol, once, null);
    }

    public long ref() {
        return ref;
    }

    public ActorRef<Object> target() {
        return target;
    }

    public Protocol<?> protocol() {
        return protocol;
    }

    public List<Right> rights() {
        return rights;
    }

    /** Whether {@code type}, an index as it came from the peer, may pass now. */
    public @Nullable Reason refused(long type) {
        Reason gone = closed;
        if (gone != null) {
            return gone;
        }
        if (byPossession) {
            return type < protocol.size() ? null : Reason.MALFORMED;
        }
        List<Right> known = rights;
        return type < known.size() ? known.get((int) type).refused() : Reason.DENIED;
    }

    /** As {@link Right#admit}, for a type that was not refused. Whoever was sent a reference needs no grant. */
    public long admit(long type, int bytes, long nowSeconds, long nowNs, Clearance clearance) {
        return byPossession ? Verdict.ADMITTED : rights.get((int) type).admit(bytes, nowSeconds, nowNs, clearance);
    }

    /** The place in {@link #protocol} of a type that was not refused. */
    public int protocolType(long type) {
        return byPossession ? (int) type : rights.get((int) type).type();
    }

    /** Takes the one use of a one-shot reference; false when it was taken before. Others may be used for ever. */
    public boolean use() {
        return unused == null || unused.compareAndSet(true, false);
    }

    boolean isUsed() {
        return unused != null && !unused.get();
    }

    /** Replaces the rights; types keep their places, so the list only grows. */
    void allow(List<Right> newRights) {
        rights = List.copyOf(newRights);
    }

    void close(Reason reason) {
        closed = reason;
    }

    boolean isClosed() {
        return closed != null;
    }
}
