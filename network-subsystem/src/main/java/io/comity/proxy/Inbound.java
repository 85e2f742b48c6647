package io.comity.proxy;

import io.comity.engine.BodyCodec;
import io.comity.engine.Protocol;
import io.comity.mission.Reason;
import io.comity.observe.Counter;
import io.comity.reference.Export;
import io.comity.wire.CborReader;
import io.comity.wire.Fault;
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
    private static final int PART_ELEMENTS = 6;

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
        if (kind == UrMessage.PART && elements == PART_ELEMENTS) {
            acceptPart(in, plain);
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
            answer(ref, deliver(session.exports().find(ref), type, plain, in.sliceOffset(), length));
        }
    }

    private void answer(long ref, @Nullable Reason refused) {
        session.counters().add(refused == null ? Counter.DELIVERED : Counter.refused(refused));
        if (refused != null) {
            session.say(new UrMessage.Refuse(ref, refused.code()));
        }
    }

    private void acceptPart(CborReader in, byte[] plain) {
        long ref = in.uint();
        long type = in.uint();
        int total = (int) in.uint(Integer.MAX_VALUE);
        int offset = (int) in.uint(Integer.MAX_VALUE);
        int length = in.slice(Session.MAX_PLAIN_BYTES);
        if (in.fault() != null) {
            return;
        }
        Reason refused = offset == 0 ? mayBegin(ref, type, total) : null;
        if (refused == null) {
            assemble(in, ref, type, total, offset, plain, length);
        } else {
            answer(ref, refused);
        }
    }

    /** The gates of a cast that can be judged by its first part, before any memory is spent on it. */
    private @Nullable Reason mayBegin(long ref, long type, int total) {
        Export export = session.exports().find(ref);
        if (export == null) {
            return Reason.DENIED;
        }
        Reason refused = export.refused(type);
        if (refused != null) {
            return refused;
        }
        return total > session.maxBodyBytes() ? Reason.MALFORMED : null;
    }

    private void assemble(CborReader in, long ref, long type, int total, int offset, byte[] plain, int length) {
        switch (session.assembly().take(ref, type, total, offset, plain, in.sliceOffset(), length)) {
            case TAKEN, IGNORED -> {}
            case FULL -> answer(ref, Reason.OVERLOADED);
            case MALFORMED -> in.refuse(Fault.OUT_OF_RANGE);
            case COMPLETE -> {
                byte[] body = session.assembly().complete(ref);
                if (body != null) {
                    answer(ref, deliver(session.exports().find(ref), type, body, 0, body.length));
                }
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
                export.protocol(), protocol -> BodyCodec.decoder(protocol, session, session.maxBodyBytes()));
        return decoder.decode(export.protocolType(type), plain, offset, length) instanceof BodyCodec.Value decoded
                ? decoded.message()
                : null;
    }
}
