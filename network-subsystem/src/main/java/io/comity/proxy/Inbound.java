package io.comity.proxy;

import akka.actor.typed.ActorRef;
import io.comity.engine.BodyCodec;
import io.comity.engine.Protocol;
import io.comity.engine.References;
import io.comity.mission.Evidence;
import io.comity.mission.Grant;
import io.comity.mission.Reason;
import io.comity.mission.Verdict;
import io.comity.observe.Counter;
import io.comity.reference.Export;
import io.comity.reference.Passage;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.Fault;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What one session does with the messages in an authentic record: casts pass the gates and are told to their engines, control
 * messages go to the NodeProxy. Gates in order: well-formed, target in the table, right open, in time, within the grant's
 * limits, use left, body of the protocol.
 * Of the wire's thread.
 */
final class Inbound implements References {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Session session;
    private final Map<Protocol<?>, BodyCodec.Decoder> decoders = new HashMap<>();
    private final Passage passage = new Passage();
    private final Witness witness;
    private final Restraint restraint;
    private final CborWriter whole = new CborWriter(UrMessages.MAX_CAST_HEAD_BYTES, UrMessages.MAX_CAST_HEAD_BYTES);

    // The head of the cast at hand, and whether its body has named the ref to which its answer goes.
    private long ref;
    private long type;
    private long deadline;
    private long reply;
    private boolean isReplyNamed;
    private int heapBytes;

    Inbound(Session session) {
        this.session = session;
        this.witness = session.witness();
        this.restraint = new Restraint(
                session.heartbeat(), new SplittableRandom(session.name().hashCode()));
    }

    /** A record has come: its time is looked up once for all of its messages. */
    void begin(byte[] plain, int length) {
        witness.begin(plain, length);
        passage.at(session.clock().unixSeconds(), session.clock().nanos());
    }

    /** The record is over; false when it ended where it may not. */
    boolean end() {
        return witness.end();
    }

    /** How long nothing more is to be read of the link, for what the record brought. */
    long restNanos() {
        return restraint.restNanos();
    }

    /** Takes the rest of a message that {@code in} has entered; a fault is the reader's. */
    void accept(CborReader in, byte[] plain, int kind, int elements) {
        boolean isCall = kind == UrMessage.CALL || kind == UrMessage.PIECE;
        boolean isWhole = kind == UrMessage.CAST || kind == UrMessage.CALL;
        if (isWhole || kind == UrMessage.PART || kind == UrMessage.PIECE) {
            int least = (isWhole ? UrMessages.CAST_ELEMENTS : UrMessages.PART_ELEMENTS) + (isCall ? 1 : 0);
            if (elements != least && elements != least + 1) {
                in.refuse(Fault.WRONG_COUNT);
                return;
            }
            head(in, elements > least, isCall);
            if (isWhole) {
                acceptCast(in, plain);
            } else {
                acceptPart(in, plain);
            }
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

    private void head(CborReader in, boolean isLimited, boolean isCall) {
        ref = in.uint();
        type = in.uint();
        deadline = isLimited ? in.uint() : UrMessage.NO_DEADLINE;
        reply = isCall ? in.uint() : UrMessage.NO_REPLY;
        isReplyNamed = false;
        if (isCall && !ImportedReferences.isOnce(reply)) {
            in.refuse(Fault.OUT_OF_RANGE);
        }
    }

    private void acceptCast(CborReader in, byte[] plain) {
        int length = in.slice(Session.MAX_PLAIN_BYTES);
        if (in.fault() == null) {
            Export export = session.exports().find(ref);
            long verdict = admit(export, length, witness.cast());
            answer(
                    export == null || verdict != Verdict.ADMITTED
                            ? verdict
                            : deliver(export, plain, in.sliceOffset(), length));
        }
    }

    private void answer(long verdict) {
        witness.judged(
                verdict == Verdict.ADMITTED ? null : Verdict.reason(verdict).orElse(Reason.DENIED), passage.grant());
        if (verdict == Verdict.ADMITTED) {
            session.counters().add(Counter.DELIVERED);
            restraint.served();
            return;
        }
        restraint.refused(verdict, session.isOver(deadline));
        Reason refused = Verdict.reason(verdict).orElse(Reason.DENIED);
        session.counters().add(Counter.refused(refused));
        session.say(new UrMessage.Refuse(ref, refused.code(), retryMillis(verdict), reply));
    }

    /** Rounded up: who comes back then is not too early. */
    private static long retryMillis(long verdict) {
        long nanos = Verdict.retryAfterNs(verdict);
        return nanos / NANOS_PER_MILLI + (nanos % NANOS_PER_MILLI > 0 ? 1 : 0);
    }

    private void acceptPart(CborReader in, byte[] plain) {
        int total = (int) in.uint(Integer.MAX_VALUE);
        int offset = (int) in.uint(Integer.MAX_VALUE);
        int length = in.slice(Session.MAX_PLAIN_BYTES);
        if (in.fault() != null || offset > 0 && witness.isOwing()) {
            in.refuse(Fault.OUT_OF_RANGE);
            return;
        }
        long verdict = offset == 0 ? mayBegin(total) : Verdict.ADMITTED;
        if (verdict == Verdict.ADMITTED) {
            assemble(in, total, offset, plain, length);
        } else {
            witness.drop(ref);
            answer(verdict);
        }
    }

    /** A long cast is judged, and counted, by its first part, before any memory is spent on it. */
    private long mayBegin(int total) {
        Evidence proven = witness.part(ref);
        return total > session.maxBodyBytes()
                ? Verdict.refused(Reason.MALFORMED)
                : admit(session.exports().find(ref), total, proven);
    }

    /** All gates before the body, those first that cost nothing. */
    private long admit(@Nullable Export export, int bytes, Evidence proven) {
        passage.of(bytes, reply != UrMessage.NO_REPLY, proven);
        Reason refused = refused(export);
        if (export == null || refused != null) {
            return Verdict.refused(refused == null ? Reason.DENIED : refused);
        }
        long verdict = export.admit(type, passage);
        Grant counted = verdict == Verdict.ADMITTED ? passage.inFlight() : null;
        return counted == null || session.exports().calls().begin(reply, counted)
                ? verdict
                : Verdict.refused(Reason.OVERLOADED);
    }

    private @Nullable Reason refused(@Nullable Export export) {
        if (export == null) {
            return Reason.DENIED;
        }
        Reason refused = export.refused(type);
        if (refused == null && session.isOver(deadline)) {
            return Reason.EXPIRED;
        }
        return refused == null && export.isOverloaded() ? Reason.OVERLOADED : refused;
    }

    private void assemble(CborReader in, int total, int offset, byte[] plain, int length) {
        switch (session.assembly().take(ref, type, reply, total, offset, plain, in.sliceOffset(), length)) {
            case TAKEN, IGNORED -> {}
            case FULL -> {
                witness.drop(ref);
                answer(unanswered(Reason.OVERLOADED));
            }
            case MALFORMED -> in.refuse(Fault.OUT_OF_RANGE);
            case COMPLETE -> {
                byte[] body = session.assembly().complete(ref);
                if (body == null || !isProven(body)) {
                    in.refuse(Fault.OUT_OF_RANGE);
                } else {
                    answer(complete(session.exports().find(ref), body));
                }
            }
        }
    }

    /** A signature that was to come true with the last part, and does not, is the peer's fault. */
    private boolean isProven(byte[] body) {
        whole.reset();
        UrMessages.castHead(whole, ref, (int) type, deadline, reply, body.length);
        return witness.complete(ref, type, whole, body);
    }

    /** What has happened since its first part? */
    private long complete(@Nullable Export export, byte[] body) {
        passage.of(body.length, reply != UrMessage.NO_REPLY, Evidence.ALWAYS);
        Reason refused = refused(export);
        if (export == null || refused != null) {
            return unanswered(refused == null ? Reason.DENIED : refused);
        }
        export.complete(type, passage);
        return deliver(export, body, 0, body.length);
    }

    private long deliver(Export export, byte[] plain, int offset, int length) {
        if (!export.use()) {
            return unanswered(Reason.DENIED);
        }
        session.exports().used(export);
        Object message = decode(export, plain, offset, length);
        if (message == null) {
            return unanswered(Reason.MALFORMED);
        }
        if (!isReplyNamed) {
            finish();
        }
        if (export.tell(message, Math.max(length, heapBytes))) {
            restraint.farAhead();
        }
        return Verdict.ADMITTED;
    }

    private long unanswered(Reason refused) {
        finish();
        return Verdict.refused(refused);
    }

    /** An admitted call will not be answered, so it is in flight no longer. */
    private void finish() {
        Grant counted = passage.inFlight();
        if (counted != null) {
            session.exports().calls().finish(reply, counted);
        }
    }

    private @Nullable Object decode(Export export, byte[] plain, int offset, int length) {
        BodyCodec.Decoder decoder = decoders.computeIfAbsent(
                export.protocol(), protocol -> BodyCodec.decoder(protocol, this, session.maxBodyBytes()));
        BodyCodec.Decoded decoded = decoder.decode(export.protocolType(type), plain, offset, length);
        heapBytes = decoder.heapBytes();
        return decoded instanceof BodyCodec.Value value ? value.message() : null;
    }

    /** Where the calls in flight are limited, no answer may be asked for that was not declared. */
    @Override
    public @Nullable ActorRef<?> importRef(long index, Protocol<?> protocol) {
        boolean isDeclared = index == reply && !isReplyNamed;
        isReplyNamed |= isDeclared;
        return ImportedReferences.isOnce(index) && !isDeclared && passage.limitsCalls()
                ? null
                : session.imported().actor(index, protocol, session, passage.origin());
    }

    @Override
    public long export(ActorRef<?> target, Protocol<?> protocol) {
        throw new IllegalStateException("what comes in names nobody here");
    }
}
