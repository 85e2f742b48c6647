package io.comity.topic;

import io.comity.identity.NodeId;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What comes of one publisher in one epoch, and waits for what is missing before it. Used by its {@link Sequencer} only. */
final class Stream {
    private record Held(Batch batch, int place) {}

    private final NodeId publisher;
    private final long epoch;
    private final Predicate<Slot> isSeen;
    private final TreeMap<Long, Held> held = new TreeMap<>();
    private long next;
    /** Of the message that is waited for; it changes when that comes. */
    private long waitingFor;

    private long waitingSince;
    private long askedAt;

    /**
     * @param next the sequence number of the first message to hand over
     * @param isSeen whether the order of causes lets what comes after this slot be handed over
     */
    Stream(NodeId publisher, long epoch, long next, Predicate<Slot> isSeen) {
        this.publisher = publisher;
        this.epoch = epoch;
        this.next = next;
        this.isSeen = isSeen;
    }

    long epoch() {
        return epoch;
    }

    long next() {
        return next;
    }

    void hold(Batch batch, BitSet fresh) {
        for (int place = fresh.nextSetBit(0); place >= 0; place = fresh.nextSetBit(place + 1)) {
            long sequence = batch.stamp().slot(place).sequence();
            if (sequence >= next) {
                held.put(sequence, new Held(batch, place));
            }
        }
    }

    private void await(long nowNanos) {
        if (waitingFor != next) {
            waitingFor = next;
            waitingSince = nowNanos;
            askedAt = nowNanos;
        }
    }

    /** Hands over what is next; whether there was anything. */
    boolean deliver(List<Sequencer.Output> outputs, long nowNanos) {
        boolean moved = false;
        while (!held.isEmpty()
                && held.firstKey() == next
                && isCaused(held.firstEntry().getValue())) {
            Held first = held.pollFirstEntry().getValue();
            outputs.add(new Sequencer.Deliver(first.batch(), first.place()));
            next++;
            moved = true;
        }
        await(nowNanos);
        return moved;
    }

    private boolean isCaused(Held message) {
        return message.batch().stamp().after().stream().allMatch(isSeen);
    }

    /** Gives up what is missing until no more wait than may. */
    void shrink(int maxHeld, List<Sequencer.Output> outputs) {
        while (held.size() > maxHeld) {
            skip(outputs);
            flush(outputs);
        }
    }

    /** What is missing up to here does not come. */
    void skipTo(long last, List<Sequencer.Output> outputs) {
        while (next <= last) {
            if (held.isEmpty() || held.firstKey() > last) {
                outputs.add(new Sequencer.Lost(new Slot(publisher, epoch, next), last));
                next = last + 1;
            } else {
                skip(outputs);
                flush(outputs);
            }
        }
    }

    /** Nothing more comes of this epoch. */
    void abandon(List<Sequencer.Output> outputs) {
        while (!held.isEmpty()) {
            skip(outputs);
            flush(outputs);
        }
    }

    private void skip(List<Sequencer.Output> outputs) {
        long first = held.firstKey();
        if (first > next) {
            outputs.add(new Sequencer.Lost(new Slot(publisher, epoch, next), first - 1));
            next = first;
        }
    }

    private void flush(List<Sequencer.Output> outputs) {
        while (!held.isEmpty() && held.firstKey() == next) {
            Map.Entry<Long, Held> first = held.pollFirstEntry();
            outputs.add(new Sequencer.Deliver(
                    first.getValue().batch(), first.getValue().place()));
            next++;
        }
    }

    void overdue(long nowNanos, Sequencer.Settings settings, List<Sequencer.Output> outputs) {
        if (held.isEmpty()) {
            return;
        }
        boolean isGap = held.firstKey() > next;
        Duration patience = isGap ? settings.patience() : settings.askAfter();
        if (nowNanos - waitingSince >= patience.toNanos()) {
            skip(outputs);
            flush(outputs);
        } else if (nowNanos - askedAt >= settings.askAfter().toNanos() && isGap) {
            askedAt = nowNanos;
            outputs.add(new Sequencer.Fetch(new Slot(publisher, epoch, next), held.firstKey() - 1));
        }
    }

    OptionalLong dueAt(Sequencer.Settings settings) {
        if (held.isEmpty()) {
            return OptionalLong.empty();
        }
        long over = waitingSince + settings.patience().toNanos();
        return OptionalLong.of(Math.min(over, askedAt + settings.askAfter().toNanos()));
    }
}
