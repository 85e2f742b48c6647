package io.comity.proxy;

import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.comity.engine.BodyCodec;
import io.comity.engine.EncodingException;
import io.comity.engine.Protocol;
import io.comity.engine.References;
import io.comity.mission.Reason;
import io.comity.reference.RefusedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whoever asked for a status in a message that is not sent: found by encoding the message to nowhere, and told why. */
final class Asks implements References {
    private final RefusedException refused;

    private Asks(RefusedException refused) {
        this.refused = refused;
    }

    static void fail(Protocol<?> protocol, Object message, Reason reason, int maxBytes) {
        if (protocol.mentionsStatus()) {
            Asks asks = new Asks(new RefusedException(reason, Duration.ZERO));
            try {
                BodyCodec.encoder(protocol, asks, maxBytes).encode(message);
            } catch (EncodingException unsendable) {
                // Those that came before what is wrong with it were told.
            }
        }
    }

    @Override
    public long export(ActorRef<?> ref, Protocol<?> protocol) {
        if (protocol.javaType() == StatusReply.class && ImportedReferences.isAsk(ref)) {
            ref.<Object>unsafeUpcast().tell(StatusReply.error(refused));
        }
        return 0;
    }

    @Override
    public @Nullable ActorRef<?> importRef(long index, Protocol<?> protocol) {
        return null;
    }
}
