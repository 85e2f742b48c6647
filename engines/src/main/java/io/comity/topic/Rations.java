package io.comity.topic;

import io.comity.identity.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the owner of a topic took under each of its own grants that has a rate. */
final class Rations {
    /** Grants of which it is remembered; of more, those that were first shown last. Others are to be shown anew before they are of use. */
    static final int MAX = 4_096;

    private final Map<Bytes, Ration> byRoot = new LinkedHashMap<>();

    void shown(Right right, long nowMillis) {
        if (right.ofRoot().intervalNs() > 0) {
            byRoot.computeIfAbsent(right.root(), first -> new Ration(nowMillis));
            if (byRoot.size() > MAX) {
                byRoot.remove(byRoot.keySet().iterator().next());
            }
        }
    }

    boolean admit(Right right, int count, long nowMillis) {
        if (right.ofRoot().intervalNs() == 0) {
            return true;
        }
        Ration ration = byRoot.get(right.root());
        return ration != null && ration.admits(right.ofRoot(), count, nowMillis);
    }

    void charge(Right right, int count) {
        Ration ration = byRoot.get(right.root());
        if (ration != null) {
            ration.charge(count);
        }
    }
}
