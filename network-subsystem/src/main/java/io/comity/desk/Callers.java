package io.comity.desk;

import io.comity.identity.NodeId;
import io.comity.proxy.Permit;
import io.comity.reference.Backlog;
import io.comity.reference.Backlogs;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each caller's calls told engines and waits there: callers have no session that would count it. Not thread-safe. */
final class Callers {
    /** Those that called last are remembered. */
    static final int MAX_CALLERS = 10_000;

    private final Map<NodeId, Backlogs> byKey = new LinkedHashMap<>(16, 0.75f, true);

    Backlog of(NodeId caller, Permit permit) {
        Backlogs backlogs = byKey.computeIfAbsent(caller, first -> new Backlogs());
        if (byKey.size() > MAX_CALLERS) {
            byKey.remove(byKey.keySet().iterator().next());
        }
        return backlogs.of(permit.engine(), permit.target());
    }
}
