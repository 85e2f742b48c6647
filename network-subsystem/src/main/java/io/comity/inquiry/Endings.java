package io.comity.inquiry;

import io.comity.identity.NodeId;
import io.comity.mission.Grant;
import io.comity.mission.Reason;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Why the last grants that are over are over, so that their owner can be told. Forgets the oldest beyond its bound. */
public final class Endings {
    static final int MAX = 1_000;

    private record Ended(NodeId holder, String mission) {}

    private final int max;
    private final Map<Ended, Reason> reasons = new LinkedHashMap<>();

    public Endings() {
        this(MAX);
    }

    Endings(int max) {
        this.max = max;
    }

    /** A grant whose gate is closed. */
    public void remember(Grant grant) {
        Reason reason = grant.gate().closed();
        if (reason != null) {
            Ended ended = new Ended(grant.holder(), grant.mission().name());
            reasons.remove(ended);
            if (reasons.size() >= max) {
                reasons.remove(reasons.keySet().iterator().next());
            }
            reasons.put(ended, reason);
        }
    }

    /** Those of one holder, by mission. */
    public Map<String, Reason> of(NodeId holder) {
        Map<String, Reason> ended = new HashMap<>();
        reasons.forEach((each, reason) -> {
            if (each.holder().equals(holder)) {
                ended.put(each.mission(), reason);
            }
        });
        return ended;
    }
}
