package io.comity.session;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a session has sealed and the other has not acknowledged: the plaintext of whole records, in order, so that
 * they can be sealed again for another link. Records have numbers from 1 that both sides count and nobody sends.
 *
 * <p>A record is written straight into this buffer and sealed from it, so keeping it costs no copy. The bound is a credit in
 * bytes: when the unacknowledged ones reach it, data waits in the {@link Outbox}; control messages may use
 * {@link #CONTROL_RESERVE_BYTES} more, so that they are never behind data. Memory is at most twice that, if what was taken for
 * a record is about as long as the record, and is given back as it is acknowledged. Not thread-safe.
 */
public final class RetransmitBuffer {
    /** What control messages may take when data has used up the credit. */
    public static final int CONTROL_RESERVE_BYTES = 1 << 20;

    /**
     * Records that are not acknowledged, with data half as many: bytes alone would let records of a few bytes take ten times as much memory. A
     * peer that acknowledges each 64 KiB never comes near.
     */
    public static final int MAX_RECORDS = 65_536;

    private static final int SEGMENT_RECORDS = 2;

    /** A record as it was written. */
    public record Kept(byte[] bytes, int offset, int length) {}

    private final int maxRecordBytes;
    private final Deque<Kept> unacknowledged = new ArrayDeque<>();
    private final Deque<Kept> toRepeat = new ArrayDeque<>();
    private long credit;
    private byte @Nullable [] segment;
    private byte @Nullable [] spare;
    private int written;
    private long sent;
    private long unacknowledgedBytes;

    /**
     * @param creditBytes of data that may be unacknowledged at a time
     * @param maxRecordBytes the room there is for each record
     */
    public RetransmitBuffer(long creditBytes, int maxRecordBytes) {
        this.credit = creditBytes;
        this.maxRecordBytes = maxRecordBytes;
    }

    /** The other side takes no more than this at a time; the least of all that was said counts. */
    public void limit(long creditBytes) {
        credit = Math.min(credit, creditBytes);
    }

    /** Whether data may be sealed now. */
    public boolean admitsData() {
        return admitsData(0);
    }

    /** Whether data may be sealed that comes after {@code more} bytes that are not kept yet. */
    public boolean admitsData(long more) {
        return unacknowledgedBytes + more < credit && unacknowledged.size() < MAX_RECORDS / 2;
    }

    /** Whether a record of control messages may be sealed now. */
    public boolean admitsControl() {
        return unacknowledgedBytes < credit + CONTROL_RESERVE_BYTES && unacknowledged.size() < MAX_RECORDS;
    }

    /** The array in which the next record is to be written, at {@link #offset}: there is room for the longest. */
    public byte[] array() {
        byte[] current = segment;
        if (current == null || current.length - written < maxRecordBytes) {
            current = spare == null ? new byte[SEGMENT_RECORDS * maxRecordBytes] : spare;
            spare = null;
            segment = current;
            written = 0;
        }
        return current;
    }

    /** Where in {@link #array} the next record begins; ask for the array first. */
    public int offset() {
        return written;
    }

    /** Keeps the record that was written to {@link #array}, and gives it the next number. */
    public Kept keep(int length) {
        Kept kept = new Kept(array(), written, length);
        take(length);
        return keep(kept);
    }

    /** The next record is written after these bytes of {@link #array}; what is in them is kept later. */
    public void take(int length) {
        written += length;
    }

    /** Of what was taken last, and of no other array since, so many bytes are free again. */
    public void giveBack(int length) {
        written -= length;
    }

    /** Keeps a record whose place was taken, and gives it the next number. */
    public Kept keep(Kept kept) {
        sent++;
        unacknowledgedBytes += kept.length();
        unacknowledged.add(kept);
        return kept;
    }

    /** As {@link #keep(Kept)}, for one that is to be sealed after those before it. */
    public void keepForLater(Kept kept) {
        toRepeat.add(keep(kept));
    }

    /** The number of the newest record; 0 before the first. */
    public long sent() {
        return sent;
    }

    /** The number of the newest record that was acknowledged. */
    public long acknowledged() {
        return sent - unacknowledged.size();
    }

    public boolean isEmpty() {
        return unacknowledged.isEmpty();
    }

    public long unacknowledgedBytes() {
        return unacknowledgedBytes;
    }

    /** The other side has all records up to {@code received}; false when there was no such record. Old news is no fault. */
    public boolean acknowledge(long received) {
        if (received > sent) {
            return false;
        }
        while (acknowledged() < received) {
            Kept oldest = unacknowledged.remove();
            unacknowledgedBytes -= oldest.length();
            if (oldest == toRepeat.peek()) {
                toRepeat.remove();
            }
            recycle(oldest.bytes());
        }
        return true;
    }

    /** A segment is free when its last record is acknowledged. One is kept for the next, the others are garbage. */
    private void recycle(byte[] bytes) {
        Kept next = unacknowledged.peek();
        if (next != null && next.bytes() == bytes) {
            return;
        }
        if (bytes == segment) {
            written = 0;
        } else {
            spare = bytes;
        }
    }

    /**
     * On another link everything after {@code received}, which the other side names, is to be sealed again.
     *
     * @return false when the other side names what was never sent, or forgets what it has acknowledged
     */
    public boolean resume(long received) {
        if (received < acknowledged() || !acknowledge(received)) {
            return false;
        }
        toRepeat.clear();
        toRepeat.addAll(unacknowledged);
        return true;
    }

    /** The next record to be sealed, for the first time or again, or null when all were. */
    public @Nullable Kept repeat() {
        return toRepeat.poll();
    }

    public boolean hasRepeats() {
        return !toRepeat.isEmpty();
    }

    /** Gives back what memory it can while nothing is unacknowledged. */
    public void trim() {
        spare = null;
        if (unacknowledged.isEmpty()) {
            segment = null;
            written = 0;
        }
    }
}
