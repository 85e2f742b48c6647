package io.comity.proxy;

import io.comity.engine.BodyCodec;
import io.comity.engine.EncodingException;
import io.comity.engine.Protocol;
import io.comity.mission.Reason;
import io.comity.reference.ExportTable;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessages;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns messages of one protocol into casts of one session. Its buffers are reused, so one thread at a time passes. */
final class Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);

    private final Protocol<?> protocol;
    private final Session session;
    private final BodyCodec.Encoder encoder;
    private final CborWriter head = new CborWriter(UrMessages.MAX_CAST_HEAD_BYTES, UrMessages.MAX_CAST_HEAD_BYTES);

    Outlet(Protocol<?> protocol, Session session) {
        this.protocol = protocol;
        this.session = session;
        this.encoder = BodyCodec.encoder(protocol, session, Session.MAX_BODY_BYTES);
    }

    /** Sends under the type's own place in the protocol, as references do. */
    @Nullable
    Reason send(long ref, Object message) {
        int type = protocol.indexOf(message.getClass());
        return type < 0 ? unsendable(message, "it is not a message of " + protocol) : send(ref, type, message);
    }

    /** Sends under the place the owner gave the type; the reason when it cannot be sent. */
    synchronized @Nullable Reason send(long ref, int type, Object message) {
        try {
            encoder.encode(message);
            head.reset();
            UrMessages.castHead(head, ref, type, encoder.length());
            return session.cast(head.buffer(), head.length(), encoder.buffer(), encoder.length());
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
