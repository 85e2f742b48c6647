package io.comity.topic;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Numbers what one publisher says on one topic in one epoch, and signs it: what comes together is signed together, up to what a
 * {@link Batch} may hold. Its times never fall, whatever the clock does. Not thread-safe.
 */
public final class Press {
    /** What a batch takes beside its bodies, with room for the heads of as many as may be. */
    private static final int OVERHEAD_BYTES = 4 * 1_024;

    private static final int MAX_BODIES_BYTES = Batch.MAX_BYTES - OVERHEAD_BYTES;

    private final TopicId topic;
    private final NodeId publisher;
    private final long epoch;
    private final KeyHolder key;
    private final List<Batch.Draft> waiting = new ArrayList<>();
    private int waitingBytes;
    private long next = 1;
    private long lastMillis;

    /** @param key vouched for by the publisher for this epoch, see {@link PublisherKey} */
    public Press(TopicId topic, NodeId publisher, long epoch, KeyHolder key) {
        this.topic = topic;
        this.publisher = publisher;
        this.epoch = epoch;
        this.key = key;
    }

    /** Whether one more message fits into the batch that waits. */
    public boolean hasRoomFor(int bodyBytes) {
        return waiting.size() < Stamp.MAX_COUNT && waitingBytes + bodyBytes <= MAX_BODIES_BYTES;
    }

    /** Adds a message of at most {@link Batch#MAX_BODY_BYTES}, for which there is {@link #hasRoomFor room}. */
    public void add(int type, byte[] body) {
        if (!hasRoomFor(body.length)) {
            throw new IllegalStateException("print what waits first");
        }
        waiting.add(new Batch.Draft(type, body));
        waitingBytes += body.length;
    }

    /** How many messages wait. */
    public int waiting() {
        return waiting.size();
    }

    /** What a batch that is printed at {@code nowMillis} says of its time. */
    public long time(long nowMillis) {
        return Math.max(lastMillis, nowMillis);
    }

    /** Forgets all that waits but the first {@code count}. */
    public void keep(int count) {
        waiting.subList(count, waiting.size()).clear();
        waitingBytes = waiting.stream().mapToInt(draft -> draft.body().length).sum();
    }

    /** What was printed last was shown to nobody, and never will be: its numbers are free again. */
    public void takeBack(Batch batch) {
        if (batch.stamp().first().sequence() + batch.stamp().count() == next) {
            next = batch.stamp().first().sequence();
        }
    }

    /** Signs what waits, if anything does. */
    public Optional<Batch> print(Bytes grant, List<Slot> after, long nowMillis) {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        lastMillis = time(nowMillis);
        Slot first = new Slot(publisher, epoch, next);
        Stamp stamp = new Stamp(topic, first, waiting.size(), lastMillis, grant, after);
        Batch batch = Batch.sign(key, stamp, waiting);
        next += waiting.size();
        waiting.clear();
        waitingBytes = 0;
        return Optional.of(batch);
    }
}
