package io.comity.dissemination;

import io.comity.identity.NodeId;
import io.comity.topic.Slot;

/** What is to be done, in the order in which it was said. */
public sealed interface Output {
    /** Hand over the message in this slot, once. Keep its bytes until {@link Forget}. */
    record Deliver(Slot slot) implements Output {}

    /** The bytes of this slot are asked for no more. */
    record Forget(Slot slot) implements Output {}

    /** A message that was given in goes nowhere; it is too old, or there are too many publishers. */
    record Ignored(Slot slot, Standing why) implements Output {}

    /** Send the message in this slot to {@code peer}. */
    record Send(NodeId peer, Slot slot) implements Output {}

    /** Send this to {@code peer}. */
    record Say(NodeId peer, Talk talk) implements Output {}

    /** Make a link with that node, or find that there is one, and say so. */
    record Connect(NodeId peer) implements Output {}

    /** No link with that node is needed any more for this topic. */
    record Release(NodeId peer) implements Output {}

    /** That node is a neighbour now. */
    record Up(NodeId peer) implements Output {}

    /** That node is a neighbour no more. */
    record Down(NodeId peer) implements Output {}

    /** Nobody is known any more who joined: the caller has to name somebody, unless this node is the only one. */
    record Alone() implements Output {}

    /** A neighbour keeps failing in this way: it gives its place to another. */
    record Suspect(NodeId peer, Fault fault) implements Output {}

    /** How a neighbour fails. */
    enum Fault {
        /** It announced messages and did not send them when it was asked. */
        SILENT,
        /** It sent messages again that it had sent before. */
        REPEATING,
        /** It sent what is not the message that belongs there. */
        FALSE
    }

    /** How a slot stands to those that were taken before. */
    enum Standing {
        /** Not taken yet. */
        NEW,
        /** Taken before. */
        SEEN,
        /** So far behind its publisher's latest that it is not known whether it was taken. */
        OLD,
        /** Of a new publisher, while as many as are remembered are active. */
        CROWDED
    }
}
