package io.comity.proxy;

import io.comity.mission.Reason;
import io.comity.wire.UrMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the other side has let this one name in one session: engines by name and by ref. Owned by the NodeProxy. */
final class Imports {
    /** Of all engines together there may be as many types as if each had so many; one may always have all of its own. */
    static final int TYPES_AN_ENGINE = 16;

    /** Engines that somebody may name of whom this node wants nothing, and to whom it gave nothing. */
    static final int MAX_OF_STRANGER = 128;

    /** Engines of which it is remembered why they may no longer be named; of others it is only known that they may not. */
    static final int MAX_WITHDRAWN = 1_024;

    private final int max;
    private final Map<String, EngineProxy.Learned> byName = new HashMap<>();
    private final Map<Long, String> byRef = new HashMap<>();
    private final Map<String, Reason> withdrawn = new HashMap<>();
    private int types;
    private boolean ready;

    Imports(int max) {
        this.max = max;
    }

    private static int types(int engines) {
        return Math.max(UrMessage.MAX_TYPES, (int) Math.min(Integer.MAX_VALUE, (long) engines * TYPES_AN_ENGINE));
    }

    /** False when the other side has named more engines, or types of them, than it may. */
    boolean learn(String engine, EngineProxy.Learned learned, boolean isOfStranger) {
        int most = isOfStranger ? Math.min(max, MAX_OF_STRANGER) : max;
        EngineProxy.Learned before = byName.get(engine);
        int more = learned.types().size() - (before == null ? 0 : before.types().size());
        if (before == null && byName.size() >= most || more > types(most) - types) {
            return false;
        }
        types += more;
        byName.put(engine, learned);
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
        EngineProxy.Learned known = engine == null ? null : byName.remove(engine);
        types -= known == null ? 0 : known.types().size();
        if (engine != null) {
            if (withdrawn.size() < Math.min(max, MAX_WITHDRAWN)) {
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
