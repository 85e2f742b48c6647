package io.comity.reference;

import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.comity.engine.Protocol;
import io.comity.limit.Allowance;
import io.comity.mission.Evidence;
import io.comity.mission.Gate;
import io.comity.mission.Grant;
import io.comity.mission.Reason;
import io.comity.mission.Verdict;
import java.time.Duration;
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
        public long admit(Passage message) {
            long best = Verdict.refused(Reason.DENIED);
            for (int i = 0; i < grants.size(); i++) {
                Grant grant = grants.get(i);
                long verdict = message.draw(grant);
                if (verdict == Verdict.ADMITTED) {
                    message.under(grant, null);
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

        /** The grant under which a message whose first part was admitted comes to its end. */
        private @Nullable Grant open() {
            return grants.stream().filter(Grant::isOpen).findFirst().orElse(null);
        }
    }

    /**
     * On what an actor named in a message may be used.
     *
     * @param origin the gate of the grant of which the reference came; null when it came of none
     * @param maxBytes of one message
     * @param allowance what its messages draw from
     */
    record Possession(@Nullable Gate origin, int maxBytes, Allowance allowance) {}

    private final long ref;
    private final ActorRef<Object> target;
    private final Protocol<?> protocol;
    private final @Nullable AtomicBoolean unused;
    private final @Nullable Possession possession;
    private final @Nullable Backlog backlog;
    private volatile List<Right> rights;
    private volatile @Nullable Reason closed;
    private volatile boolean wasUsed;
    private volatile long askedOf = -1;

    private Export(
            long ref,
            ActorRef<?> target,
            Protocol<?> protocol,
            boolean once,
            @Nullable Possession possession,
            @Nullable Backlog backlog,
            List<Right> rights) {
        this.ref = ref;
        this.target = target.unsafeUpcast();
        this.protocol = protocol;
        this.unused = once ? new AtomicBoolean(true) : null;
        this.possession = possession;
        this.backlog = backlog;
        this.rights = List.copyOf(rights);
    }

    /** An engine: what may pass is what grants say. */
    static Export engine(
            long ref, ActorRef<?> target, @Nullable Backlog backlog, Protocol<?> protocol, List<Right> rights) {
        return new Export(ref, target, protocol, false, null, backlog, rights);
    }

    /** An actor named in a message: whoever was sent it may send to it, anything of its protocol. */
    static Export reference(long ref, ActorRef<?> target, Protocol<?> protocol, boolean once, Possession possession) {
        return new Export(ref, target, protocol, once, possession, null, List.of());
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
        Reason gone = closed();
        if (gone != null) {
            return gone;
        }
        if (possession != null) {
            return type < protocol.size() ? null : Reason.MALFORMED;
        }
        List<Right> known = rights;
        return type < known.size() ? known.get((int) type).refused() : Reason.DENIED;
    }

    /** Why it is of no use any more: it was closed, or the grant of which it came is over. */
    @Nullable
    Reason closed() {
        Reason gone = closed;
        return gone == null && possession != null && possession.origin() != null
                ? possession.origin().closed()
                : gone;
    }

    /** As {@link Right#admit}, for a type that was not refused. Whoever was sent a reference needs no grant. */
    public long admit(long type, Passage message) {
        return possession == null ? rights.get((int) type).admit(message) : admit(possession, message);
    }

    private static long admit(Possession possession, Passage message) {
        message.under(null, possession.origin());
        if (message.bytes() > possession.maxBytes()) {
            return Verdict.refused(Reason.DENIED);
        }
        long wait = possession.allowance().draw(false, message.nowNs());
        return wait == Allowance.ADMITTED ? Verdict.ADMITTED : Verdict.throttled(wait);
    }

    /** A long message that was admitted at its first part is there: in whose name it now passes. */
    public void complete(long type, Passage message) {
        message.under(
                possession == null ? rights.get((int) type).open() : null,
                possession == null ? null : possession.origin());
    }

    /** The place in {@link #protocol} of a type that was not refused. */
    public int protocolType(long type) {
        return possession != null ? (int) type : rights.get((int) type).type();
    }

    /** Takes the one use of a one-shot reference; false when it was taken before. Others may be used for ever. */
    public boolean use() {
        if (unused != null) {
            return unused.compareAndSet(true, false);
        }
        if (!wasUsed) {
            wasUsed = true;
        }
        return true;
    }

    /**
     * Tells it a message that passed.
     *
     * @param bytes of the message, as it came or as it is kept, whichever are more
     * @return whether it has so much to deal with already that the peer should wait
     */
    public boolean tell(Object message, int bytes) {
        target.tell(message);
        return backlog != null && backlog.told(bytes);
    }

    /** Whether it is not to be told anything more before it has dealt with some of what it was told. */
    public boolean isOverloaded() {
        return backlog != null && backlog.isFull();
    }

    /** Whether it was used since the last time that this was asked. */
    boolean takeUse() {
        boolean used = wasUsed;
        wasUsed = false;
        return used;
    }

    boolean isOnce() {
        return unused != null;
    }

    /** It is where the answer goes to a call of the peer's entry {@code theirs}. */
    void askedOf(long theirs) {
        askedOf = theirs;
    }

    boolean isAskedOf(long theirs) {
        return isOnce() && askedOf == theirs;
    }

    /** Uses up a one-shot reference whose message will not come; who asks for a status is told why, others wait in vain. */
    void fail(Reason reason, Duration retryAfter) {
        if (unused != null && use() && protocol.javaType() == StatusReply.class) {
            target.tell(StatusReply.error(new RefusedException(reason, retryAfter)));
        }
    }

    /** Replaces the rights; types keep their places, so the list only grows. */
    void allow(List<Right> newRights) {
        rights = List.copyOf(newRights);
    }

    void close(Reason reason) {
        closed = reason;
    }

    /** Closes an engine for good, and keeps no grant and no chain for what is refused anyway. */
    void withdraw(Reason reason) {
        close(reason);
        rights =
                rights.stream().map(right -> new Right(right.type(), List.of())).toList();
    }
}
