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
 * messages go to the NodeProxy. Gates in order: well-formed, target in the table, right open, in time, use left, body of the protocol.
 * Of the wire's thread.
 */
final class Inbound {
    private final Session session;
    private final Map<Protocol<?>, BodyCodec.Decoder> decoders = new HashMap<>();

    Inbound(Session session) {
        this.session = session;
    }

    /** Takes the rest of a message that {@code in} has entered; a fault is the reader's. */
    void accept(CborReader in, byte[] plain, int kind, int elements) {
        if (kind == UrMessage.CAST && isOneMoreAtMost(elements, UrMessages.CAST_ELEMENTS)) {
            acceptCast(in, plain, elements > UrMessages.CAST_ELEMENTS);
            return;
        }
        if (kind == UrMessage.PART && isOneMoreAtMost(elements, UrMessages.PART_ELEMENTS)) {
            acceptPart(in, plain, elements > UrMessages.PART_ELEMENTS);
            return;
        }
        UrMessage message = UrMessages.read(in, kind, elements);
        if (message != null && session.admitControl(message)) {
            session.tell(new Session.Said(session, message));
        }
    }

    /** The one more is a deadline. */
    private static boolean isOneMoreAtMost(int elements, int least) {
        return elements == least || elements == least + 1;
    }

    private void acceptCast(CborReader in, byte[] plain, boolean limited) {
        long ref = in.uint();
        long type = in.uint();
        long deadline = limited ? in.uint() : UrMessage.NO_DEADLINE;
        int length = in.slice(Session.MAX_PLAIN_BYTES);
        if (in.fault() == null) {
            answer(ref, deliver(ref, type, deadline, plain, in.sliceOffset(), length));
        }
    }

    private void answer(long ref, @Nullable Reason refused) {
        session.counters().add(refused == null ? Counter.DELIVERED : Counter.refused(refused));
        if (refused != null) {
            session.say(new UrMessage.Refuse(ref, refused.code()));
        }
    }

    private void acceptPart(CborReader in, byte[] plain, boolean limited) {
        long ref = in.uint();
        long type = in.uint();
        long deadline = limited ? in.uint() : UrMessage.NO_DEADLINE;
        int total = (int) in.uint(Integer.MAX_VALUE);
        int offset = (int) in.uint(Integer.MAX_VALUE);
        int length = in.slice(Session.MAX_PLAIN_BYTES);
        if (in.fault() != null) {
            return;
        }
        Reason refused = offset == 0 ? mayBegin(ref, type, deadline, total) : null;
        if (refused == null) {
            assemble(in, ref, type, deadline, total, offset, plain, length);
        } else {
            answer(ref, refused);
        }
    }

    /** The gates of a cast that can be judged by its first part, before any memory is spent on it. */
    private @Nullable Reason mayBegin(long ref, long type, long deadline, int total) {
        Reason refused = refused(session.exports().find(ref), type, deadline);
        if (refused != null) {
            return refused;
        }
        return total > session.maxBodyBytes() ? Reason.MALFORMED : null;
    }

    private @Nullable Reason refused(@Nullable Export export, long type, long deadline) {
        if (export == null) {
            return Reason.DENIED;
        }
        Reason refused = export.refused(type);
        return refused == null && session.isOver(deadline) ? Reason.EXPIRED : refused;
    }

    private void assemble(
            CborReader in, long ref, long type, long deadline, int total, int offset, byte[] plain, int length) {
        switch (session.assembly().take(ref, type, total, offset, plain, in.sliceOffset(), length)) {
            case TAKEN, IGNORED -> {}
            case FULL -> answer(ref, Reason.OVERLOADED);
            case MALFORMED -> in.refuse(Fault.OUT_OF_RANGE);
            case COMPLETE -> {
                byte[] body = session.assembly().complete(ref);
                if (body != null) {
                    answer(ref, deliver(ref, type, deadline, body, 0, body.length));
                }
            }
        }
    }

    private @Nullable Reason deliver(long ref, long type, long deadline, byte[] plain, int offset, int length) {
        Export export = session.exports().find(ref);
        Reason refused = refused(export, type, deadline);
        if (export == null || refused != null) {
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
