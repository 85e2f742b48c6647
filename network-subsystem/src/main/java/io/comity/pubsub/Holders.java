package io.comity.pubsub;

import io.comity.topic.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * How many have stored the batches that somebody waits for: at the owner, who hears it from those who store. Each of them counts once.
 * What nobody waited for before it was stored is not known.
 */
final class Holders {
    /** This node, among those who store. */
    static final long SELF = 0;

    /** Of those who wait. */
    static final int MAX_AWAITED = 4_096;

    /** How long anybody waits. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Waiting(int holders, IntConsumer told) {}

    private static final class Batch {
        private final Instant until;
        private final Set<Long> holders = new HashSet<>();
        private final List<Waiting> waiting = new ArrayList<>();

        private Batch(Instant until) {
            this.until = until;
        }
    }

    /** By first slot, in the order of time. */
    private final Map<Slot, Batch> batches = new LinkedHashMap<>();

    private int awaited;

    /**
     * Somebody waits until the batch that begins with {@code first} is stored by so many.
     *
     * @param told by how many, as soon as they are enough, or when they were too few for too long; 0 when too many wait
     */
    void await(Slot first, int holders, IntConsumer told, Instant now) {
        if (awaited >= MAX_AWAITED) {
            told.accept(0);
            return;
        }
        awaited++;
        batches.computeIfAbsent(first, fresh -> new Batch(now.plus(PATIENCE)))
                .waiting
                .add(new Waiting(holders, told));
    }

    /** One more has stored that batch. */
    void stored(Slot first, long holder) {
        Batch batch = batches.get(first);
        if (batch != null && batch.holders.add(holder)) {
            int count = batch.holders.size();
            List<Waiting> content = batch.waiting.stream()
                    .filter(each -> each.holders() <= count)
                    .toList();
            batch.waiting.removeAll(content);
            content.forEach(each -> each.told().accept(count));
            awaited -= content.size();
            if (batch.waiting.isEmpty()) {
                batches.remove(first);
            }
        }
    }

    /** Nobody waits any longer for what nobody stores. */
    void expire(Instant now) {
        List<Slot> over = new ArrayList<>();
        for (Map.Entry<Slot, Batch> entry : batches.entrySet()) {
            if (now.isBefore(entry.getValue().until)) {
                break;
            }
            over.add(entry.getKey());
        }
        over.forEach(first ->
                giveUp(first, batch -> batch.waiting.forEach(each -> each.told().accept(batch.holders.size()))));
    }

    /** Nobody waits for it any more. */
    void forget(Slot first) {
        giveUp(first, batch -> {});
    }

    private void giveUp(Slot first, Consumer<Batch> last) {
        Batch batch = batches.remove(first);
        if (batch != null) {
            awaited -= batch.waiting.size();
            last.accept(batch);
        }
    }
}
