package io.comity.router;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.MissionKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The mission keys of other nodes by which this one is let in, so that they are presented in every session. In memory only: a key
 * is a secret that its user keeps, and presents again when this node was started again. Used by the Router only.
 */
public final class Keyring {
    /** An owner judges no more than that at a time. */
    static final int MAX_OF_ONE_OWNER = 16;

    private final int max;
    private final Map<NodeId, Map<Bytes, MissionKey>> keys = new HashMap<>();

    /** @param max keys of all owners together */
    public Keyring(int max) {
        this.max = max;
    }

    /** Whether it is kept, now or before. */
    boolean add(MissionKey key) {
        Map<Bytes, MissionKey> ofOwner = keys.getOrDefault(key.owner(), Map.of());
        boolean isKnown = ofOwner.containsKey(key.chain().id());
        if (!isKnown && (ofOwner.size() >= MAX_OF_ONE_OWNER || size() >= max)) {
            return false;
        }
        keys.computeIfAbsent(key.owner(), owner -> new LinkedHashMap<>())
                .put(key.chain().id(), key);
        return true;
    }

    void remove(NodeId owner, Bytes chain) {
        keys.computeIfPresent(owner, (same, ofOwner) -> {
            ofOwner.remove(chain);
            return ofOwner.isEmpty() ? null : ofOwner;
        });
    }

    List<MissionKey> of(NodeId owner) {
        return List.copyOf(keys.getOrDefault(owner, Map.of()).values());
    }

    private int size() {
        return keys.values().stream().mapToInt(Map::size).sum();
    }
}
