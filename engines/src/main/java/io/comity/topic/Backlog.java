package io.comity.topic;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What waits for one slow subscriber: never more than its {@link WhenSlow} says. Not thread-safe. */
public final class Backlog<M> {
    private final WhenSlow<M> rule;
    private final Map<Object, M> waiting = new LinkedHashMap<>();
    private long taken;
    private long dropped;
    private @Nullable String over;

    public Backlog(WhenSlow<M> rule) {
        this.rule = rule;
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Messages that were dropped so far. */
    public long dropped() {
        return dropped;
    }

    /** Whether the subscription is to end: there was one more than may wait, or what its subscriber decides keys by failed. */
    public boolean isOver() {
        return over != null;
    }

    /** Why it is to end; nothing when it is not. */
    public Optional<String> whyOver() {
        return Optional.ofNullable(over);
    }

    public void add(M message) {
        if (rule instanceof WhenSlow.LatestByKey<M> latest) {
            addLatest(latest, message);
        } else if (waiting.size() < rule.room()) {
            waiting.put(taken++, message);
        } else if (rule instanceof WhenSlow.DropOldest<M>) {
            waiting.put(taken++, message);
            dropOldest();
        } else {
            dropped++;
            over = rule instanceof WhenSlow.Disconnect<M> ? "it did not keep up" : null;
        }
    }

    /** The key is decided by the subscriber's code: what that throws is its own end, and nobody else's. */
    private void addLatest(WhenSlow.LatestByKey<M> latest, M message) {
        try {
            boolean isLater = waiting.put(latest.key().apply(message), message) != null;
            dropped += isLater ? 1 : 0;
            dropOldest();
        } catch (RuntimeException failed) {
            dropped++;
            over = "the key of a message could not be decided: "
                    + failed.getClass().getSimpleName();
        }
    }

    private void dropOldest() {
        if (waiting.size() > rule.room()) {
            poll();
            dropped++;
        }
    }

    /** The next one, which waits no longer; null when none does. */
    public @Nullable M poll() {
        Iterator<M> first = waiting.values().iterator();
        if (!first.hasNext()) {
            return null;
        }
        M message = first.next();
        first.remove();
        return message;
    }
}
