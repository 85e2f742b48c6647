package io.comity.transport.artery;

import akka.actor.ActorRef;
import io.comity.artery.Refusal;
import io.comity.transport.FrameReceiver;
import io.comity.transport.LinkPort;
import io.comity.transport.Wire;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One logical wire over the association with a peer. Its life:
 * <pre>
 *  dialled: OPENING -> (OPENED) -> HANDSHAKE -> (attach) -> LINKED -> ENDED
 *  accepted:                       HANDSHAKE -> ...
 * </pre>
 * Artery cannot be stopped from reading for one wire alone, so what comes too early waits in an {@link Antechamber}, and each
 * side says READY when its port is attached: before that no more than one record is sent.
 *
 * <p>Records are pulled: {@link #wake} puts one token into Artery's send queue, and what is sealed is sealed when Artery
 * serializes the token, with the header of that very envelope as associated data. At most one token is in flight, so a
 * slow peer costs no memory here.
 *
 * <p>"The wire's thread" is this object's monitor: the encoder seals, the inbound lane opens, frames come on the dispatcher,
 * and never two of them at once.
 */
final class ArteryWire implements Wire {
    /** Handshake frames that wait for Artery to write them; one more ends the wire. */
    static final int MAX_UNWRITTEN = 32;

    private final long link;
    private final String remote;
    private final ActorRef gateway;
    private final Executor dispatcher;
    private final Consumer<ArteryWire> onEnd;
    private final CompletableFuture<Wire> opened = new CompletableFuture<>();
    private final AtomicBoolean pulling = new AtomicBoolean();
    private final Antechamber early = new Antechamber();
    private final Sendable pull = new Pull();
    private @Nullable FrameReceiver receiver;
    private @Nullable LinkPort port;
    private @Nullable String end;
    private @Nullable String refusal;
    private boolean wanted;
    private boolean remoteReady;
    private boolean remoteClosed;
    private boolean sentEarly;
    private boolean closing;
    private boolean told;
    private int unwritten;
    private volatile boolean flowing;

    /**
     * @param link as this side writes it
     * @param gateway the peer's
     * @param onEnd hears once that the wire ended
     */
    ArteryWire(long link, String remote, ActorRef gateway, Executor dispatcher, Consumer<ArteryWire> onEnd) {
        this.link = link;
        this.remote = remote;
        this.gateway = gateway;
        this.dispatcher = dispatcher;
        this.onEnd = onEnd;
    }

    /** Completes when the other side has the wire too. */
    CompletableFuture<Wire> opened() {
        return opened;
    }

    /** The link's number as the other side writes it. */
    long inboundLink() {
        return link ^ 1;
    }

    /** Asks the other side for the wire. */
    void dial() {
        tell(new Packet(PacketKind.OPEN, link, new byte[0], this::settled));
    }

    /** Tells the other side that the wire is there. */
    void answer() {
        opened.complete(this);
        tell(new Packet(PacketKind.OPENED, link, new byte[0], this::settled));
    }

    @Override
    public synchronized void open(FrameReceiver receiver) {
        this.receiver = receiver;
        if (end != null) {
            later(this::tellEnd);
        }
    }

    @Override
    public synchronized void next() {
        wanted = true;
        later(this::deliver);
    }

    @Override
    public synchronized void send(byte[] frame) {
        if (closing || end != null) {
            return;
        }
        if (frame.length > MAX_RECORD_BYTES + 1 || unwritten >= MAX_UNWRITTEN) {
            fail("more handshake than a wire takes");
            return;
        }
        unwritten++;
        tell(new Packet(PacketKind.FRAME, link, frame.clone(), this::settled));
    }

    @Override
    public synchronized void attach(LinkPort port) {
        this.port = port;
        if (end == null) {
            tell(Packet.of(PacketKind.READY, link));
            flow();
            later(this::deliver);
        }
    }

    @Override
    public void wake() {
        if (flowing && !pulling.get() && pulling.compareAndSet(false, true)) {
            tell(pull);
        }
    }

    @Override
    public synchronized void close() {
        if (!closing && end == null) {
            closing = true;
            tell(new Packet(PacketKind.CLOSE, link, new byte[0], written -> end("closed here")));
        }
    }

    @Override
    public String remote() {
        return remote;
    }

    /** Takes what the other side says of this wire. */
    synchronized Optional<Refusal> packet(PacketKind kind, byte[] frame, int headerBytes, int frameBytes) {
        int content = headerBytes + PacketKind.HEADER_BYTES;
        return switch (kind) {
            case OPENED -> said(opened.complete(this));
            case FRAME -> frame(Arrays.copyOfRange(frame, content, frameBytes));
            case READY -> ready();
            case RECORD -> record(frame, headerBytes, content, frameBytes - content);
            case IDLE -> Optional.empty();
            case CLOSE -> remotelyClosed();
            case OPEN -> Optional.of(Refusal.LINK);
        };
    }

    /** Ends the wire because what carried it is gone; the other side is not told. */
    synchronized void end(String cause) {
        if (end != null) {
            return;
        }
        end = cause;
        flowing = false;
        early.clear();
        opened.completeExceptionally(new WireException(remote + ": " + cause));
        onEnd.accept(this);
        later(this::tellEnd);
    }

    /** Ends the wire and tells the other side. */
    synchronized void fail(String cause) {
        if (end == null) {
            tell(Packet.of(PacketKind.CLOSE, link));
            end(cause);
        }
    }

    private Optional<Refusal> frame(byte[] content) {
        if (port != null || content.length > MAX_HANDSHAKE_FRAME_BYTES || !early.hold(content)) {
            return refuse(Refusal.LINK, "handshake frames where none may come");
        }
        later(this::deliver);
        return Optional.empty();
    }

    private Optional<Refusal> ready() {
        if (remoteReady) {
            return refuse(Refusal.LINK, "ready twice");
        }
        remoteReady = true;
        if (port != null) {
            flow();
        }
        return Optional.empty();
    }

    private Optional<Refusal> remotelyClosed() {
        remoteClosed = true;
        if (early.isEmpty()) {
            end("closed by the other side");
        }
        return Optional.empty();
    }

    private Optional<Refusal> record(byte[] frame, int headerBytes, int offset, int length) {
        if (length > MAX_RECORD_BYTES) {
            return refuse(Refusal.LINK, "a record that is too long");
        }
        LinkPort taker = port;
        if (taker == null) {
            boolean held =
                    early.hold(new Antechamber.Record(Arrays.copyOf(frame, offset + length), headerBytes, offset));
            return held ? Optional.empty() : refuse(Refusal.LINK, "records where none may come");
        }
        openEarly(taker);
        return open(taker, frame, headerBytes, offset, length);
    }

    private Optional<Refusal> open(LinkPort taker, byte[] frame, int headerBytes, int offset, int length) {
        if (end != null) {
            return Optional.of(Refusal.LINK);
        }
        try {
            if (taker.open(frame, headerBytes, frame, offset, length)) {
                return Optional.empty();
            }
            fail("a record that is not the next one");
            return Optional.of(Refusal.RECORD);
        } catch (RuntimeException bug) {
            fail("its port failed: " + bug);
            return Optional.of(Refusal.BUG);
        }
    }

    /** What came before the port did goes first. */
    private void openEarly(LinkPort taker) {
        Antechamber.Record first = early.takeRecord();
        if (first != null) {
            open(taker, first.frame(), first.headerBytes(), first.offset(), first.length());
        }
    }

    private Optional<Refusal> refuse(Refusal refused, String cause) {
        refusal = cause;
        fail(cause);
        return Optional.of(refused);
    }

    private Optional<Refusal> said(boolean first) {
        return first ? Optional.empty() : refuse(Refusal.LINK, "opened twice");
    }

    private void flow() {
        if (end == null && (remoteReady || !sentEarly)) {
            flowing = true;
            wake();
        }
    }

    private synchronized int seal(byte[] frame, int headerBytes) {
        LinkPort source = port;
        int offset = headerBytes + PacketKind.HEADER_BYTES;
        int sealed = 0;
        if (source != null && end == null) {
            sealed = seal(source, frame, headerBytes, offset);
        }
        (sealed > 0 ? PacketKind.RECORD : PacketKind.IDLE).put(frame, headerBytes, link);
        return PacketKind.HEADER_BYTES + sealed;
    }

    /** Whoever queues something after {@code hasMore} was asked finds {@code pulling} false and wakes the wire itself. */
    private int seal(LinkPort source, byte[] frame, int headerBytes, int offset) {
        try {
            int sealed = flowing ? source.seal(frame, headerBytes, frame, offset) : 0;
            if (sealed > 0 && !remoteReady) {
                sentEarly = true;
                flowing = false;
            }
            pulling.set(false);
            if (source.hasMore()) {
                wake();
            }
            return sealed;
        } catch (RuntimeException bug) {
            fail("its port failed: " + bug);
            return 0;
        }
    }

    private synchronized void deliver() {
        FrameReceiver hearer = receiver;
        if (end != null || hearer == null) {
            return;
        }
        LinkPort taker = port;
        if (taker != null) {
            openEarly(taker);
        } else if (wanted) {
            deliver(hearer);
        }
        if (remoteClosed && early.isEmpty() && (wanted || port != null)) {
            end("closed by the other side");
        }
    }

    private void deliver(FrameReceiver hearer) {
        byte[] frame = early.takeFrame();
        if (frame == null) {
            return;
        }
        wanted = false;
        try {
            hearer.frame(frame);
        } catch (RuntimeException bug) {
            fail("its receiver failed: " + bug);
        }
    }

    private synchronized void tellEnd() {
        FrameReceiver hearer = receiver;
        String cause = end;
        if (hearer == null || cause == null || told) {
            return;
        }
        told = true;
        String refused = refusal;
        if (refused != null) {
            hearer.refused(refused);
        }
        hearer.closed(cause);
    }

    private synchronized void settled(boolean written) {
        unwritten = Math.max(0, unwritten - 1);
        if (!written) {
            end("the connection was lost");
        }
    }

    private void tell(Sendable packet) {
        gateway.tell(packet, ActorRef.noSender());
    }

    private void later(Runnable step) {
        dispatcher.execute(step);
    }

    private final class Pull implements Sendable {
        @Override
        public int write(byte[] frame, int headerBytes) {
            return seal(frame, headerBytes);
        }

        @Override
        public void lost() {
            end("the connection was lost");
        }
    }
}
