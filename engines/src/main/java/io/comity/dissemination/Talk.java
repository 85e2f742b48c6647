package io.comity.dissemination;

import io.comity.identity.NodeId;
import io.comity.topic.Slot;
import java.util.List;

/**
 * What nodes that joined a topic say to each other, besides its messages. Lists are bounded: whoever reads bytes of others
 * checks that before it makes one of these.
 */
public sealed interface Talk {
    /** Slots that one {@link Have} or {@link Graft} names at most. */
    int MAX_SLOTS = 64;
    /** Nodes that one {@link Shuffle} or {@link Shuffled} names at most. */
    int MAX_NODES = 16;
    /** Steps that a {@link ForwardJoin} says it has left at most. */
    int MAX_STEPS = 15;

    /** The sender holds messages in these slots and sends them to whoever asks. */
    record Have(List<Slot> slots) implements Talk {
        public Have {
            slots = bounded(slots, MAX_SLOTS);
        }
    }

    /** The receiver sends the messages of these publishers whole from now on, and first those in these slots, which it announced. */
    record Graft(List<Slot> slots) implements Talk {
        public Graft {
            slots = bounded(slots, MAX_SLOTS);
        }
    }

    /** The receiver only announces the messages of this publisher from now on. */
    record Prune(NodeId publisher) implements Talk {}

    /** The sender is new and wants the receiver, and one whom that one finds, as neighbours. Answer: {@link Accept} or {@link Refuse}. */
    record Join() implements Talk {}

    /**
     * {@code node} is new; the one at the end of this random walk becomes its neighbour.
     *
     * @param steps how far it still goes, 0 or more
     */
    record ForwardJoin(NodeId node, int steps) implements Talk {
        public ForwardJoin {
            if (steps < 0 || steps > MAX_STEPS) {
                throw new IllegalArgumentException("a walk has 0 to " + MAX_STEPS + " steps left, not " + steps);
            }
        }
    }

    /**
     * The sender wants the receiver as a neighbour. Answer: {@link Accept} or {@link Refuse}.
     *
     * @param urgent it has room for two: a neighbour of the receiver gives way, and is to be its neighbour too
     */
    record Ask(boolean urgent) implements Talk {}

    /** Sender and receiver are neighbours. */
    record Accept() implements Talk {}

    /** The sender has as many neighbours as it wants. */
    record Refuse() implements Talk {}

    /** Sender and receiver are no longer neighbours. */
    record Leave() implements Talk {}

    /** Sender and receiver are no longer neighbours: {@code by} has the receiver's place, and room for it. */
    record Replaced(NodeId by) implements Talk {}

    /** Some nodes that joined, the sender among them. Answer: {@link Shuffled}. */
    record Shuffle(List<NodeId> nodes) implements Talk {
        public Shuffle {
            nodes = bounded(nodes, MAX_NODES);
        }
    }

    /** About as many other nodes that joined. */
    record Shuffled(List<NodeId> nodes) implements Talk {
        public Shuffled {
            nodes = bounded(nodes, MAX_NODES);
        }
    }

    private static <T> List<T> bounded(List<T> list, int max) {
        if (list.size() > max) {
            throw new IllegalArgumentException("at most " + max + " at a time, not " + list.size());
        }
        return List.copyOf(list);
    }
}
