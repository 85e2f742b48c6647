package io.comity.proxy;

import io.comity.engine.BodyCodec;
import io.comity.engine.Protocol;
import io.comity.mission.Evidence;
import io.comity.mission.Reason;
import io.comity.mission.Verdict;
import io.comity.observe.Counter;
import io.comity.reference.Clearance;
import io.comity.reference.Export;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.Fault;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one session does with the messages in an authentic record: casts pass the gates and are told to their engines, control
 * messages go to the NodeProxy. Gates in order: well-formed, target in the table, right open, in time, within the grant's
 * limits, use left, body of the protocol.
 * Of the wire's thread.
 */
final class Inbound {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Session session;
    private final Map<Protocol<?>, BodyCodec.Decoder> decoders = new HashMap<>();

    /** When the record came: looked up once for all of its messages. */
    private long nowNanos;

    private long nowSeconds;

    Inbound(Session session) {
        this.session = session;
        this.witness = session.witness();
    }

    /** The record is over; false when it ended where it may not. */
    boolean end() {
        return witness.end();
    }

    private final Witness witness;
    private final Clearance clearance = new Clearance();
    private final CborWriter head = new CborWriter(UrMessages.MAX_CAST_HEAD_BYTES, UrMessages.MAX_CAST_HEAD_BYTES);

    /** A record has come. */
    void begin(byte[] plain, int length) {
        witness.begin(plain, length);
        nowNanos = session.clock().nanos();
        nowSeconds = session.clock().unixSeconds();
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
        if (kind == UrMessage.EVIDENCE) {
            if (!witness.take(in, elements)) {
                in.refuse(Fault.OUT_OF_RANGE);
            }
            return;
        }
        UrMessage message = UrMessages.read(in, kind, elements);
        if (witness.isOwing()) {
            in.refuse(Fault.OUT_OF_RANGE);
        }
        if (in.fault() == null && message != null && session.admitControl(message)) {
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
            Export export = session.exports().find(ref);
            long verdict = admit(export, type, deadline, length, witness.cast());
            answer(
                    ref,
                    export == null || verdict != Verdict.ADMITTED
                            ? verdict
                            : deliver(export, type, plain, in.sliceOffset(), length));
        }
    }

    private void answer(long ref, long verdict) {
        witness.judged(
                verdict == Verdict.ADMITTED ? null : Verdict.reason(verdict).orElse(Reason.DENIED), clearance.grant());
        if (verdict == Verdict.ADMITTED) {
            session.counters().add(Counter.DELIVERED);
            return;
        }
        Reason refused = Verdict.reason(verdict).orElse(Reason.DENIED);
        session.counters().add(Counter.refused(refused));
        session.say(new UrMessage.Refuse(ref, refused.code(), retryMillis(verdict)));
    }

    /** Rounded up: who comes back then is not too early. */
    private static long retryMillis(long verdict) {
        long nanos = Verdict.retryAfterNs(verdict);
        return nanos / NANOS_PER_MILLI + (nanos % NANOS_PER_MILLI > 0 ? 1 : 0);
    }

    private void acceptPart(CborReader in, byte[] plain, boolean limited) {
        long ref = in.uint();
        long type = in.uint();
        long deadline = limited ? in.uint() : UrMessage.NO_DEADLINE;
        int total = (int) in.uint(Integer.MAX_VALUE);
        int offset = (int) in.uint(Integer.MAX_VALUE);
        int length = in.slice(Session.MAX_PLAIN_BYTES);
        if (in.fault() != null || offset > 0 && witness.isOwing()) {
            in.refuse(Fault.OUT_OF_RANGE);
            return;
        }
        long verdict = offset == 0 ? mayBegin(ref, type, deadline, total) : Verdict.ADMITTED;
        if (verdict == Verdict.ADMITTED) {
            assemble(in, ref, type, deadline, total, offset, plain, length);
        } else {
            witness.drop(ref);
            answer(ref, verdict);
        }
    }

    /** A long cast is judged, and counted, by its first part, before any memory is spent on it. */
    private long mayBegin(long ref, long type, long deadline, int total) {
        Evidence proven = witness.part(ref);
        return total > session.maxBodyBytes()
                ? Verdict.refused(Reason.MALFORMED)
                : admit(session.exports().find(ref), type, deadline, total, proven);
    }

    /** All gates before the body, those first that cost nothing. */
    private long admit(@Nullable Export export, long type, long deadline, int bytes, Evidence proven) {
        clearance.of(proven);
        Reason refused = refused(export, type, deadline);
        if (export == null || refused != null) {
            return Verdict.refused(refused == null ? Reason.DENIED : refused);
        }
        return export.admit(type, bytes, nowSeconds, nowNanos, clearance);
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
            case FULL -> {
                witness.drop(ref);
                answer(ref, Verdict.refused(Reason.OVERLOADED));
            }
            case MALFORMED -> in.refuse(Fault.OUT_OF_RANGE);
            case COMPLETE -> {
                byte[] body = session.assembly().complete(ref);
                if (body == null || !isProven(ref, type, deadline, body)) {
                    in.refuse(Fault.OUT_OF_RANGE);
                } else {
                    answer(ref, complete(session.exports().find(ref), type, deadline, body));
                }
            }
        }
    }

    /** A signature that was to come true with the last part, and does not, is the peer's fault. */
    private boolean isProven(long ref, long type, long deadline, byte[] body) {
        clearance.of(Evidence.ALWAYS);
        head.reset();
        UrMessages.castHead(head, ref, (int) type, deadline, body.length);
        return witness.complete(ref, type, head, body);
    }

    /** What has happened since its first part? */
    private long complete(@Nullable Export export, long type, long deadline, byte[] body) {
        Reason refused = refused(export, type, deadline);
        return export == null || refused != null
                ? Verdict.refused(refused == null ? Reason.DENIED : refused)
                : deliver(export, type, body, 0, body.length);
    }

    private long deliver(Export export, long type, byte[] plain, int offset, int length) {
        if (!export.use()) {
            return Verdict.refused(Reason.DENIED);
        }
        session.exports().used(export);
        Object message = decode(export, type, plain, offset, length);
        if (message == null) {
            return Verdict.refused(Reason.MALFORMED);
        }
        export.target().tell(message);
        return Verdict.ADMITTED;
    }

    private @Nullable Object decode(Export export, long type, byte[] plain, int offset, int length) {
        BodyCodec.Decoder decoder = decoders.computeIfAbsent(
                export.protocol(), protocol -> BodyCodec.decoder(protocol, session, session.maxBodyBytes()));
        return decoder.decode(export.protocolType(type), plain, offset, length) instanceof BodyCodec.Value decoded
                ? decoded.message()
                : null;
    }
}
