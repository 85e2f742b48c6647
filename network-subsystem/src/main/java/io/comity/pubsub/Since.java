package io.comity.pubsub;

import io.comity.identity.NodeId;
import io.comity.store.TopicLog;
import io.comity.topic.Slot;
import io.comity.topic.Stamp;
import java.time.Instant;
import java.util.Optional;

/** From where on somebody wants what is on a topic, as far as it is kept. */
public sealed interface Since {
    /** Nothing of what was said before. */
    record Now() implements Since {}

    /** In the order in which it was stored, from the first that is kept at this position or later. */
    record Position(long position) implements Since {}

    /** In the same order, from the first that was stored then or later, by the clock of whoever keeps it. */
    record Time(long millis) implements Since {}

    /**
     * Of this publisher only, from this message on, in its order.
     *
     * @param after of the batches that begin after this one in the same epoch; 0 for all
     */
    record Place(byte[] publisher, long epoch, long sequence, long after) implements Since {
        /** Whether a message of that publisher comes before what is wanted. */
        boolean isAfter(Slot slot) {
            return slot.epoch() == epoch && slot.sequence() < sequence;
        }
    }

    static Since now() {
        return new Now();
    }

    /** Everything that is kept. */
    static Since beginning() {
        return new Position(1);
    }

    static Since time(Instant stored) {
        return new Time(stored.toEpochMilli());
    }

    /** What its publisher said in this slot, where {@link io.comity.node.Topic#publish(Object, int)} told it, and later; then what all say. */
    static Since slot(Slot slot) {
        long after = Math.max(0, slot.sequence() - Stamp.MAX_COUNT);
        return new Place(slot.publisher().key().toArray(), slot.epoch(), slot.sequence(), after);
    }

    /** How a log is asked for it; empty when it is no place that a log has. */
    static Optional<TopicLog.From> in(Since since) {
        if (since instanceof Position position) {
            return Optional.of(new TopicLog.From.Position(Math.max(1, position.position())));
        }
        if (since instanceof Time time) {
            return Optional.of(new TopicLog.From.Time(time.millis()));
        }
        return since instanceof Place place
                        && place.epoch() >= 0
                        && place.after() >= 0
                        && place.after() < Long.MAX_VALUE
                ? NodeId.admit(place.publisher())
                        .map(publisher ->
                                new TopicLog.From.Place(new Slot(publisher, place.epoch(), place.after() + 1)))
                : Optional.empty();
    }

    /** What comes after {@code last}, for whoever wanted this. */
    static Since after(Since since, TopicLog.Kept last) {
        Slot slot = last.entry().slot();
        if (since instanceof Place place) {
            long sequence = slot.epoch() == place.epoch() ? place.sequence() : 1;
            return new Place(place.publisher(), slot.epoch(), sequence, slot.sequence());
        }
        return new Position(last.position() + 1);
    }
}
