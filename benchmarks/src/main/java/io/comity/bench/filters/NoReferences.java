package io.comity.bench.filters;

import akka.actor.typed.ActorRef;
import io.comity.engine.Protocol;
import io.comity.engine.References;
import org.jspecify.annotations.Nullable;

/** For messages without refs. */
enum NoReferences implements References {
    INSTANCE;

    @Override
    public long export(ActorRef<?> ref, Protocol<?> protocol) {
        throw new IllegalStateException("a message of this bench has no refs");
    }

    @Override
    public @Nullable ActorRef<?> importRef(long index, Protocol<?> protocol) {
        return null;
    }
}
