package io.comity.dissemination;

import io.comity.identity.NodeId;
import io.comity.limit.Allowance;
import io.comity.limit.Bucket;
import io.comity.limit.Limit;
import io.comity.topic.Slot;
import java.util.ArrayList;
import java.util.List;

/** What the tree knows of one neighbour. */
final class Neighbour {
    private static final long SECOND_NS = 1_000_000_000;

    final NodeId id;
    /** One bit, its own in every mask. */
    final long bit;
    /** For slots that this node asks of it, and for those that it asks of this node. */
    final Allowance asked;

    final Allowance answered;
    /** Slots that it is to be told of. */
    final List<Slot> news = new ArrayList<>();
    /** Slots it announced that are missing still. */
    int open;
    /** Failures that no success took back. */
    int faults;

    private long faultNs;
    private long prunedNs;

    Neighbour(NodeId id, int seat, TreeSettings settings, long nowNs) {
        this.id = id;
        this.bit = 1L << seat;
        // Whoever asks stays well below what it may, so that what was spread out when sent is not too much when it
        // comes at once.
        this.asked = allowance(settings.graftsPerSecond() / 2, nowNs);
        this.answered = allowance(settings.graftsPerSecond(), nowNs);
        this.faultNs = nowNs - SECOND_NS;
        this.prunedNs = nowNs - SECOND_NS;
    }

    private static Allowance allowance(int perSecond, long nowNs) {
        long intervalNs = SECOND_NS / perSecond;
        Limit limit =
                new Limit(intervalNs, Limit.toleranceNs(intervalNs, perSecond), Long.MAX_VALUE, Integer.MAX_VALUE);
        return new Allowance(List.of(new Allowance.Part(new Bucket(nowNs), limit)));
    }

    /** Counts a failure; those within {@code apartNs} are one, since one cause may have made them all. */
    boolean fails(int tolerated, long apartNs, long nowNs) {
        if (nowNs - faultNs < apartNs) {
            return false;
        }
        faultNs = nowNs;
        faults++;
        if (faults < tolerated) {
            return false;
        }
        faults = 0;
        return true;
    }

    void succeeds() {
        faults = Math.max(0, faults - 1);
    }

    /** Whether it is to be told again to send no more: not for each of what was under way when it was told. */
    boolean mayBePrunedAgain(long nowNs) {
        return nowNs - prunedNs >= SECOND_NS;
    }

    void pruned(long nowNs) {
        prunedNs = nowNs;
    }
}
