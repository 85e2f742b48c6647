package io.comity.transport.artery;

import io.comity.artery.Refusal;
import io.comity.transport.FrameReceiver;
import io.comity.transport.LinkPort;
import io.comity.transport.Wire;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What comes in over one wire: to the receiver a frame at a time, later to the port. What comes before it was asked for
 * waits in an {@link Antechamber}. All under the wire's lock.
 */
final class Inflow {
    private final Antechamber early = new Antechamber();
    private @Nullable FrameReceiver receiver;
    private @Nullable LinkPort port;
    private boolean wanted;
    private boolean closedByRemote;

    /** Why the wire must end, and what to count. */
    record Fault(Refusal refusal, String cause) {}

    void open(FrameReceiver hearer) {
        receiver = hearer;
    }

    Optional<FrameReceiver> receiver() {
        return Optional.ofNullable(receiver);
    }

    void next() {
        wanted = true;
    }

    void attach(LinkPort taker) {
        port = taker;
    }

    Optional<Fault> frame(byte[] content) {
        boolean taken = port == null && content.length <= Wire.MAX_HANDSHAKE_FRAME_BYTES && early.hold(content);
        return taken ? Optional.empty() : Optional.of(new Fault(Refusal.LINK, "handshake frames where none may come"));
    }

    Optional<Fault> record(byte[] frame, int headerBytes, int offset, int length) {
        if (length > Wire.MAX_RECORD_BYTES) {
            return Optional.of(new Fault(Refusal.LINK, "a record that is too long"));
        }
        LinkPort taker = port;
        if (taker != null) {
            return openEarly(taker).or(() -> open(taker, frame, headerBytes, offset, length));
        }
        boolean held = early.hold(new Antechamber.Record(Arrays.copyOf(frame, offset + length), headerBytes, offset));
        return held ? Optional.empty() : Optional.of(new Fault(Refusal.LINK, "records where none may come"));
    }

    void closedByRemote() {
        closedByRemote = true;
    }

    /** Whether the other side closed, and its owner has asked for and got everything before. */
    boolean isOver() {
        return closedByRemote && early.isEmpty();
    }

    /** Gives what waits to whoever asked for it. */
    Optional<Fault> deliver() {
        LinkPort taker = port;
        if (taker != null) {
            return openEarly(taker);
        }
        FrameReceiver hearer = receiver;
        byte[] frame = hearer == null || !wanted ? null : early.takeFrame();
        if (hearer == null || frame == null) {
            return Optional.empty();
        }
        wanted = false;
        try {
            hearer.frame(frame);
            return Optional.empty();
        } catch (RuntimeException bug) {
            return Optional.of(new Fault(Refusal.BUG, "its receiver failed: " + bug));
        }
    }

    void clear() {
        early.clear();
    }

    /** What came before the port did goes first. */
    private Optional<Fault> openEarly(LinkPort taker) {
        Antechamber.Record first = early.takeRecord();
        return first == null
                ? Optional.empty()
                : open(taker, first.frame(), first.headerBytes(), first.offset(), first.length());
    }

    private static Optional<Fault> open(LinkPort taker, byte[] frame, int headerBytes, int offset, int length) {
        try {
            return taker.open(frame, headerBytes, frame, offset, length)
                    ? Optional.empty()
                    : Optional.of(new Fault(Refusal.RECORD, "a record that is not the next one"));
        } catch (RuntimeException bug) {
            return Optional.of(new Fault(Refusal.BUG, "its port failed: " + bug));
        }
    }
}
