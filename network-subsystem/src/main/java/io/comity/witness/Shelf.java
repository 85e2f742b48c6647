package io.comity.witness;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signed messages that one node has of all others, newest last, bounded in bytes: what comes makes room by dropping the
 * oldest. Nothing here outlives the process; what is to be kept is exported. Thread-safe.
 *
 * <p>Messages are copied into a row of large arrays that are used again and again: as objects of their own they would live just
 * long enough for the collector to move each of them twice.
 */
public final class Shelf {
    /** What a batch counts beside the bytes of its records. */
    static final int BATCH_COST_BYTES = 1_024;

    /** Well below half a region of G1, from where on an array has regions of its own and mostly leaves them half empty. */
    private static final int SEGMENT_BYTES = 1 << 18;

    private record Part(byte[] segment, int from, int length, byte[] which) {}

    private record Stored(Batch.Ground ground, List<Part> parts) {}

    /** One thing that was put here, in the order of their coming. */
    private record Charge(long id, long bytes, byte @Nullable [] segment) {}

    private final long maxBytes;
    private final Map<Long, Stored> batches = new LinkedHashMap<>();
    private final Deque<Charge> order = new ArrayDeque<>();
    private byte[] segment = {};
    private int written;
    private byte @Nullable [] spare;
    private long bytes;
    private long given;

    /** @param maxBytes of records, and of what proves them; 0 to keep nothing */
    public Shelf(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Opens a batch, whose messages then come by {@link #add}; 0 when nothing is kept. */
    public synchronized long open(Batch.Ground ground) {
        if (BATCH_COST_BYTES > maxBytes) {
            return 0;
        }
        long id = ++given;
        batches.put(id, new Stored(ground, new ArrayList<>(1)));
        charge(new Charge(id, BATCH_COST_BYTES, null));
        return id;
    }

    /**
     * Copies messages that stand end to end, in which {@code which} says which casts are signed, to a batch; unless that was
     * dropped since, or they are longer than all that may be kept.
     */
    public synchronized void add(long id, byte[] record, int from, int length, byte[] which) {
        Stored stored = batches.get(id);
        if (stored != null && length + BATCH_COST_BYTES <= maxBytes) {
            byte[] place = place(length);
            System.arraycopy(record, from, place, written, length);
            stored.parts.add(new Part(place, written, length, which));
            written += length;
            charge(new Charge(id, length, place));
        }
    }

    /** The array in which the next messages stand, from {@link #written} on. */
    private byte[] place(int length) {
        if (length > segment.length - written) {
            byte[] free = spare;
            boolean fits = free != null && free.length >= length;
            segment = fits && free != null ? free : new byte[Math.max(length, (int) Math.min(SEGMENT_BYTES, maxBytes))];
            spare = fits ? null : free;
            written = 0;
        }
        return segment;
    }

    private void charge(Charge more) {
        order.add(more);
        bytes += more.bytes();
        while (bytes > maxBytes) {
            drop(order.remove());
        }
    }

    private void drop(Charge oldest) {
        bytes -= oldest.bytes();
        batches.remove(oldest.id());
        byte[] left = oldest.segment();
        if (left != null && left != segment && isLast(left)) {
            spare = left;
        }
    }

    /** Messages were put into one array after the other, so the next one tells. */
    private boolean isLast(byte[] left) {
        for (Charge next : order) {
            if (next.segment() != null) {
                return next.segment() != left;
            }
        }
        return true;
    }

    /** Copies of all batches by their numbers, oldest first. */
    public synchronized Map<Long, Batch> batches() {
        Map<Long, Batch> copies = new LinkedHashMap<>();
        batches.forEach((id, stored) -> copies.put(id, copy(stored)));
        return copies;
    }

    public synchronized Optional<Batch> find(long id) {
        return Optional.ofNullable(batches.get(id)).map(Shelf::copy);
    }

    private static Batch copy(Stored stored) {
        return new Batch(
                stored.ground,
                stored.parts.stream()
                        .map(part -> new Batch.Part(
                                Arrays.copyOfRange(part.segment, part.from, part.from + part.length), part.which))
                        .toList());
    }

    synchronized long bytes() {
        return bytes;
    }
}
