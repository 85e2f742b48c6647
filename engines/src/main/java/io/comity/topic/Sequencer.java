package io.comity.topic;

import io.comity.identity.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Brings the messages of a topic, which come in any order, into each publisher's own: by epoch, then by sequence. What is
 * missing is asked for, again and again, until it comes or its time is over; then it is told to be lost and the rest goes on.
 * Nothing is left out silently, and nothing comes twice.
 *
 * <p>With <em>causal</em> order, a message also waits for those that its publisher had seen ({@link Stamp#after}), though no longer than it takes to ask for what is missing.
 *
 * <p>Whoever joins hears of each publisher from the first message on that reaches it. When a publisher's new epoch begins, what
 * is missing of the one before is lost. Bounds: {@link Settings#maxHeld} messages of one publisher wait; one more, and what they
 * wait for is lost; of {@link #MAX_PUBLISHERS} it is remembered where they are by what others say. Only messages that
 * {@link Publishers} took may come here. Not thread-safe; time is that of one monotonic clock,
 * given with every call.
 */
public final class Sequencer {
    /**
     * Whoever names more makes them up: what anybody says of another one is not heeded. Those whose messages come are as many as
     * {@link Publishers} takes.
     */
    public static final int MAX_PUBLISHERS = 1_024;

    /**
     * @param askAfter how long what is missing may be late
     * @param patience after which it is lost
     * @param maxHeld messages of one publisher that wait
     */
    public record Settings(Duration askAfter, Duration patience, int maxHeld, boolean causal) {
        public Settings {
            boolean isSane = !askAfter.isNegative() && patience.compareTo(askAfter) > 0 && maxHeld > 0;
            if (!isSane) {
                throw new IllegalArgumentException(
                        "patience is longer than what it takes to ask, and something may wait");
            }
        }
    }

    /** What is to be done, in order. */
    public sealed interface Output {}

    /** Hand over the message at {@code place}. */
    public record Deliver(Batch batch, int place) implements Output {}

    /** Ask somebody who has them for the messages from {@code first} to {@code last}. */
    public record Fetch(Slot first, long last) implements Output {}

    /** The messages from {@code first} to {@code last} did not come. */
    public record Lost(Slot first, long last) implements Output {}

    private final Settings settings;
    private final Map<NodeId, Stream> streams = new HashMap<>();
    private final Set<NodeId> elsewhere = new HashSet<>();
    private boolean isComplete;

    public Sequencer(Settings settings) {
        this.settings = settings;
    }

    /**
     * Messages have come.
     *
     * @param fresh the places of those that are new
     */
    public List<Output> take(Batch batch, BitSet fresh, long nowNanos) {
        List<Output> outputs = new ArrayList<>();
        Slot first = batch.stamp().first();
        Stream stream = streams.get(first.publisher());
        if (stream == null || first.epoch() > stream.epoch()) {
            if (stream != null) {
                stream.abandon(outputs);
            }
            int place = Math.max(0, fresh.nextSetBit(0));
            // What was said before somebody joined is no gap; a new epoch begins with its first message.
            long next =
                    stream == null && !isComplete ? batch.stamp().slot(place).sequence() : 1;
            stream = new Stream(first.publisher(), first.epoch(), next, this::isSeen);
            streams.put(first.publisher(), stream);
        }
        if (first.epoch() == stream.epoch()) {
            stream.hold(batch, fresh);
            stream.shrink(settings.maxHeld(), outputs);
            run(outputs, nowNanos);
        }
        return outputs;
    }

    /** What this publisher says does not come here; whoever answers it waits for nothing. */
    public void without(NodeId publisher) {
        elsewhere.add(publisher);
    }

    /** Every publisher that was heard of before was {@link #skipTo told}: of others, the first message comes first. */
    public void complete() {
        isComplete = true;
    }

    /**
     * Nothing up to and in this slot is waited for any more: it was said before somebody joined, or cannot be had. What is here of
     * it is handed over, in order.
     */
    public List<Output> skipTo(Slot last, long nowNanos) {
        List<Output> outputs = new ArrayList<>();
        Stream stream = streams.get(last.publisher());
        if (stream == null && streams.size() >= MAX_PUBLISHERS) {
            return outputs;
        }
        if (stream == null || last.epoch() > stream.epoch()) {
            if (stream != null) {
                stream.abandon(outputs);
            }
            streams.put(
                    last.publisher(), new Stream(last.publisher(), last.epoch(), last.sequence() + 1, this::isSeen));
        } else if (last.epoch() == stream.epoch()) {
            stream.skipTo(last.sequence(), outputs);
        }
        run(outputs, nowNanos);
        return outputs;
    }

    /** The slot up to which everything of this publisher was handed over or is lost, if there is any. */
    public Optional<Slot> reached(NodeId publisher) {
        return Optional.ofNullable(streams.get(publisher))
                .filter(stream -> stream.next() > 1)
                .map(stream -> new Slot(publisher, stream.epoch(), stream.next() - 1));
    }

    /** Hands over what waits, in order, since nothing more comes. */
    public List<Output> abandon() {
        List<Output> outputs = new ArrayList<>();
        streams.values().forEach(stream -> stream.abandon(outputs));
        return outputs;
    }

    /** Whether a message was handed over, or never will be. */
    private boolean isSeen(Slot slot) {
        Stream stream = streams.get(slot.publisher());
        return !settings.causal()
                || elsewhere.contains(slot.publisher())
                || stream != null
                        && (slot.epoch() < stream.epoch()
                                || slot.epoch() == stream.epoch() && slot.sequence() < stream.next());
    }

    /** What one stream hands over may be what another waits for. */
    private void run(List<Output> outputs, long nowNanos) {
        boolean moved;
        do {
            moved = false;
            for (Stream stream : streams.values()) {
                moved |= stream.deliver(outputs, nowNanos);
            }
        } while (moved && settings.causal());
    }

    /** Time has passed. */
    public List<Output> due(long nowNanos) {
        List<Output> outputs = new ArrayList<>();
        for (Stream stream : streams.values()) {
            stream.overdue(nowNanos, settings, outputs);
        }
        run(outputs, nowNanos);
        return outputs;
    }

    /** When to ask {@link #due} next; empty while nothing is missing. */
    public OptionalLong dueAt() {
        return streams.values().stream()
                .flatMapToLong(stream -> stream.dueAt(settings).stream())
                .min();
    }
}
