package io.comity.proxy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import io.comity.engine.EngineId;
import io.comity.identity.NodeId;
import io.comity.mission.Reason;
import io.comity.selection.Preference;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The EngineProxies that a NodeProxy has spawned, by engine name; keeps the registry in step. Used by that actor only. */
final class EngineProxies {
    private final ActorContext<NodeProxy.Command> context;
    private final NodeId peer;
    private final NodeProxy.Context node;
    private final EngineProxy.Ways ways;
    private final Map<String, ActorRef<Object>> proxies = new HashMap<>();
    private final Set<String> wanted = new HashSet<>();
    private long spawned;

    EngineProxies(ActorContext<NodeProxy.Command> context, NodeId peer, NodeProxy.Context node) {
        this.context = context;
        this.peer = peer;
        this.node = node;
        this.ways = ways(context.getSelf());
    }

    private static EngineProxy.Ways ways(ActorRef<NodeProxy.Command> self) {
        return new EngineProxy.Ways() {
            @Override
            public void connect(Preference preference) {
                self.tell(new NodeProxy.Connect(preference));
            }

            @Override
            public void move(ActorRef<Object> proxy, Preference preference) {
                self.tell(new NodeProxy.Move(proxy, preference));
            }
        };
    }

    boolean isEmpty() {
        return proxies.isEmpty();
    }

    /** A user of this node has asked for the engine: it was not just offered by the peer. */
    void want(String engine) {
        wanted.add(engine);
    }

    boolean isAnyWanted() {
        return !wanted.isEmpty();
    }

    /** Whether there is, or may be, a proxy for this engine. */
    boolean admits(String engine) {
        return proxies.containsKey(engine) || proxies.size() < node.settings().maxEngines();
    }

    /** The proxy for an engine; a new one is told at once what {@code imports} say of it. */
    ActorRef<Object> proxy(String engine, @Nullable Imports imports) {
        ActorRef<Object> known = proxies.get(engine);
        if (known != null) {
            return known;
        }
        ActorRef<Object> fresh = spawn(engine);
        proxies.put(engine, fresh);
        node.registry().register(new EngineId(peer, engine), fresh, null);
        if (imports != null) {
            introduce(engine, fresh, imports);
        }
        return fresh;
    }

    private ActorRef<Object> spawn(String engine) {
        Behavior<Object> behavior = EngineProxy.create(
                new EngineId(peer, engine), ways, node.settings().engine(), node.counters(), node.nanoTime());
        // One that fails stops, as any actor without a supervisor does.
        ActorRef<Object> proxy = context.spawn(
                behavior, "engine-" + ++spawned + "-" + URLEncoder.encode(engine, StandardCharsets.UTF_8));
        context.watchWith(proxy, new NodeProxy.ProxyEnded(engine, proxy));
        return proxy;
    }

    private static void introduce(String engine, ActorRef<Object> proxy, Imports imports) {
        EngineProxy.Learned learned = imports.find(engine);
        Reason refusal = imports.refusal(engine);
        if (learned != null) {
            proxy.tell(learned);
        } else if (refusal != null) {
            proxy.tell(new EngineProxy.Refuse(refusal));
        }
    }

    /** Tells those whose engine was not named that it will not be, now that all were. */
    void refuseUnlearned(Imports imports) {
        proxies.forEach((engine, proxy) -> introduce(engine, proxy, imports));
    }

    /** Refuses what waits everywhere; the next message may try again. */
    void giveUp(Reason reason) {
        proxies.values().forEach(proxy -> proxy.tell(new EngineProxy.GiveUp(reason)));
    }

    void stop(String engine) {
        ActorRef<Object> proxy = proxies.remove(engine);
        wanted.remove(engine);
        if (proxy != null) {
            node.registry().unregister(new EngineId(peer, engine), proxy);
            context.stop(proxy);
        }
    }

    void stopAll() {
        List.copyOf(proxies.keySet()).forEach(this::stop);
    }

    /** A proxy that was not stopped from here was killed; an engine learned in this session gets another one. */
    void ended(NodeProxy.ProxyEnded ended, @Nullable Imports imports) {
        if (proxies.remove(ended.name(), ended.proxy())) {
            wanted.remove(ended.name());
            node.registry().unregister(new EngineId(peer, ended.name()), ended.proxy());
            if (imports != null && imports.find(ended.name()) != null) {
                proxy(ended.name(), imports);
            }
        }
    }
}
