package io.comity.proxy;

import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.actor.FunctionRef;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.pattern.PromiseActorRef;
import io.comity.engine.Protocol;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import scala.runtime.BoxedUnit;

/**
 * The local actors that stand for references a peer sent in messages. Each is a function behind an ActorRef: telling it
 * encodes on the teller's thread, so a reply costs no mailbox and an ask no actor. Watching works; they end with the session.
 */
final class ImportedReferences {
    /** A ref under a protocol: what is told to it is encoded as that protocol has it, whatever the peer said before. */
    private record Named(long ref, Protocol<?> protocol) {}

    private final ExtendedActorSystem system;
    private final int max;
    private final Map<Named, FunctionRef> standing = new HashMap<>();
    private boolean closed;

    /**
     * @param max references kept because their owner lets them be used more than once
     */
    ImportedReferences(ActorSystem system, int max) {
        this.system = (ExtendedActorSystem) system;
        this.max = max;
    }

    /** Whether a reference is the promise behind an ask, which takes one reply. */
    static boolean isAsk(ActorRef<?> ref) {
        return Adapter.toClassic(ref) instanceof PromiseActorRef;
    }

    /** The actor for {@code ref}; null when the peer has named more than it may. */
    synchronized @Nullable ActorRef<?> actor(long ref, Protocol<?> protocol, Session session) {
        if (closed) {
            return null;
        }
        Outlet outlet = session.outlet(protocol);
        if ((ref & 1) == 0) {
            return Adapter.toTyped(function(ref, outlet));
        }
        Named named = new Named(ref, protocol);
        if (!standing.containsKey(named) && standing.size() >= max) {
            return null;
        }
        return Adapter.toTyped(standing.computeIfAbsent(named, kept -> function(kept.ref(), outlet)));
    }

    private FunctionRef function(long ref, Outlet outlet) {
        return new FunctionRef(system.provider().tempPath(), system.provider(), system, (sender, message) -> {
            outlet.send(ref, message);
            return BoxedUnit.UNIT;
        });
    }

    synchronized void close() {
        closed = true;
        standing.values().forEach(FunctionRef::stop);
        standing.clear();
    }
}
