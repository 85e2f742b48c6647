package io.comity.dissemination;

import io.comity.identity.NodeId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Nodes that joined, as far as others say, and who said it: out of these a lost neighbour is replaced. Each source has a share,
 * so that nobody fills the view alone; over its share, what it said first gives way to what it says last, and when the view
 * is full, something of whoever has most in it.
 */
final class PassiveView {
    private final int max;
    private final int perSource;
    private final RandomGenerator random;
    /** Each node and its source, oldest first. */
    private final Map<NodeId, NodeId> sources = new LinkedHashMap<>();

    PassiveView(int max, int perSource, RandomGenerator random) {
        this.max = max;
        this.perSource = perSource;
        this.random = random;
    }

    void add(NodeId node, NodeId source) {
        if (sources.containsKey(node)) {
            return;
        }
        List<NodeId> own = of(source);
        if (own.size() >= perSource) {
            sources.remove(own.get(0));
        } else if (sources.size() >= max) {
            List<NodeId> most = of(loudest());
            sources.remove(most.get(random.nextInt(most.size())));
        }
        sources.put(node, source);
    }

    private List<NodeId> of(NodeId source) {
        return sources.entrySet().stream()
                .filter(entry -> entry.getValue().equals(source))
                .map(Map.Entry::getKey)
                .toList();
    }

    private NodeId loudest() {
        Map<NodeId, Integer> counts = new LinkedHashMap<>();
        sources.values().forEach(source -> counts.merge(source, 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    void remove(NodeId node) {
        sources.remove(node);
    }

    boolean contains(NodeId node) {
        return sources.containsKey(node);
    }

    int size() {
        return sources.size();
    }

    /** At most {@code count} of them by lot, none of {@code excluded}. */
    List<NodeId> draw(int count, Set<NodeId> excluded) {
        List<NodeId> eligible = sources.keySet().stream()
                .filter(node -> !excluded.contains(node))
                .toList();
        return Lots.draw(eligible, count, random);
    }
}
