package io.comity.session;

import java.util.Objects;

/**
 * What waits to be sealed: whole messages in order, bounded in bytes, appended by any thread and drained by one. Control
 * messages have a lane and a bound of their own and always leave first, so that a full outbox never holds up a revocation.
 *
 * <p>A lock is held only to copy one message in or to exchange two arrays, never while a record is copied out. It is the
 * object's monitor: a {@code ReentrantLock} in its place cost the same with one, two and three threads. Memory grows with
 * use, to about twice the bounds at worst, and is given back when a rush is over.
 */
public final class Outbox {
    /** What a message counts towards its bound beside its bytes: the note of its length. */
    public static final int MESSAGE_COST_BYTES = 4;

    private static final byte[] NOTHING = {};

    private final int maxMessageBytes;
    private final Lane control;
    private final Lane data;
    private boolean closed;

    /**
     * @param dataBytes the bound of {@link #append}
     * @param controlBytes the bound of {@link #appendControl}
     * @param maxMessageBytes the longest message accepted in either lane; whoever drains must have room for it
     */
    public Outbox(int dataBytes, int controlBytes, int maxMessageBytes) {
        if (maxMessageBytes < 0 || dataBytes < 0 || controlBytes < 0) {
            throw new IllegalArgumentException("an outbox has no negative bounds");
        }
        this.maxMessageBytes = maxMessageBytes;
        this.control = new Lane(controlBytes);
        this.data = new Lane(dataBytes);
    }

    /** Copies {@code message} in; false when it is too long, when it finds no room, or after {@link #close}. */
    public boolean append(byte[] message, int offset, int length) {
        return append(data, NOTHING, 0, 0, message, offset, length);
    }

    /** As {@link #append(byte[], int, int)}, for one message that stands in two arrays. */
    public boolean append(byte[] head, int headOffset, int headLength, byte[] body, int bodyOffset, int bodyLength) {
        return append(data, head, headOffset, headLength, body, bodyOffset, bodyLength);
    }

    /** As {@link #append(byte[], int, int)}, ahead of everything in the data lane. */
    public boolean appendControl(byte[] message, int offset, int length) {
        return append(control, NOTHING, 0, 0, message, offset, length);
    }

    /**
     * Moves whole messages, end to end, into {@code target}: control first, then data, each in order, as many as fit into
     * {@code max} bytes. For one thread at a time. While a control message finds no room, no data passes it.
     *
     * @param dataToo false to leave data where it is
     * @return how many bytes; 0 when nothing waits or {@code max} is less than the first message
     */
    public int drainTo(byte[] target, int offset, int max, boolean dataToo) {
        Objects.checkFromIndexSize(offset, max, target.length);
        int taken = 0;
        int more = 1;
        while (more > 0 && turn(dataToo)) {
            more = control.drain(target, offset + taken, max - taken);
            if (dataToo && !control.hasMore()) {
                more += data.drain(target, offset + taken + more, max - taken - more);
            }
            taken += more;
        }
        return taken;
    }

    /** Messages that were ever put into the data lane. */
    public long appended() {
        synchronized (this) {
            return data.appended();
        }
    }

    /** Messages that ever left the data lane; belongs to whoever drains. */
    public long drained() {
        return data.drained();
    }

    public boolean isEmpty() {
        synchronized (this) {
            return control.isEmpty() && data.isEmpty();
        }
    }

    /** Whether {@link #drainTo} would find something. */
    public boolean isEmpty(boolean dataToo) {
        synchronized (this) {
            return control.isEmpty() && (!dataToo || data.isEmpty());
        }
    }

    /** Refuses every message from now on; those already in it can still be drained. */
    public void close() {
        synchronized (this) {
            closed = true;
        }
    }

    private boolean append(
            Lane lane, byte[] head, int headOffset, int headLength, byte[] body, int bodyOffset, int bodyLength) {
        Objects.checkFromIndexSize(headOffset, headLength, head.length);
        Objects.checkFromIndexSize(bodyOffset, bodyLength, body.length);
        if (bodyLength > maxMessageBytes - headLength) {
            return false;
        }
        if (headLength + bodyLength == 0) {
            throw new IllegalArgumentException("a message has at least one byte");
        }
        synchronized (this) {
            return !closed && lane.append(head, headOffset, headLength, body, bodyOffset, bodyLength);
        }
    }

    /** One lock for both lanes: settles what was drained, and says whether there is more. */
    private boolean turn(boolean dataToo) {
        synchronized (this) {
            control.turn();
            data.turn();
            return control.hasMore() || dataToo && data.hasMore();
        }
    }
}
