package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import io.comity.engine.EncodingException;
import io.comity.engine.Protocol;
import io.comity.engine.References;
import org.jspecify.annotations.Nullable;

/** What a message on a topic may name: nothing, since whoever reads it has no session with its publisher. */
enum NoReferences implements References {
    INSTANCE;

    @Override
    public long export(ActorRef<?> ref, Protocol<?> protocol) {
        throw new EncodingException("it holds an ActorRef, which means nothing to those who read a topic");
    }

    @Override
    public @Nullable ActorRef<?> importRef(long index, Protocol<?> protocol) {
        return null;
    }
}
