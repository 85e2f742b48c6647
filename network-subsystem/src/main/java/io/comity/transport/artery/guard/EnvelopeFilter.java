package io.comity.transport.artery.guard;

import akka.remote.artery.EnvelopeBuffer;
import akka.remote.artery.EnvelopeBufferPool;
import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import io.comity.artery.CanonicalHeader;
import io.comity.artery.CanonicalHeader.Verdict;
import io.comity.artery.Endpoint;
import io.comity.artery.Handshake;
import io.comity.artery.Refusal;
import io.comity.artery.SignedSerializer;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands before Artery's decoder, which retries recipients it does not know while every peer waits, and drops every envelope
 * without the one canonical header, or under a uid that nobody has proven and that it does not prove itself.
 */
final class EnvelopeFilter extends GraphStage<FlowShape<EnvelopeBuffer, EnvelopeBuffer>> {
    private static final int MAX_HANDSHAKE_FRAME = CanonicalHeader.HANDSHAKE_BYTES + Handshake.MAX_BYTES;

    private final Inlet<EnvelopeBuffer> in = Inlet.create("filter.in");
    private final Outlet<EnvelopeBuffer> out = Outlet.create("filter.out");
    private final FlowShape<EnvelopeBuffer, EnvelopeBuffer> shape = FlowShape.of(in, out);
    private final Doorkeeper doorkeeper;
    private final EnvelopeBufferPool pool;

    EnvelopeFilter(Doorkeeper doorkeeper, EnvelopeBufferPool pool) {
        this.doorkeeper = doorkeeper;
        this.pool = pool;
    }

    @Override
    public FlowShape<EnvelopeBuffer, EnvelopeBuffer> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    /** Judges the bytes of a frame, wherever they are. Not thread-safe. */
    static final class Judge {
        private final Doorkeeper doorkeeper;
        private @Nullable CanonicalHeader header;
        private byte[] head = {};

        Judge(Doorkeeper doorkeeper) {
            this.doorkeeper = doorkeeper;
        }

        /** Looks at {@code [0, limit)}; empty when it may pass. */
        Optional<Refusal> judge(ByteBuffer frame) {
            CanonicalHeader canonical = canonical();
            int end = frame.limit();
            if (canonical == null || end < CanonicalHeader.HANDSHAKE_BYTES || end > SignedSerializer.MAX_FRAME) {
                return Optional.of(Refusal.FRAMING);
            }
            int available = Math.min(end, head.length);
            frame.get(0, head, 0, available);
            long uid = CanonicalHeader.uid(head, 0);
            Verdict verdict = canonical.check(head, 0, available, uid);
            if (!verdict.isAccepted()) {
                return Optional.of(verdict.refusal());
            }
            if (verdict == Verdict.PACKET) {
                return doorkeeper.envelope(uid, Optional.empty());
            }
            if (end > MAX_HANDSHAKE_FRAME) {
                return Optional.of(Refusal.FRAMING);
            }
            byte[] whole = new byte[end];
            frame.get(0, whole);
            return doorkeeper.envelope(uid, Optional.of(whole));
        }

        private @Nullable CanonicalHeader canonical() {
            Optional<Endpoint> self = doorkeeper.self();
            if (header == null && self.isPresent()) {
                header = new CanonicalHeader(self.get());
                head = new byte[header.packetBytes()];
            }
            return header;
        }
    }

    private final class Logic extends GraphStageLogic {
        private final Judge judge = new Judge(doorkeeper);

        Logic() {
            super(shape);
            setHandlers(in, out, new AbstractInOutHandler() {
                @Override
                public void onPush() {
                    EnvelopeBuffer envelope = grab(in);
                    Optional<Refusal> refusal = judge.judge(envelope.byteBuffer());
                    if (refusal.isEmpty()) {
                        push(out, envelope);
                    } else {
                        doorkeeper.refused(refusal.get());
                        pool.release(envelope);
                        pull(in);
                    }
                }

                @Override
                public void onPull() {
                    pull(in);
                }
            });
        }
    }
}
