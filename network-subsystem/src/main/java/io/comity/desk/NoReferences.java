package io.comity.desk;

import akka.actor.typed.ActorRef;
import io.comity.engine.EncodingException;
import io.comity.engine.Protocol;
import io.comity.engine.References;
import org.jspecify.annotations.Nullable;

/** What a reply may name: nothing, since there is no session in which it could be used. */
enum NoReferences implements References {
    INSTANCE;

    @Override
    public long export(ActorRef<?> ref, Protocol<?> protocol) {
        throw new EncodingException("it holds an ActorRef, which cannot be used without a session");
    }

    @Override
    public @Nullable ActorRef<?> importRef(long index, Protocol<?> protocol) {
        return null;
    }
}
