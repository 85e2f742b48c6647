package io.comity.session;

/**
 * One queue of an {@link Outbox}: a batch that is being filled and a batch that is being drained, which change places when
 * the second is empty. {@link #append}, {@link #turn} and {@link #isEmpty} need the outbox's lock; {@link #drain} and
 * {@link #hasMore} belong to the one drainer and need none, so nobody waits for its copy.
 */
final class Lane {
    private final int maxBytes;
    private Batch filling = new Batch();
    private Batch draining = new Batch();
    private int heldBytes;
    private int drainedBytes;
    private long appended;
    private long drained;

    Lane(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    boolean append(byte[] head, int headOffset, int headLength, byte[] body, int bodyOffset, int bodyLength) {
        int length = headLength + bodyLength;
        if (length > maxBytes - heldBytes - Outbox.MESSAGE_COST_BYTES) {
            return false;
        }
        filling.add(head, headOffset, headLength, body, bodyOffset, bodyLength);
        heldBytes += length + Outbox.MESSAGE_COST_BYTES;
        appended++;
        return true;
    }

    /** Makes room again for what was drained, and changes the batches if the drained one is empty. */
    void turn() {
        heldBytes -= drainedBytes;
        drainedBytes = 0;
        if (draining.isRead()) {
            Batch empty = draining;
            empty.clear();
            draining = filling;
            filling = empty;
        }
    }

    int drain(byte[] target, int offset, int max) {
        int before = draining.readMessages();
        int bytes = draining.read(target, offset, max);
        int messages = draining.readMessages() - before;
        drainedBytes += bytes + messages * Outbox.MESSAGE_COST_BYTES;
        drained += messages;
        return bytes;
    }

    /** Messages that were ever appended; needs the outbox's lock. */
    long appended() {
        return appended;
    }

    /** Messages that were ever drained; belongs to the drainer. */
    long drained() {
        return drained;
    }

    /** Whether the batch that is being drained holds another message. */
    boolean hasMore() {
        return !draining.isRead();
    }

    boolean isEmpty() {
        return heldBytes == 0;
    }
}
