package io.comity.proxy;

import akka.actor.typed.ActorRef;
import io.comity.engine.BodyCodec;
import io.comity.engine.Protocol;
import io.comity.engine.References;
import io.comity.identity.NodeId;
import io.comity.mission.Reason;
import io.comity.observe.Counter;
import io.comity.observe.Counters;
import io.comity.reference.Export;
import io.comity.reference.ExportTable;
import io.comity.session.Link;
import io.comity.session.Outbox;
import io.comity.session.RecordSealer;
import io.comity.transport.LinkPort;
import io.comity.transport.Wire;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The stream of ur-messages with one peer, over one link. This is the hot path, so it is no actor: engines' threads append to
 * the outbox, the wire's thread seals from it, opens what arrives, passes it through the gates and tells the engine.
 *
 * <p>Gates in order: authentic next record, well-formed, target in the table, right open, use left, body of the protocol.
 */
final class Session implements LinkPort, References {
    /** How many control messages of a peer may wait for its NodeProxy; a peer that sends faster ends its link. */
    static final int MAX_CONTROL_IN_FLIGHT = 20_000;

    /**
     * Beyond it refusals are no longer passed on: a right that is withdrawn under full load comes back as one refusal for
     * every message on its way, faster than an actor handles them, and that is no fault of the peer.
     */
    static final int MAX_REFUSALS_IN_FLIGHT = MAX_CONTROL_IN_FLIGHT / 2;

    static final int MAX_PLAIN_BYTES = Wire.MAX_RECORD_BYTES - RecordSealer.TAG_BYTES;
    private static final int MAX_ELEMENTS = 8;
    private static final int CAST_ELEMENTS = 4;

    /** The largest body that fits a record whatever its ref and type; a peer with a short head may fill the record. */
    static final int MAX_BODY_BYTES = MAX_PLAIN_BYTES - UrMessages.MAX_CAST_HEAD_BYTES;

    private final Link link;
    private final Wire wire;
    private final Outbox outbox;
    private final ExportTable exports;
    private final ImportedReferences imported;
    private final Counters counters;
    private final Consumer<UrMessage> control;
    private final AtomicInteger controlInFlight = new AtomicInteger();
    private final CborWriter controlWriter = new CborWriter(256, MAX_PLAIN_BYTES);
    private volatile boolean closed;

    // Of the wire's thread:
    private final byte[] plainOut = new byte[MAX_PLAIN_BYTES];
    private final byte[] plainIn = new byte[MAX_PLAIN_BYTES];
    private final CborReader reader = new CborReader(plainIn, 0, 0);
    private final Map<Protocol<?>, BodyCodec.Decoder> decoders = new HashMap<>();

    Session(
            Link link,
            Wire wire,
            Outbox outbox,
            ExportTable exports,
            ImportedReferences imported,
            Counters counters,
            Consumer<UrMessage> control) {
        this.link = link;
        this.wire = wire;
        this.outbox = outbox;
        this.exports = exports;
        this.imported = imported;
        this.counters = counters;
        this.control = control;
    }

    NodeId peer() {
        return link.peer();
    }

    Link link() {
        return link;
    }

    ExportTable exports() {
        return exports;
    }

    /** Begins to carry; from here on the wire's thread calls in. */
    void start() {
        wire.attach(this);
    }

    /** Ends everything that came from this session. */
    void close() {
        closed = true;
        outbox.close();
        exports.close();
        imported.close();
    }

    /** Queues a cast, from any thread; the reason when it cannot be. */
    @Nullable
    Reason cast(byte[] head, int headLength, byte[] body, int bodyLength) {
        if (!outbox.append(head, 0, headLength, body, 0, bodyLength)) {
            return closed ? Reason.UNREACHABLE : Reason.OVERLOADED;
        }
        counters.add(Counter.SENT);
        wire.wake();
        return null;
    }

    /** Queues a control message ahead of all casts. What does not fit is lost with the link: the peer does not read. */
    void say(UrMessage message) {
        boolean queued;
        synchronized (controlWriter) {
            controlWriter.reset();
            UrMessages.write(controlWriter, message);
            queued = outbox.appendControl(controlWriter.buffer(), 0, controlWriter.length());
        }
        if (queued) {
            wire.wake();
        } else {
            wire.close();
        }
    }

    @Override
    public int seal(byte[] aad, int aadLength, byte[] out, int offset) {
        int length = outbox.drainTo(plainOut, 0, MAX_PLAIN_BYTES);
        if (length == 0) {
            return 0;
        }
        int sealed = link.sealer().seal(aad, aadLength, plainOut, 0, length, out, offset);
        if (sealed < 0) {
            wire.close();
            return 0;
        }
        return sealed;
    }

    @Override
    public boolean hasMore() {
        return !outbox.isEmpty();
    }

    @Override
    public boolean open(byte[] aad, int aadLength, byte[] record, int offset, int length) {
        int plain = link.opener().open(aad, aadLength, record, offset, length, plainIn, 0);
        if (plain < 0) {
            counters.add(Counter.DROPPED_RECORD);
            return false;
        }
        reader.reset(plainIn, 0, plain);
        while (!reader.atEnd()) {
            accept();
        }
        if (reader.fault() != null || controlInFlight.get() > MAX_CONTROL_IN_FLIGHT) {
            counters.add(Counter.DROPPED_PROTOCOL);
            return false;
        }
        return true;
    }

    /** The NodeProxy has handled one control message. */
    void controlHandled() {
        controlInFlight.decrementAndGet();
    }

    private void accept() {
        int elements = reader.array(MAX_ELEMENTS);
        int kind = UrMessages.kind(reader, elements);
        if (kind == UrMessage.CAST && elements == CAST_ELEMENTS) {
            acceptCast();
            return;
        }
        UrMessage message = UrMessages.read(reader, kind, elements);
        boolean heard = !(message instanceof UrMessage.Refuse) || controlInFlight.get() < MAX_REFUSALS_IN_FLIGHT;
        if (message != null && heard) {
            controlInFlight.incrementAndGet();
            control.accept(message);
        }
    }

    private void acceptCast() {
        long ref = reader.uint();
        long type = reader.uint();
        int length = reader.slice(MAX_PLAIN_BYTES);
        if (reader.fault() == null) {
            Reason refused = deliver(exports.find(ref), type, length);
            counters.add(refused == null ? Counter.DELIVERED : Counter.refused(refused));
            if (refused != null) {
                say(new UrMessage.Refuse(ref, refused.code()));
            }
        }
    }

    private @Nullable Reason deliver(@Nullable Export export, long type, int length) {
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
        exports.used(export);
        Object message = decode(export, type, length);
        if (message == null) {
            return Reason.MALFORMED;
        }
        export.target().tell(message);
        return null;
    }

    private @Nullable Object decode(Export export, long type, int length) {
        BodyCodec.Decoder decoder = decoders.computeIfAbsent(
                export.protocol(), protocol -> BodyCodec.decoder(protocol, this, MAX_PLAIN_BYTES));
        return decoder.decode(export.protocolType(type), plainIn, reader.sliceOffset(), length)
                        instanceof BodyCodec.Value decoded
                ? decoded.message()
                : null;
    }

    @Override
    public long export(ActorRef<?> ref, Protocol<?> protocol) {
        return exports.reference(ref, protocol, ImportedReferences.isAsk(ref));
    }

    @Override
    public @Nullable ActorRef<?> importRef(long index, Protocol<?> protocol) {
        return imported.actor(index, protocol, this);
    }
}
