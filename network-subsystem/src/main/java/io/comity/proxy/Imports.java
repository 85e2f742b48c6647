package io.comity.proxy;

import io.comity.mission.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the other side has let this one name in one session: engines by name and by ref. Owned by the NodeProxy. */
final class Imports {
    private final int max;
    private final Map<String, EngineProxy.Learned> byName = new HashMap<>();
    private final Map<Long, String> byRef = new HashMap<>();
    private final Map<String, Reason> withdrawn = new HashMap<>();
    private boolean ready;

    Imports(int max) {
        this.max = max;
    }

    /** False when the other side has named more engines than it may. */
    boolean learn(String engine, EngineProxy.Learned learned) {
        if (byName.size() >= max && !byName.containsKey(engine)) {
            return false;
        }
        EngineProxy.Learned before = byName.put(engine, learned);
        if (before != null) {
            byRef.remove(before.ref());
        }
        byRef.put(learned.ref(), engine);
        withdrawn.remove(engine);
        return true;
    }

    /** The engine that was forgotten, or null when {@code ref} is not its current one. */
    @Nullable
    String forget(long ref, Reason reason) {
        String engine = byRef.remove(ref);
        if (engine != null) {
            byName.remove(engine);
            if (withdrawn.size() < max) {
                withdrawn.put(engine, reason);
            }
        }
        return engine;
    }

    @Nullable
    String engine(long ref) {
        return byRef.get(ref);
    }

    EngineProxy.@Nullable Learned find(String engine) {
        return byName.get(engine);
    }

    /** The message types of each engine that may be named now. */
    Map<String, List<String>> told() {
        return byName.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, learned -> learned.getValue().types()));
    }

    /** Engines that may no longer be named, and why. */
    Map<String, Reason> withdrawn() {
        return Map.copyOf(withdrawn);
    }

    /** The other side has named all it will name for now; false when it had said so before. */
    boolean ready() {
        boolean first = !ready;
        ready = true;
        return first;
    }

    /** Why an engine cannot be named, or null while it may yet be learned. */
    @Nullable
    Reason refusal(String engine) {
        return ready ? withdrawn.getOrDefault(engine, Reason.DENIED) : null;
    }
}
