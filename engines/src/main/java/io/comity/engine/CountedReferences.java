package io.comity.engine;

import akka.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Lets {@link BodyCodec#MAX_REFERENCES} of each body pass. For one encoder or decoder. */
final class CountedReferences implements References {
    private final References references;
    private int count;

    CountedReferences(References references) {
        this.references = references;
    }

    /** Another body. */
    void begin() {
        count = 0;
    }

    int count() {
        return count;
    }

    @Override
    public long export(ActorRef<?> ref, Protocol<?> protocol) {
        if (++count > BodyCodec.MAX_REFERENCES) {
            throw new EncodingException("more than " + BodyCodec.MAX_REFERENCES + " references in one message");
        }
        return references.export(ref, protocol);
    }

    @Override
    public @Nullable ActorRef<?> importRef(long index, Protocol<?> protocol) {
        return ++count > BodyCodec.MAX_REFERENCES ? null : references.importRef(index, protocol);
    }
}
