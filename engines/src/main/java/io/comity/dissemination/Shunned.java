package io.comity.dissemination;

import io.comity.identity.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Nodes that failed as neighbours and are not taken again for a while; whoever is shunned longest is forgiven for one too many. */
final class Shunned {
    private final int max;
    private final long forNs;
    private final Map<NodeId, Long> untilNs = new LinkedHashMap<>();

    Shunned(int max, long forNs) {
        this.max = max;
        this.forNs = forNs;
    }

    void add(NodeId peer, long nowNs) {
        untilNs.remove(peer);
        if (untilNs.size() >= max) {
            untilNs.remove(untilNs.keySet().iterator().next());
        }
        untilNs.put(peer, nowNs + forNs);
    }

    boolean contains(NodeId peer, long nowNs) {
        Long until = untilNs.get(peer);
        return until != null && until - nowNs > 0;
    }
}
