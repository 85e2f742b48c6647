package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which grants rest on a link, or on a key that holds one or presents them: so that taking back a few looks at few. */
final class Dependents {
    private final Map<Bytes, Set<Grant>> byLink = new HashMap<>();
    private final Map<NodeId, Set<Grant>> byKey = new HashMap<>();

    void add(Grant grant, Chain chain) {
        put(byKey, grant.holder(), grant);
        for (SignedGrant link : chain.links()) {
            put(byLink, link.id(), grant);
            put(byKey, link.holder().key(), grant);
        }
    }

    void remove(Grant grant, Chain chain) {
        take(byKey, grant.holder(), grant);
        for (SignedGrant link : chain.links()) {
            take(byLink, link.id(), grant);
            take(byKey, link.holder().key(), grant);
        }
    }

    List<Grant> onLink(Bytes id) {
        return List.copyOf(byLink.getOrDefault(id, Set.of()));
    }

    List<Grant> onKey(NodeId key) {
        return List.copyOf(byKey.getOrDefault(key, Set.of()));
    }

    private static <K> void put(Map<K, Set<Grant>> index, K key, Grant grant) {
        index.computeIfAbsent(key, fresh -> Collections.newSetFromMap(new IdentityHashMap<>(1)))
                .add(grant);
    }

    private static <K> void take(Map<K, Set<Grant>> index, K key, Grant grant) {
        index.computeIfPresent(key, (same, grants) -> {
            grants.remove(grant);
            return grants.isEmpty() ? null : grants;
        });
    }
}
