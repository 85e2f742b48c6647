package io.comity.pubsub;

import io.comity.identity.NodeId;
import io.comity.topic.Batch;
import io.comity.topic.Sequencer;
import io.comity.topic.Slot;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;

/**
 * Brings what neighbours send in any order into each publisher's own, and notices what does not come: what is missing between
 * messages, and what the owner says stands and is not here after {@link #PATIENCE}. That is asked for, again every so often; after
 * {@link #LAST_PATIENCE} it is lost. Used by its {@link Weaving} only.
 */
final class Ordering {
    /** How long what stands may be on its way, and how long an answer waits for what it answers. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    /** How long what is missing is waited for when nobody says that it cannot be had. */
    static final Duration LAST_PATIENCE = Duration.ofSeconds(30);

    /** Messages of one publisher that wait for those before them. */
    static final int MAX_HELD = 4_096;

    /** Asks for the messages from a slot on to a sequence number. */
    interface Asking {
        void missing(Slot first, long last);
    }

    /** Where a publisher is, since when that is known, and when it was asked for. */
    private static final class Target {
        private Slot slot;
        private long sinceNs;
        private long askedNs;

        private Target(Slot slot, long nowNs) {
            this.slot = slot;
            this.sinceNs = nowNs;
            this.askedNs = nowNs - PATIENCE.toNanos();
        }
    }

    private final NodeId self;
    private final BiConsumer<Batch, BitSet> teller;
    private final LongConsumer lost;
    private final Asking asking;
    private final Map<NodeId, Target> targets = new HashMap<>();
    private final Sequencer sequencer = new Sequencer(new Sequencer.Settings(PATIENCE, LAST_PATIENCE, MAX_HELD, true));

    /**
     * @param self what this node says is in order
     * @param teller is told what comes next, of a batch
     * @param lost hears how many messages are lost
     */
    Ordering(NodeId self, BiConsumer<Batch, BitSet> teller, LongConsumer lost, Asking asking) {
        this.self = self;
        sequencer.without(self);
        this.teller = teller;
        this.lost = lost;
        this.asking = asking;
    }

    /** From here on everything comes; what comes before was handed over, or was said before this node joined. */
    void begin(List<Slot> handedOver, List<Slot> standing, long nowNs) {
        handedOver.forEach(slot -> sequencer.skipTo(slot, nowNs));
        standing.forEach(slot -> sequencer.skipTo(slot, nowNs));
        sequencer.complete();
    }

    /** @param fresh the places of what is new */
    void take(Batch batch, BitSet fresh, long nowNs) {
        if (!fresh.isEmpty()) {
            act(sequencer.take(batch, fresh, nowNs));
        }
    }

    /** The owner says how far its publishers are; of more than {@link Sequencer#MAX_PUBLISHERS} that are missing it is not heeded. */
    void standing(List<Slot> latest, long nowNs) {
        for (Slot slot : latest) {
            Target target = targets.get(slot.publisher());
            if (slot.publisher().equals(self) || hasReached(slot)) {
                targets.remove(slot.publisher());
            } else if (target == null && targets.size() < Sequencer.MAX_PUBLISHERS) {
                targets.put(slot.publisher(), new Target(slot, nowNs));
            } else if (target != null && hasReached(target.slot)) {
                target.slot = slot;
                target.sinceNs = nowNs;
            }
        }
    }

    /** Whether nothing that the owner spoke of is missing. */
    boolean isUpToDate() {
        return targets.isEmpty();
    }

    private boolean hasReached(Slot slot) {
        Slot reached = sequencer.reached(slot.publisher()).orElse(null);
        return reached != null
                && (reached.epoch() > slot.epoch()
                        || reached.epoch() == slot.epoch() && reached.sequence() >= slot.sequence());
    }

    /** The owner does not have the messages from {@code first} to {@code last}: they are not waited for. */
    void gone(Slot last, long first, long nowNs) {
        long next = next(last).sequence();
        if (next >= first && next <= last.sequence()) {
            act(sequencer.skipTo(last, nowNs));
        }
    }

    /** To be called every now and then. */
    void again(long nowNs) {
        act(sequencer.due(nowNs));
        targets.values().removeIf(target -> hasReached(target.slot));
        for (Target target : targets.values()) {
            if (nowNs - target.sinceNs >= PATIENCE.toNanos()) {
                ask(target, next(target.slot), nowNs);
            }
        }
    }

    /** What comes next of the same publisher in the same epoch. */
    private Slot next(Slot of) {
        return sequencer
                .reached(of.publisher())
                .filter(reached -> reached.epoch() == of.epoch())
                .map(Slot::next)
                .orElse(new Slot(of.publisher(), of.epoch(), 1));
    }

    private void ask(Target target, Slot first, long nowNs) {
        if (nowNs - target.askedNs >= PATIENCE.toNanos()) {
            target.askedNs = nowNs;
            asking.missing(first, target.slot.sequence());
        }
    }

    /** Hands over what waits. */
    void end() {
        act(sequencer.abandon());
    }

    private void act(List<Sequencer.Output> outputs) {
        Batch batch = null;
        BitSet places = new BitSet();
        for (Sequencer.Output output : outputs) {
            if (batch != null && !(output instanceof Sequencer.Deliver next && next.batch() == batch)) {
                teller.accept(batch, places);
                batch = null;
                places = new BitSet();
            }
            if (output instanceof Sequencer.Deliver deliver) {
                batch = deliver.batch();
                places.set(deliver.place());
            } else if (output instanceof Sequencer.Lost gone) {
                lost.accept(gone.last() - gone.first().sequence() + 1);
            } else if (output instanceof Sequencer.Fetch fetch) {
                asking.missing(fetch.first(), fetch.last());
            }
        }
        if (batch != null) {
            teller.accept(batch, places);
        }
    }
}
