package io.comity.proxy;

import io.comity.engine.BodyCodec;
import io.comity.engine.Protocol;
import io.comity.mission.Reason;
import io.comity.observe.Counter;
import io.comity.reference.Export;
import io.comity.wire.CborReader;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one session does with the messages in an authentic record: casts pass the gates and are told to their engines, control
 * messages go to the NodeProxy. Gates in order: well-formed, target in the table, right open, use left, body of the protocol.
 * Of the wire's thread.
 */
final class Inbound {
    private static final int CAST_ELEMENTS = 4;

    private final Session session;
    private final Map<Protocol<?>, BodyCodec.Decoder> decoders = new HashMap<>();

    Inbound(Session session) {
        this.session = session;
    }

    /** Takes the rest of a message that {@code in} has entered; a fault is the reader's. */
    void accept(CborReader in, byte[] plain, int kind, int elements) {
        if (kind == UrMessage.CAST && elements == CAST_ELEMENTS) {
            acceptCast(in, plain);
            return;
        }
        UrMessage message = UrMessages.read(in, kind, elements);
        if (message != null && session.admitControl(message)) {
            session.tell(new Session.Said(session, message));
        }
    }

    private void acceptCast(CborReader in, byte[] plain) {
        long ref = in.uint();
        long type = in.uint();
        int length = in.slice(Session.MAX_PLAIN_BYTES);
        if (in.fault() == null) {
            Reason refused = deliver(session.exports().find(ref), type, plain, in.sliceOffset(), length);
            session.counters().add(refused == null ? Counter.DELIVERED : Counter.refused(refused));
            if (refused != null) {
                session.say(new UrMessage.Refuse(ref, refused.code()));
            }
        }
    }

    private @Nullable Reason deliver(@Nullable Export export, long type, byte[] plain, int offset, int length) {
        if (export == null) {
            return Reason.DENIED;
        }
        Reason refused = export.refused(type);
        if (refused != null) {
            return refused;
        }
        if (!export.use()) {
            return Reason.DENIED;
        }
        session.exports().used(export);
        Object message = decode(export, type, plain, offset, length);
        if (message == null) {
            return Reason.MALFORMED;
        }
        export.target().tell(message);
        return null;
    }

    private @Nullable Object decode(Export export, long type, byte[] plain, int offset, int length) {
        BodyCodec.Decoder decoder = decoders.computeIfAbsent(
                export.protocol(), protocol -> BodyCodec.decoder(protocol, session, Session.MAX_PLAIN_BYTES));
        return decoder.decode(export.protocolType(type), plain, offset, length) instanceof BodyCodec.Value decoded
                ? decoded.message()
                : null;
    }
}
