package io.comity.proxy;

import io.comity.engine.BodyCodec;
import io.comity.engine.EncodingException;
import io.comity.engine.Protocol;
import io.comity.mission.Reason;
import io.comity.reference.ExportTable;
import io.comity.wire.CborWriter;
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

    private static final class Pen {
        final BodyCodec.Encoder encoder;
        final CborWriter head = new CborWriter(UrMessages.MAX_CAST_HEAD_BYTES, UrMessages.MAX_CAST_HEAD_BYTES);

        Pen(Protocol<?> protocol, Session session) {
            encoder = BodyCodec.encoder(protocol, session, session.maxBodyBytes());
        }
    }

    private final Protocol<?> protocol;
    private final Session session;
    private final AtomicReferenceArray<@Nullable Pen> pens = new AtomicReferenceArray<>(PENS);

    Outlet(Protocol<?> protocol, Session session) {
        this.protocol = protocol;
        this.session = session;
    }

    /** Sends under the type's own place in the protocol, as references do. */
    @Nullable
    Reason send(long ref, Object message) {
        int type = protocol.indexOf(message.getClass());
        return type < 0
                ? unsendable(message, "it is not a message of " + protocol)
                : send(ref, type, message, Terms.NONE);
    }

    /** Sends under the place the owner gave the type; the reason when it cannot be sent. */
    @Nullable
    Reason send(long ref, int type, Object message, Terms terms) {
        int place = (int) Thread.currentThread().getId() & PENS - 1;
        Pen taken = pens.getAndSet(place, null);
        Pen pen = taken == null ? new Pen(protocol, session) : taken;
        try {
            return send(pen, ref, type, message, terms);
        } finally {
            pens.lazySet(place, pen);
        }
    }

    private @Nullable Reason send(Pen pen, long ref, int type, Object message, Terms terms) {
        try {
            BodyCodec.Encoder encoder = pen.encoder;
            encoder.encode(message);
            return session.cast(ref, type, terms, pen.head, encoder.buffer(), encoder.length());
        } catch (EncodingException refused) {
            return unsendable(message, refused.getMessage());
        } catch (ExportTable.Full full) {
            return Reason.OVERLOADED;
        }
    }

    private Reason unsendable(Object message, @Nullable String why) {
        LOG.warn("a {} for {} was not sent: {}", message.getClass().getSimpleName(), session.peer(), why);
        return Reason.MALFORMED;
    }
}
