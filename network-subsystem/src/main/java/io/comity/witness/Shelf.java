package io.comity.witness;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The signed messages that one node has of all others, newest last, bounded in bytes: what comes makes room by dropping the
 * oldest. Nothing here outlives the process; what is to be kept is exported. Thread-safe, and held only to add and to list.
 */
public final class Shelf {
    /** What a batch counts beside the bytes of its records. */
    static final int BATCH_COST_BYTES = 1_024;

    private final long maxBytes;
    private final Map<Long, Batch> batches = new LinkedHashMap<>();
    private final Deque<Kept> order = new ArrayDeque<>();
    private long bytes;
    private long given;

    private record Kept(long id, long bytes) {}

    /** @param maxBytes of records, and of what proves them; 0 to keep nothing */
    public Shelf(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether something of this size may be kept at all: if not, it need not be copied. */
    public boolean admits(int length) {
        return length + BATCH_COST_BYTES <= maxBytes;
    }

    /** Adds a batch; whoever adds records to it says {@link #grown}. */
    public synchronized long add(Batch batch) {
        long id = ++given;
        batches.put(id, batch);
        charge(id, BATCH_COST_BYTES);
        return id;
    }

    /** Adds a record to a batch, unless that was dropped already. */
    public synchronized void grown(long id, byte[] record, byte[] which) {
        Batch batch = batches.get(id);
        if (batch != null) {
            batch.add(record, which);
            charge(id, record.length);
        }
    }

    private void charge(long id, long more) {
        order.add(new Kept(id, more));
        bytes += more;
        while (bytes > maxBytes && !order.isEmpty()) {
            Kept oldest = order.remove();
            bytes -= oldest.bytes();
            batches.remove(oldest.id());
        }
    }

    public synchronized Map<Long, Batch> batches() {
        return new LinkedHashMap<>(batches);
    }

    public synchronized Optional<Batch> find(long id) {
        return Optional.ofNullable(batches.get(id));
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized List<Long> ids() {
        return List.copyOf(batches.keySet());
    }
}
