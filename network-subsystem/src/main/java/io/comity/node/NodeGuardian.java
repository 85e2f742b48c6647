package io.comity.node;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.pattern.StatusReply;
import io.comity.desk.Desk;
import io.comity.desk.http.HttpEndpoint;
import io.comity.engine.EngineId;
import io.comity.engine.EngineRegistry;
import io.comity.engine.Protocol;
import io.comity.identity.NodeId;
import io.comity.observe.Counters;
import io.comity.reference.Backlog;
import io.comity.router.Router;
import io.comity.transport.Address;
import io.comity.transport.Transport;
import io.comity.transport.TransportProtocol;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The root of a node's actors: spawns the Router, a TransportProtocol per transport and the engines, and replaces those of the
 * first two that end. What a transport listened on before, it listens on again, so that addresses others know stay true.
 */
final class NodeGuardian {
    /** How long to wait before another try to listen. */
    private static final Duration RELISTEN = Duration.ofSeconds(1);

    /** How long a call without a session waits for the Router. */
    private static final Duration LOOKUP = Duration.ofSeconds(5);

    sealed interface Command {}

    /** Spawn an engine and register it with the missions that its messages are in by annotation or settings. */
    record Spawn(
            String name,
            Protocol<?> protocol,
            Map<String, Set<Class<?>>> offered,
            Behavior<Object> behavior,
            ActorRef<StatusReply<ActorRef<Object>>> replyTo)
            implements Command {}

    /** Stop an engine of this node. */
    record StopEngine(String name) implements Command {}

    /** Hand a message to the Router there is now. */
    record ToRouter(Router.Command message) implements Command {}

    /** Say goodbye to other nodes; answered when that is done, in bounded time. */
    record Drain(ActorRef<Done> replyTo) implements Command {}

    /** Report the outcome of the first attempt to listen on every transport. */
    record ReportStart(ActorRef<StatusReply<Done>> replyTo) implements Command {}

    private record Listened(String transport, TransportProtocol.ListenReply reply) implements Command {}

    private record Relisten(String transport) implements Command {}

    private record RouterEnded() implements Command {}

    private record TransportEnded(String transport, IntFunction<Transport> factory) implements Command {}

    private record HttpReported(HttpEndpoint.Report report) implements Command {}

    private enum HttpEnded implements Command {
        INSTANCE
    }

    private record EngineEnded(EngineId id, ActorRef<Object> actor) implements Command {}

    /**
     * @param transports by name, how to make one that listens on a port
     * @param ports by name, as configured
     * @param addresses where each transport listens now; written here, read by the node
     */
    record Parts(
            NodeId self,
            Router.Context router,
            EngineRegistry registry,
            Map<String, IntFunction<Transport>> transports,
            Map<String, Integer> ports,
            Map<String, Address> addresses,
            TransportProtocol.Handshakes handshakes,
            TransportProtocol.Settings connections,
            Counters counters,
            Petnames petnames,
            Detached detached) {}

    /**
     * Calls without a session.
     *
     * @param http null when they are not taken over HTTP
     */
    record Detached(Desk desk, HttpEndpoint.@Nullable Context http) {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Parts parts;
    private final Map<String, ActorRef<TransportProtocol.Command>> transports = new LinkedHashMap<>();
    private final Map<String, String> failures = new HashMap<>();
    private final Map<String, String> unavailable = new LinkedHashMap<>();
    private final Map<EngineId, ActorRef<Object>> engines = new HashMap<>();
    private @Nullable ActorRef<StatusReply<Done>> starting;
    private ActorRef<Router.Command> router;
    private long spawned;

    private NodeGuardian(ActorContext<Command> context, TimerScheduler<Command> timers, Parts parts) {
        this.context = context;
        this.timers = timers;
        this.parts = parts;
        this.router = spawnRouter();
    }

    static Behavior<Command> create(Parts parts) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new NodeGuardian(context, timers, parts).start()));
    }

    private Behavior<Command> start() {
        parts.transports().forEach(this::spawnTransport);
        openDesk();
        return Behaviors.receive(Command.class)
                .onMessage(Spawn.class, this::onSpawn)
                .onMessage(StopEngine.class, this::onStopEngine)
                .onMessage(ToRouter.class, this::onToRouter)
                .onMessage(Drain.class, this::onDrain)
                .onMessage(ReportStart.class, this::onReportStart)
                .onMessage(Listened.class, this::onListened)
                .onMessage(Relisten.class, this::onRelisten)
                .onMessage(RouterEnded.class, this::onRouterEnded)
                .onMessage(TransportEnded.class, this::onTransportEnded)
                .onMessage(EngineEnded.class, this::onEngineEnded)
                .onMessage(HttpReported.class, this::onHttpReported)
                .onMessage(HttpEnded.class, this::onHttpEnded)
                .onSignal(PostStop.class, this::onStop)
                .build();
    }

    // Engines.

    private Behavior<Command> onSpawn(Spawn spawn) {
        EngineId id = new EngineId(parts.self(), spawn.name());
        if (engines.containsKey(id)) {
            spawn.replyTo().tell(StatusReply.error("an engine named \"" + spawn.name() + "\" exists already"));
            return Behaviors.same();
        }
        ActorRef<Object> engine = context.spawn(Backlog.marking(spawn.behavior()), childName("engine", spawn.name()));
        context.watchWith(engine, new EngineEnded(id, engine));
        engines.put(id, engine);
        parts.registry().register(id, engine, spawn.protocol(), spawn.offered());
        spawn.replyTo().tell(StatusReply.success(engine));
        return Behaviors.same();
    }

    private Behavior<Command> onStopEngine(StopEngine stop) {
        EngineId id = new EngineId(parts.self(), stop.name());
        ActorRef<Object> engine = engines.remove(id);
        if (engine != null) {
            // Its name is free at once: who spawns the next one need not know how long this one takes to stop.
            parts.registry().unregister(id, engine);
            context.stop(engine);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onEngineEnded(EngineEnded ended) {
        engines.remove(ended.id(), ended.actor());
        parts.registry().unregister(ended.id(), ended.actor());
        return Behaviors.same();
    }

    // The Router.

    private ActorRef<Router.Command> spawnRouter() {
        ActorRef<Router.Command> fresh = context.spawn(
                Behaviors.supervise(Router.create(parts.router())).onFailure(SupervisorStrategy.stop()),
                childName("router", ""));
        context.watchWith(fresh, new RouterEnded());
        return fresh;
    }

    private Behavior<Command> onRouterEnded(RouterEnded ended) {
        context.getLog().warn("the Router ended and is replaced; every session begins anew");
        router = spawnRouter();
        transports.forEach(this::introduce);
        return Behaviors.same();
    }

    private Behavior<Command> onToRouter(ToRouter to) {
        router.tell(to.message());
        return Behaviors.same();
    }

    private Behavior<Command> onDrain(Drain drain) {
        router.tell(new Router.Drain(drain.replyTo()));
        return Behaviors.same();
    }

    // Transports.

    private void spawnTransport(String name, IntFunction<Transport> factory) {
        Address before = parts.addresses().get(name);
        int port = before == null ? parts.ports().getOrDefault(name, 0) : before.port();
        Transport transport = factory.apply(port);
        if (isLeftOut(name, transport)) {
            return;
        }
        Behavior<TransportProtocol.Command> behavior = TransportProtocol.create(
                transport,
                parts.handshakes(),
                parts.connections(),
                parts.router().nanoTime(),
                parts.counters());
        ActorRef<TransportProtocol.Command> ref = context.spawn(
                Behaviors.supervise(behavior).onFailure(SupervisorStrategy.stop()), childName("transport", name));
        context.watchWith(ref, new TransportEnded(name, factory));
        transports.put(name, ref);
        listen(name, ref);
    }

    /** What does not work on this machine is done without, and said once. */
    private boolean isLeftOut(String name, Transport transport) {
        transport.unavailable().ifPresent(reason -> {
            context.getLog().warn("the transport {} does not work here ({}); this node does without it", name, reason);
            unavailable.put(name, reason);
            transport.close();
        });
        return unavailable.containsKey(name);
    }

    private void listen(String name, ActorRef<TransportProtocol.Command> transport) {
        ActorRef<TransportProtocol.ListenReply> replyTo = context.spawnAnonymous(Behaviors.receiveMessage(reply -> {
            context.getSelf().tell(new Listened(name, reply));
            return Behaviors.stopped();
        }));
        transport.tell(new TransportProtocol.Listen(replyTo));
    }

    private Behavior<Command> onListened(Listened listened) {
        String name = listened.transport();
        if (listened.reply() instanceof TransportProtocol.Listening listening) {
            parts.addresses().put(name, listening.address());
            failures.remove(name);
            ActorRef<TransportProtocol.Command> transport = transports.get(name);
            if (transport != null) {
                introduce(name, transport);
            }
        } else if (listened.reply() instanceof TransportProtocol.NotListening failed) {
            context.getLog().warn("{}", failed.cause());
            failures.put(name, failed.cause());
            timers.startSingleTimer(name, new Relisten(name), RELISTEN);
        }
        return reportStart();
    }

    private void introduce(String name, ActorRef<TransportProtocol.Command> transport) {
        Address address = parts.addresses().get(name);
        if (address != null) {
            router.tell(new Router.UseTransport(address, transport));
        }
    }

    private Behavior<Command> onRelisten(Relisten again) {
        ActorRef<TransportProtocol.Command> failed = transports.get(again.transport());
        if (failed != null) {
            context.stop(failed);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onTransportEnded(TransportEnded ended) {
        context.getLog().warn("the transport {} ended and is replaced", ended.transport());
        spawnTransport(ended.transport(), ended.factory());
        return Behaviors.same();
    }

    // Calls without a session.

    private void openDesk() {
        ActorSystem<Void> system = context.getSystem();
        ActorRef<Command> self = context.getSelf();
        parts.detached()
                .desk()
                .open(
                        system,
                        (holder, engine) -> AskPattern.ask(
                                self,
                                replyTo -> new ToRouter(new Router.Lookup(holder, engine, replyTo)),
                                LOOKUP,
                                system.scheduler()));
        spawnHttp();
    }

    /** At the port it had before, so that whoever calls finds it again. */
    private void spawnHttp() {
        HttpEndpoint.Context http = parts.detached().http();
        if (http != null) {
            Address before = parts.addresses().get(HttpEndpoint.NAME);
            ActorRef<HttpEndpoint.Command> endpoint = context.spawn(
                    Behaviors.supervise(HttpEndpoint.create(
                                    before == null ? http : http.at(before.port()),
                                    context.messageAdapter(HttpEndpoint.Report.class, HttpReported::new)))
                            .onFailure(SupervisorStrategy.stop()),
                    childName(HttpEndpoint.NAME, ""));
            context.watchWith(endpoint, HttpEnded.INSTANCE);
        }
    }

    private Behavior<Command> onHttpEnded(HttpEnded ended) {
        context.getLog().warn("the HTTP endpoint ended and is replaced");
        spawnHttp();
        return Behaviors.same();
    }

    private Behavior<Command> onHttpReported(HttpReported reported) {
        if (reported.report() instanceof HttpEndpoint.Listening listening) {
            parts.addresses().put(HttpEndpoint.NAME, listening.address());
            failures.remove(HttpEndpoint.NAME);
        } else if (reported.report() instanceof HttpEndpoint.NotListening failed) {
            failures.put(HttpEndpoint.NAME, failed.cause());
        }
        return reportStart();
    }

    private Behavior<Command> onStop(PostStop stopped) {
        parts.detached().desk().close();
        return Behaviors.same();
    }

    // The start.

    private Behavior<Command> onReportStart(ReportStart report) {
        starting = report.replyTo();
        return reportStart();
    }

    /** Answers once: when every transport that works here listens, or when the first cannot. */
    private Behavior<Command> reportStart() {
        Set<String> awaited = new HashSet<>(parts.transports().keySet());
        awaited.removeAll(unavailable.keySet());
        if (awaited.isEmpty() && !unavailable.isEmpty()) {
            failures.put("", noneWorks());
        }
        if (parts.detached().http() != null) {
            awaited.add(HttpEndpoint.NAME);
        }
        boolean decided = !failures.isEmpty() || parts.addresses().keySet().containsAll(awaited);
        if (starting != null && decided) {
            starting.tell(
                    failures.isEmpty()
                            ? StatusReply.success(Done.getInstance())
                            : StatusReply.error(String.join("; ", failures.values())));
            starting = null;
        }
        return Behaviors.same();
    }

    private String noneWorks() {
        return "none of its transports works on this machine ("
                + unavailable.entrySet().stream()
                        .map(one -> one.getKey() + ": " + one.getValue())
                        .collect(Collectors.joining("; "))
                + "); set comity.transports to others";
    }

    private String childName(String kind, String name) {
        return kind + "-" + ++spawned + "-" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }
}
