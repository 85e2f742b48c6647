package io.comity.engine;

import akka.actor.typed.ActorRef;
import io.comity.identity.NodeId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Maps an engine of any node, this one or a remote one, to the local actor that receives its messages: the engine itself or
 * its proxy. Any thread may look up; a lookup is two hash probes.
 */
public final class EngineRegistry {
    /**
     * @param protocol null for a remote engine that nobody here has named a protocol for
     * @param offered by mission, the message types that an engine of this node puts in it by itself
     */
    public record Entry(
            EngineId id, ActorRef<Object> actor, @Nullable Protocol<?> protocol, Map<String, Set<Class<?>>> offered) {
        public Entry {
            offered = Map.copyOf(offered);
        }
    }

    /** What a watcher is told. */
    public sealed interface Change {}

    public record Registered(Entry entry) implements Change {}

    public record Unregistered(EngineId id) implements Change {}

    /** By name: of a node that strangers cannot make longer to go through. */
    private final Map<NodeId, Map<String, Entry>> byNode = new ConcurrentHashMap<>();

    private final Set<ActorRef<Change>> watchers = ConcurrentHashMap.newKeySet();

    /** Registers {@code actor}, which offers nothing by itself; a later registration of the same engine replaces it. */
    public void register(EngineId id, ActorRef<?> actor, @Nullable Protocol<?> protocol) {
        register(id, actor, protocol, Map.of());
    }

    /** The same for one that does. */
    public void register(
            EngineId id, ActorRef<?> actor, @Nullable Protocol<?> protocol, Map<String, Set<Class<?>>> offered) {
        Entry entry = new Entry(id, actor.unsafeUpcast(), protocol, offered);
        byNode.compute(id.node(), (node, known) -> {
            Map<String, Entry> engines = known == null ? new ConcurrentHashMap<>() : known;
            engines.put(id.name(), entry);
            return engines;
        });
        watchers.forEach(watcher -> watcher.tell(new Registered(entry)));
    }

    /** Takes {@code actor} out again, unless another has replaced it. */
    public void unregister(EngineId id, ActorRef<?> actor) {
        boolean isGone = find(id).filter(entry -> entry.actor().equals(actor) && remove(entry))
                .isPresent();
        if (isGone) {
            watchers.forEach(watcher -> watcher.tell(new Unregistered(id)));
        }
    }

    private boolean remove(Entry entry) {
        EngineId id = entry.id();
        Map<String, Entry> known = byNode.get(id.node());
        boolean isGone = known != null && known.remove(id.name(), entry);
        byNode.computeIfPresent(id.node(), (node, engines) -> engines.isEmpty() ? null : engines);
        return isGone;
    }

    private Map<String, Entry> of(NodeId node) {
        return byNode.getOrDefault(node, Map.of());
    }

    public Optional<Entry> find(EngineId id) {
        return Optional.ofNullable(of(id.node()).get(id.name()));
    }

    /** The engines of one node, by name. */
    public List<Entry> list(NodeId node) {
        return of(node).values().stream()
                .sorted(Comparator.comparing(entry -> entry.id().name()))
                .toList();
    }

    /** The nodes of which engines are registered. */
    public Set<NodeId> nodes() {
        return Set.copyOf(byNode.keySet());
    }

    /** Tells {@code watcher} of every change from now on, until {@link #unwatch}. */
    public void watch(ActorRef<Change> watcher) {
        watchers.add(watcher);
    }

    public void unwatch(ActorRef<Change> watcher) {
        watchers.remove(watcher);
    }
}
