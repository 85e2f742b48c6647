package io.comity.proxy;

import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.actor.FunctionRef;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.pattern.PromiseActorRef;
import io.comity.engine.Protocol;
import io.comity.mission.Gate;
import io.comity.observe.Counter;
import io.comity.wire.UrMessage;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import scala.runtime.BoxedUnit;

/**
 * The local actors that stand for references a peer sent in messages. Each is a function behind an ActorRef: telling it
 * encodes on the teller's thread, so a reply costs no mailbox and an ask no actor. Watching works; they end with the session,
 * with the actor that they stand for, and with the grant under which they came.
 *
 * <p>Those that may be used again are held weakly: when nobody here has one any more, the peer is told to release it, and as
 * long as somebody has, the lease is renewed.
 */
final class ImportedReferences {
    /** Beats of the heart between two renewals of all leases: a peer's lease lasts several times as long. */
    static final int RENEW_EVERY_BEATS = 60;

    /** Releases that are told at once, so that a peer can keep up; the others with the next beat. */
    static final int MAX_RELEASED = 4_096;

    /** A ref under a protocol: what is told to it is encoded as that protocol has it, whatever the peer said before. */
    private record Named(
            long ref, Protocol<?> protocol, @Nullable Gate origin) {}

    private static final class Kept extends WeakReference<FunctionRef> {
        final Named named;
        long received;
        /** Keeps what is behind it, see {@link Holding}. */
        @SuppressWarnings("UnusedVariable") // That it is there is all.
        private @Nullable FunctionRef held;

        Kept(Named named, FunctionRef function, ReferenceQueue<FunctionRef> dropped) {
            super(function, dropped);
            this.named = named;
        }
    }

    private final ExtendedActorSystem system;
    private final int max;
    private final Map<Named, Kept> standing = new LinkedHashMap<>();
    /** A peer may say of any ref that it is over, as often as it likes. */
    private final Map<Long, Set<Named>> byRef = new HashMap<>();

    private final ReferenceQueue<FunctionRef> dropped = new ReferenceQueue<>();
    /** How often each came that nobody has any more, until the peer is told. */
    private final Map<Long, Long> toRelease = new LinkedHashMap<>();

    private final boolean holds;
    private boolean closed;
    private long beats;

    /**
     * @param max references kept because their owner lets them be used more than once, and as many that are not kept any more while the peer
     *     cannot be told
     */
    ImportedReferences(ActorSystem system, int max) {
        this.system = (ExtendedActorSystem) system;
        this.max = max;
        this.holds = system.settings().setup().get(Holding.class).isPresent();
    }

    /** Whether a reference is the promise behind an ask, which takes one reply. */
    static boolean isAsk(ActorRef<?> ref) {
        return Adapter.toClassic(ref) instanceof PromiseActorRef;
    }

    /**
     * The actor for {@code ref}; null when the peer has named more than it may.
     *
     * @param origin the gate of the grant under which it came; null when this side had asked for it
     */
    synchronized @Nullable ActorRef<?> actor(long ref, Protocol<?> protocol, Session session, @Nullable Gate origin) {
        if (closed) {
            return null;
        }
        Named named = new Named(ref, protocol, origin);
        return isOnce(ref) ? Adapter.toTyped(function(named, session, "")) : standing(named, session);
    }

    static boolean isOnce(long ref) {
        return (ref & 1) == 0;
    }

    private @Nullable ActorRef<?> standing(Named named, Session session) {
        Kept kept = standing.get(named);
        FunctionRef known = kept == null ? null : kept.get();
        if (kept != null && known != null) {
            kept.received++;
            return Adapter.toTyped(known);
        }
        takeDropped();
        boolean hasRoom = standing.size() < max && toRelease.size() < max;
        return hasRoom ? keep(named, function(named, session, Whence.prefix(session.peer()))) : null;
    }

    private ActorRef<?> keep(Named named, FunctionRef function) {
        Kept kept = new Kept(named, function, dropped);
        kept.received = 1;
        kept.held = holds ? function : null;
        standing.put(named, kept);
        byRef.computeIfAbsent(named.ref(), first -> new LinkedHashSet<>(2)).add(named);
        return Adapter.toTyped(function);
    }

    private FunctionRef function(Named named, Session session, String name) {
        Outlet outlet = session.outlet(named.protocol());
        return new FunctionRef(system.provider().tempPath(name), system.provider(), system, (sender, message) -> {
            send(named, outlet, session, message);
            return BoxedUnit.UNIT;
        });
    }

    /** What came under a grant ends with it, the answer to a call that was under way too. */
    private static void send(Named named, Outlet outlet, Session session, Object message) {
        Gate origin = named.origin();
        // Before the answer leaves: whoever has it may call again at once.
        if (isOnce(named.ref())) {
            session.exports().calls().finish(named.ref());
        }
        if (origin == null || origin.closed() == null) {
            outlet.send(named.ref(), message, origin);
        } else {
            session.counters().add(Counter.UNSENT);
        }
    }

    /**
     * The link is up and its heart has beaten once more: what the peer is to be told of references.
     *
     * @param isDrained nothing waits to be sealed, so that no release can overtake what was told to the reference before
     */
    synchronized List<UrMessage> beat(boolean isDrained) {
        List<UrMessage> said = new ArrayList<>();
        Iterator<Map.Entry<Long, Long>> releases = toRelease.entrySet().iterator();
        while (isDrained && releases.hasNext() && said.size() < MAX_RELEASED) {
            Map.Entry<Long, Long> release = releases.next();
            said.add(new UrMessage.Release(release.getKey(), release.getValue()));
            releases.remove();
        }
        takeDropped();
        if (++beats % RENEW_EVERY_BEATS == 0) {
            List<Long> refs =
                    standing.keySet().stream().map(Named::ref).distinct().toList();
            for (int from = 0; from < refs.size(); from += UrMessage.MAX_RENEWED) {
                said.add(new UrMessage.Renew(refs.subList(from, Math.min(refs.size(), from + UrMessage.MAX_RENEWED))));
            }
        }
        return said;
    }

    /** One that came again after it was dropped has another entry by now; it is told what the first one counted. */
    private void takeDropped() {
        for (Reference<? extends FunctionRef> next = dropped.poll(); next != null; next = dropped.poll()) {
            Kept kept = (Kept) next;
            if (standing.remove(kept.named, kept)) {
                unlist(kept.named);
            }
            if (kept.received > 0) {
                toRelease.merge(kept.named.ref(), kept.received, Long::sum);
            }
        }
    }

    /** The peer has said that it is over; false when it is not known. */
    synchronized boolean forget(long ref) {
        List<Named> over = List.copyOf(byRef.getOrDefault(ref, Set.of()));
        over.forEach(named -> stop(standing.get(named)));
        return !over.isEmpty();
    }

    private void unlist(Named named) {
        Set<Named> others = byRef.get(named.ref());
        if (others != null && others.remove(named) && others.isEmpty()) {
            byRef.remove(named.ref());
        }
    }

    /** Grants may be over. */
    synchronized void sweep() {
        standing.values().stream()
                .filter(kept ->
                        kept.named.origin() != null && kept.named.origin().closed() != null)
                .toList()
                .forEach(this::stop);
    }

    private void stop(@Nullable Kept kept) {
        if (kept == null) {
            return;
        }
        standing.remove(kept.named);
        unlist(kept.named);
        kept.received = 0;
        kept.held = null;
        FunctionRef function = kept.get();
        if (function != null) {
            function.stop();
        }
    }

    synchronized void close() {
        closed = true;
        List.copyOf(standing.values()).forEach(this::stop);
    }
}
