package io.comity.proxy;

import akka.actor.typed.ActorRef;
import io.comity.engine.BodyCodec;
import io.comity.engine.EncodingException;
import io.comity.engine.Protocol;
import io.comity.engine.References;
import io.comity.mission.Gate;
import io.comity.mission.Reason;
import io.comity.reference.ExportTable;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of one session for messages of one protocol, for any thread. Encoders are large, so all senders share a few: a
 * thread takes one from the place it falls on and puts it back, or makes one when another thread has it.
 */
final class Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);

    /** A power of two. */
    private static final int PENS = 4;

    private static final class Pen implements References {
        final BodyCodec.Encoder encoder;
        final CborWriter head = new CborWriter(UrMessages.MAX_CAST_HEAD_BYTES, UrMessages.MAX_CAST_HEAD_BYTES);
        private final ExportTable exports;
        private @Nullable Gate origin;
        private long reply;

        Pen(Protocol<?> protocol, Session session) {
            exports = session.exports();
            encoder = BodyCodec.encoder(protocol, this, session.maxBodyBytes());
        }

        /** Writes a message; the first one-shot ref in it, which makes it a call, or none. */
        long write(Object message, @Nullable Gate cause) {
            origin = cause;
            reply = UrMessage.NO_REPLY;
            encoder.encode(message);
            return reply;
        }

        @Override
        public long export(ActorRef<?> ref, Protocol<?> protocol) {
            boolean once = ImportedReferences.isAsk(ref);
            long index = exports.reference(ref, protocol, once, origin);
            reply = once && reply == UrMessage.NO_REPLY ? index : reply;
            return index;
        }

        @Override
        public @Nullable ActorRef<?> importRef(long index, Protocol<?> protocol) {
            return null;
        }
    }

    private final Protocol<?> protocol;
    private final Session session;
    private final AtomicReferenceArray<@Nullable Pen> pens = new AtomicReferenceArray<>(PENS);

    Outlet(Protocol<?> protocol, Session session) {
        this.protocol = protocol;
        this.session = session;
    }

    /** As {@link #send(long, Object, Gate)}, unasked. */
    @Nullable
    Reason send(long ref, Object message) {
        return send(ref, message, null);
    }

    /**
     * Sends under the type's own place in the protocol, as references do.
     *
     * @param origin the gate of the grant under which the peer asked for it; null when it did not
     */
    @Nullable
    Reason send(long ref, Object message, @Nullable Gate origin) {
        int type = protocol.indexOf(message.getClass());
        return type < 0
                ? unsendable(message, "it is not a message of " + protocol)
                : send(ref, type, message, Terms.NONE, origin);
    }

    /** Sends under the place the owner gave the type; the reason when it cannot be sent. */
    @Nullable
    Reason send(long ref, int type, Object message, Terms terms) {
        return send(ref, type, message, terms, null);
    }

    private @Nullable Reason send(long ref, int type, Object message, Terms terms, @Nullable Gate origin) {
        int place = (int) Thread.currentThread().getId() & PENS - 1;
        Pen taken = pens.getAndSet(place, null);
        Pen pen = taken == null ? new Pen(protocol, session) : taken;
        try {
            return send(pen, ref, type, message, terms, origin);
        } finally {
            pens.lazySet(place, pen);
        }
    }

    private @Nullable Reason send(Pen pen, long ref, int type, Object message, Terms terms, @Nullable Gate origin) {
        try {
            long reply = pen.write(message, origin);
            if (reply != UrMessage.NO_REPLY) {
                session.exports().asked(ref, reply);
            }
            Terms all = terms.answeredAt(reply);
            return session.cast(ref, type, all, pen.head, pen.encoder.buffer(), pen.encoder.length());
        } catch (EncodingException refused) {
            return unsendable(message, refused.getMessage());
        } catch (ExportTable.Full full) {
            return Reason.OVERLOADED;
        }
    }

    private Reason unsendable(Object message, @Nullable String why) {
        String what = message.getClass().getSimpleName();
        session.log().warn(LOG, "a {} for {} was not sent: {}", what, session.peer(), String.valueOf(why));
        return Reason.MALFORMED;
    }
}
