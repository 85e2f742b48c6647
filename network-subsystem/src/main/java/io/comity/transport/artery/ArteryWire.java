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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One logical wire over the association with a peer. Its life:
 * <pre>
 *  dialled: OPENING -> (OPENED) -> HANDSHAKE -> (attach) -> LINKED -> ENDED
 *  accepted:                       HANDSHAKE -> ...
 * </pre>
 * Artery cannot be stopped from reading for one wire alone, so what comes too early waits in its {@link Inflow}, and each
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

    private static final Inflow.Fault TWICE = new Inflow.Fault(Refusal.LINK, "what may be said once was said twice");

    private final long link;
    private final String remote;
    private final ActorRef gateway;
    private final Executor dispatcher;
    private final Consumer<ArteryWire> onEnd;
    private final CompletableFuture<Wire> opened = new CompletableFuture<>();
    private final Inflow inflow = new Inflow();
    private final Outflow outflow;
    private @Nullable String end;
    private @Nullable String refusal;
    private boolean closing;
    private boolean told;
    private int unwritten;
    private volatile boolean open;

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
        Sendable token = new Pull();
        this.outflow = new Outflow(() -> tell(token));
    }

    /** Completes when the other side has the wire too, or fails when the wire ended before. */
    CompletableFuture<Wire> opened() {
        return opened;
    }

    /** Whether the other side has the wire too. */
    boolean isOpen() {
        return open;
    }

    synchronized boolean isOver() {
        return end != null;
    }

    /** The link's number as the other side writes it. */
    long inboundLink() {
        return link ^ 1;
    }

    /** Asks the other side for the wire; see {@link Opening}. */
    void dial(UnaryOperator<byte[]> prover) {
        tell(new Opening(link, prover));
    }

    /** Says nothing, so that the other side knows that this one is still there. */
    void keepAlive() {
        tell(PacketKind.IDLE);
    }

    /** Tells the other side that the wire is there. */
    void answer() {
        open = true;
        tell(PacketKind.OPENED);
    }

    @Override
    public synchronized void open(FrameReceiver receiver) {
        inflow.open(receiver);
        if (end != null) {
            later(this::tellEnd);
        }
    }

    @Override
    public synchronized void next() {
        inflow.next();
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
        inflow.attach(port);
        if (end == null) {
            tell(PacketKind.READY);
            outflow.attach(port);
            later(this::deliver);
        }
    }

    @Override
    public void wake() {
        outflow.wake();
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
        if (end != null) {
            return Optional.of(Refusal.LINK);
        }
        int content = headerBytes + PacketKind.HEADER_BYTES;
        return switch (kind) {
            case OPENED -> answered();
            case FRAME -> frame(Arrays.copyOfRange(frame, content, frameBytes));
            case READY -> outflow.remoteReady() ? Optional.empty() : refuse(TWICE);
            case RECORD -> heard(inflow.record(frame, headerBytes, content, frameBytes - content));
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
        outflow.stop();
        inflow.clear();
        later(() -> opened.completeExceptionally(new WireException(remote + ": " + cause)));
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
        Optional<Refusal> refused = heard(inflow.frame(content));
        later(this::deliver);
        return refused;
    }

    private Optional<Refusal> remotelyClosed() {
        inflow.closedByRemote();
        return heard(Optional.empty());
    }

    private Optional<Refusal> heard(Optional<Inflow.Fault> fault) {
        if (fault.isEmpty() && inflow.isOver()) {
            end("closed by the other side");
        }
        return fault.flatMap(this::refuse);
    }

    private Optional<Refusal> refuse(Inflow.Fault fault) {
        if (fault.refusal() == Refusal.LINK) {
            refusal = fault.cause();
        }
        fail(fault.cause());
        return Optional.of(fault.refusal());
    }

    private Optional<Refusal> answered() {
        if (open) {
            return refuse(TWICE);
        }
        open = true;
        later(() -> opened.complete(this));
        return Optional.empty();
    }

    private synchronized int seal(byte[] frame, int headerBytes) {
        int sealed = 0;
        try {
            sealed = outflow.seal(frame, headerBytes, headerBytes + PacketKind.HEADER_BYTES);
        } catch (RuntimeException bug) {
            fail("its port failed: " + bug);
        }
        (sealed > 0 ? PacketKind.RECORD : PacketKind.IDLE).put(frame, headerBytes, link);
        return PacketKind.HEADER_BYTES + sealed;
    }

    private synchronized void deliver() {
        if (end == null) {
            heard(inflow.deliver());
        }
    }

    private synchronized void tellEnd() {
        String cause = end;
        if (cause == null || told || inflow.receiver().isEmpty()) {
            return;
        }
        told = true;
        FrameReceiver hearer = inflow.receiver().get();
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

    private void tell(PacketKind kind) {
        tell(new Packet(kind, link, new byte[0], this::settled));
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
