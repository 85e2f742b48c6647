package io.comity.desk;

import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.actor.FunctionRef;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import io.comity.engine.Protocol;
import io.comity.engine.References;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import scala.runtime.BoxedUnit;

/**
 * The one actor that the body of a call may name, as ref 0: a function that takes the reply. Nothing else can be named, and
 * nothing can be named in the reply, since there is no session in which it could be used.
 */
final class Reply implements References {
    private static final long REF = 0;

    private final ExtendedActorSystem system;
    private final BiConsumer<Protocol<?>, Object> told;
    private @Nullable FunctionRef ref;

    /** @param told takes each message that is sent as a reply, and of which protocol it should be */
    Reply(ActorSystem system, BiConsumer<Protocol<?>, Object> told) {
        this.system = (ExtendedActorSystem) system;
        this.told = told;
    }

    /** Whether the body named it. */
    boolean isNamed() {
        return ref != null;
    }

    @Override
    public @Nullable ActorRef<?> importRef(long index, Protocol<?> protocol) {
        if (index != REF || ref != null) {
            return null;
        }
        FunctionRef made =
                new FunctionRef(system.provider().tempPath(), system.provider(), system, (sender, message) -> {
                    told.accept(protocol, message);
                    return BoxedUnit.UNIT;
                });
        ref = made;
        return Adapter.toTyped(made);
    }

    @Override
    public long export(ActorRef<?> target, Protocol<?> protocol) {
        return NoReferences.INSTANCE.export(target, protocol);
    }

    /** Whoever watches it hears that it is gone. */
    void close() {
        if (ref != null) {
            ref.stop();
        }
    }
}
