package io.comity.dissemination;

import io.comity.topic.Slot;
import java.util.BitSet;

/** One message in the simulation, and how it went. */
final class Publication {
    final Slot slot;
    final long atNs;
    /** Who has to have it in the end. */
    final BitSet due;

    final BitSet delivered = new BitSet();
    /** By node. */
    final int[] hops;
    /** Times its bytes were sent. */
    int sent;

    int mostHops;
    long sumHops;
    long slowestNs;

    Publication(Slot slot, long atNs, BitSet due, int nodes) {
        this.slot = slot;
        this.atNs = atNs;
        this.due = due;
        this.hops = new int[nodes];
    }

    /** @return whether it is the first time */
    boolean deliver(int node, long nowNs) {
        boolean isFirst = !delivered.get(node);
        delivered.set(node);
        mostHops = Math.max(mostHops, hops[node]);
        sumHops += hops[node];
        slowestNs = Math.max(slowestNs, nowNs - atNs);
        return isFirst;
    }

    /** Who ought to have it and does not. */
    BitSet missing(BitSet alive) {
        BitSet missing = (BitSet) due.clone();
        missing.and(alive);
        missing.andNot(delivered);
        return missing;
    }
}
