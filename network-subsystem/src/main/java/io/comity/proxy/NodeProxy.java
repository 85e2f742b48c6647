package io.comity.proxy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.comity.engine.EngineId;
import io.comity.engine.EngineRegistry;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Reason;
import io.comity.observe.Counters;
import io.comity.reference.ExportTable;
import io.comity.session.Link;
import io.comity.session.Outbox;
import io.comity.transport.Address;
import io.comity.transport.TransportConnection;
import io.comity.transport.TransportProtocol;
import io.comity.wire.UrMessage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All communication with one remote node. Connects when something first has to be sent, or when the other side does;
 * connections are ephemeral: a lost one is not re-established until something has to be sent again.
 *
 * <p>States: {@link #idle}; {@link #dialling}, trying the known addresses one after the other; {@link #connected}, with a
 * session. When the session ends, every EngineProxy that was learned in it stops, so that a watch on it fires.
 */
public final class NodeProxy {
    public sealed interface Command {}

    /** Find the EngineProxy for an engine, or spawn it. Expected sender: the Router. */
    public record Engine(String name, Protocol<?> protocol, ActorRef<ActorRef<Object>> replyTo) implements Command {}

    /** Present an invitation of the remote node to it. Expected sender: the Router. */
    public record Present(Bytes credential, ActorRef<Presented> replyTo) implements Command {}

    /** The remote node may be reached here. Expected sender: the Router. */
    public record ReachAt(List<Address> addresses) implements Command {
        public ReachAt {
            addresses = List.copyOf(addresses);
        }
    }

    /** An authenticated link with the remote node. Expected sender: the Router. */
    public record LinkUp(TransportConnection.Linked linked, List<Permit> permits) implements Command {
        public LinkUp {
            permits = List.copyOf(permits);
        }
    }

    /** What the remote node may use from now on. Expected sender: the Router. */
    public record Permits(List<Permit> permits) implements Command {
        public Permits {
            permits = List.copyOf(permits);
        }
    }

    /** The Router's verdict on what the remote node presented under {@code id}; null grants it. */
    public record Judged(long id, @Nullable Reason refused) implements Command {}

    private record Connect() implements Command {}

    private record DialEnded(TransportProtocol.DialReply reply) implements Command {}

    private enum DialOverdue implements Command {
        INSTANCE
    }

    private enum StrangerOverdue implements Command {
        INSTANCE
    }

    private record ConnectionEnded(ActorRef<TransportConnection.Command> connection) implements Command {}

    private record ProxyEnded(String name, ActorRef<Object> proxy) implements Command {}

    private record FromPeer(Session session, UrMessage message) implements Command {}

    /** How presenting an invitation ended; null is success. */
    public record Presented(@Nullable Reason refused, String explanation) {}

    /** What a NodeProxy asks of the Router. */
    public sealed interface Request {}

    /** Dial the remote node; answered to {@code replyTo}. */
    public record Dial(Address address, NodeId peer, ActorRef<TransportProtocol.DialReply> replyTo)
            implements Request {}

    /** Judge a credential that the remote node presented; answered by {@link Judged}. */
    public record Judge(NodeId peer, long id, Bytes credential, ActorRef<Command> replyTo) implements Request {}

    /**
     * @param outboxBytes of messages that wait to be sealed
     * @param controlBytes of control messages that wait to be sealed
     * @param maxEngines proxied of the remote node
     * @param maxPresenting invitations presented and not yet answered
     * @param dialTimeout for one address, handshake included
     * @param strangerTimeout how long an authenticated peer that holds no grant may stay
     */
    public record Settings(
            int outboxBytes,
            int controlBytes,
            int maxEngines,
            int maxPresenting,
            int maxReferences,
            Duration replyDeadline,
            Duration dialTimeout,
            Duration strangerTimeout,
            EngineProxy.Settings engine) {}

    /** What a NodeProxy needs of its node. */
    public record Context(
            ActorRef<Request> router,
            EngineRegistry registry,
            NodeId self,
            Settings settings,
            Counters counters,
            LongSupplier nanoTime) {}

    private record Connected(Session session, ActorRef<TransportConnection.Command> connection, Imports imports) {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final NodeId peer;
    private final Context node;
    private final Map<String, ActorRef<Object>> proxies = new HashMap<>();
    private final Deque<Present> presenting = new ArrayDeque<>();
    private final Map<Long, Present> presented = new HashMap<>();
    private List<Address> addresses = List.of();
    private long presentations;
    private long spawned;

    private NodeProxy(ActorContext<Command> context, TimerScheduler<Command> timers, NodeId peer, Context node) {
        this.context = context;
        this.timers = timers;
        this.peer = peer;
        this.node = node;
    }

    public static Behavior<Command> create(NodeId peer, Context node) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new NodeProxy(context, timers, peer, node).idle()));
    }

    /** To {@link #dialling} when something has to be sent, to {@link #connected} when the other side has dialled. */
    private Behavior<Command> idle() {
        return Behaviors.receive(Command.class)
                .onMessage(Engine.class, engine -> onEngine(engine, null))
                .onMessage(Present.class, this::presentLater)
                .onMessage(ReachAt.class, this::onReachAt)
                .onMessage(Connect.class, connect -> dial(addresses))
                .onMessage(LinkUp.class, this::onLinkUp)
                .onMessage(ProxyEnded.class, ended -> onProxyEnded(ended, null))
                .onAnyMessage(late -> Behaviors.same())
                .onSignal(PostStop.class, stopped -> end(null))
                .build();
    }

    /** To {@link #connected} when a link is up, to {@link #idle} when the last address has failed. */
    private Behavior<Command> dialling(List<Address> rest) {
        return Behaviors.receive(Command.class)
                .onMessage(Engine.class, engine -> onEngine(engine, null))
                .onMessage(Present.class, this::queue)
                .onMessage(ReachAt.class, this::onReachAt)
                .onMessage(DialEnded.class, ended -> onDialEnded(ended, rest))
                .onMessage(DialOverdue.class, overdue -> dialNext(rest, "no answer in time"))
                .onMessage(LinkUp.class, this::onLinkUp)
                .onMessage(ProxyEnded.class, ended -> onProxyEnded(ended, null))
                .onAnyMessage(late -> Behaviors.same())
                .onSignal(PostStop.class, stopped -> end(null))
                .build();
    }

    /** To {@link #idle} when the connection ends. */
    private Behavior<Command> connected(Connected connected) {
        return Behaviors.receive(Command.class)
                .onMessage(Engine.class, engine -> onEngine(engine, connected))
                .onMessage(Present.class, present -> present(present, connected.session()))
                .onMessage(ReachAt.class, this::onReachAt)
                .onMessage(FromPeer.class, said -> onFromPeer(said, connected))
                .onMessage(Permits.class, permits -> onPermits(permits, connected))
                .onMessage(Judged.class, judged -> onJudged(judged, connected.session()))
                .onMessage(LinkUp.class, linkUp -> onSecondLink(linkUp, connected))
                .onMessage(ConnectionEnded.class, ended -> onConnectionEnded(ended, connected))
                .onMessage(ProxyEnded.class, ended -> onProxyEnded(ended, connected))
                .onMessage(StrangerOverdue.class, overdue -> onStrangerOverdue(connected))
                .onAnyMessage(late -> Behaviors.same())
                .onSignal(PostStop.class, stopped -> end(connected))
                .build();
    }

    // Dialling.

    private Behavior<Command> dial(List<Address> candidates) {
        return dialNext(candidates, "no address of it is known; an invitation of it would tell");
    }

    private Behavior<Command> dialNext(List<Address> candidates, String cause) {
        timers.cancel(DialOverdue.INSTANCE);
        if (candidates.isEmpty()) {
            return unreachable(cause);
        }
        node.router()
                .tell(new Dial(
                        candidates.get(0),
                        peer,
                        context.messageAdapter(TransportProtocol.DialReply.class, DialEnded::new)));
        timers.startSingleTimer(DialOverdue.INSTANCE, node.settings().dialTimeout());
        return dialling(candidates.subList(1, candidates.size()));
    }

    private Behavior<Command> onDialEnded(DialEnded ended, List<Address> rest) {
        return ended.reply() instanceof TransportProtocol.DialFailed failed
                ? dialNext(rest, failed.cause())
                : Behaviors.same();
    }

    private Behavior<Command> unreachable(String cause) {
        context.getLog().info("cannot connect to {}: {}", peer, cause);
        proxies.values().forEach(proxy -> proxy.tell(new EngineProxy.GiveUp(Reason.UNREACHABLE)));
        presenting.forEach(present -> present.replyTo().tell(new Presented(Reason.UNREACHABLE, cause)));
        presenting.clear();
        return idle();
    }

    private Behavior<Command> onReachAt(ReachAt reachAt) {
        addresses = reachAt.addresses();
        return Behaviors.same();
    }

    // A link comes and goes.

    private Behavior<Command> onLinkUp(LinkUp linkUp) {
        timers.cancelAll();
        TransportConnection.Linked linked = linkUp.linked();
        linked.connection().tell(TransportConnection.Adopt.INSTANCE);
        context.watchWith(linked.connection(), new ConnectionEnded(linked.connection()));
        Connected connected = new Connected(
                session(linked),
                linked.connection(),
                new Imports(node.settings().maxEngines()));
        context.getLog().info("connected with {} at {}", peer, linked.wire().remote());
        if (linkUp.permits().isEmpty()) {
            timers.startSingleTimer(StrangerOverdue.INSTANCE, node.settings().strangerTimeout());
        }
        Session session = connected.session();
        Catalogue.update(session.exports(), linkUp.permits()).forEach(session::say);
        session.say(new UrMessage.Ready());
        session.start();
        presenting.forEach(present -> present(present, session));
        presenting.clear();
        return connected(connected);
    }

    private Session session(TransportConnection.Linked linked) {
        Settings settings = node.settings();
        ActorRef<Command> self = context.getSelf();
        Session[] made = new Session[1];
        made[0] = new Session(
                linked.link(),
                linked.wire(),
                new Outbox(settings.outboxBytes(), settings.controlBytes(), Session.MAX_PLAIN_BYTES),
                new ExportTable(
                        new ExportTable.Limits(
                                settings.maxReferences(),
                                settings.replyDeadline().toNanos()),
                        node.nanoTime()),
                new ImportedReferences(Adapter.toClassic(context.getSystem()), settings.maxReferences()),
                node.counters(),
                message -> self.tell(new FromPeer(made[0], message)));
        return made[0];
    }

    /**
     * Both sides may have dialled at once; then both must keep the same link, and that is the one the lower id dialled.
     * Otherwise the peer has given the standing link up, whether it was restarted or its network broke: so do we.
     */
    private Behavior<Command> onSecondLink(LinkUp linkUp, Connected connected) {
        Link standing = connected.session().link();
        Link second = linkUp.linked().link();
        boolean crossed =
                standing.peerBootEpoch() == second.peerBootEpoch() && standing.initiator() != second.initiator();
        if (crossed && dialledByLower(standing)) {
            linkUp.linked().connection().tell(new TransportConnection.Close("a second link with the same node"));
            return Behaviors.same();
        }
        end(connected);
        return onLinkUp(linkUp);
    }

    private boolean dialledByLower(Link link) {
        return link.initiator() == (node.self().compareTo(peer) < 0);
    }

    private Behavior<Command> onConnectionEnded(ConnectionEnded ended, Connected connected) {
        if (!ended.connection().equals(connected.connection())) {
            return Behaviors.same();
        }
        context.getLog().info("disconnected from {}", peer);
        end(connected);
        return rest();
    }

    /** Gives the session up: whoever was learned in it is gone, and so is every reference. */
    private Behavior<Command> end(@Nullable Connected connected) {
        timers.cancelAll();
        if (connected != null) {
            context.unwatch(connected.connection());
            connected.connection().tell(new TransportConnection.Close("the session is over"));
            connected.session().close();
            List.copyOf(proxies.keySet()).forEach(this::stopProxy);
        }
        presented
                .values()
                .forEach(present -> present.replyTo().tell(new Presented(Reason.UNREACHABLE, "connection lost")));
        presented.clear();
        return Behaviors.same();
    }

    private Behavior<Command> onStrangerOverdue(Connected connected) {
        boolean stranger = connected.session().exports().engineNames().isEmpty() && proxies.isEmpty();
        if (stranger) {
            end(connected);
        }
        return stranger ? rest() : Behaviors.same();
    }

    /** To {@link #idle}, or to the end for a stranger: nobody here knows it, so nothing is lost. */
    private Behavior<Command> rest() {
        return proxies.isEmpty() && addresses.isEmpty() ? Behaviors.stopped() : idle();
    }

    // What this node lets the other use.

    private Behavior<Command> onPermits(Permits permits, Connected connected) {
        Session session = connected.session();
        Catalogue.update(session.exports(), permits.permits()).forEach(session::say);
        return Behaviors.same();
    }

    private Behavior<Command> onJudged(Judged judged, Session session) {
        Reason refused = judged.refused();
        session.say(
                refused == null
                        ? new UrMessage.Granted(judged.id())
                        : new UrMessage.Declined(judged.id(), refused.code()));
        return Behaviors.same();
    }

    // What the other lets this node use.

    private Behavior<Command> onFromPeer(FromPeer said, Connected connected) {
        said.session().controlHandled();
        if (said.session() == connected.session()) {
            handle(said.message(), connected);
        }
        return Behaviors.same();
    }

    private void handle(UrMessage message, Connected connected) {
        if (message instanceof UrMessage.Learn learn) {
            onLearn(learn, connected);
        } else if (message instanceof UrMessage.Forget forget) {
            onForget(forget, connected.imports());
        } else if (message instanceof UrMessage.Refuse refuse) {
            onRefused(refuse, connected.imports());
        } else if (message instanceof UrMessage.Present present) {
            node.router().tell(new Judge(peer, present.id(), present.credential(), context.getSelf()));
        } else if (message instanceof UrMessage.Granted granted) {
            answered(granted.id(), new Presented(null, ""));
        } else if (message instanceof UrMessage.Declined declined) {
            answered(declined.id(), new Presented(Catalogue.reason(declined.reason()), "declined by the issuer"));
        } else {
            onReady(connected.imports());
        }
    }

    private void onLearn(UrMessage.Learn learn, Connected connected) {
        EngineProxy.Learned learned = new EngineProxy.Learned(connected.session(), learn.ref(), learn.types());
        if (!EngineId.isName(learn.engine()) || !connected.imports().learn(learn.engine(), learned)) {
            connected.connection().tell(new TransportConnection.Close("it offers more or other engines than it may"));
            return;
        }
        proxy(learn.engine()).tell(learned);
    }

    private void onForget(UrMessage.Forget forget, Imports imports) {
        Reason reason = Catalogue.reason(forget.reason());
        String engine = imports.forget(forget.ref(), reason);
        if (engine != null) {
            stopProxy(engine);
        }
    }

    private void onRefused(UrMessage.Refuse refuse, Imports imports) {
        String engine = imports.engine(refuse.ref());
        if (engine != null) {
            context.getSystem()
                    .eventStream()
                    .tell(new EventStream.Publish<>(
                            new Refused(new EngineId(peer, engine), Catalogue.reason(refuse.reason()))));
        }
    }

    private void onReady(Imports imports) {
        imports.ready();
        proxies.forEach((engine, proxy) -> {
            if (imports.find(engine) == null) {
                proxy.tell(new EngineProxy.Refuse(Reason.DENIED));
            }
        });
    }

    // Presenting invitations.

    private Behavior<Command> presentLater(Present present) {
        queue(present);
        return dial(addresses);
    }

    private Behavior<Command> queue(Present present) {
        if (presenting.size() >= node.settings().maxPresenting()) {
            present.replyTo().tell(new Presented(Reason.OVERLOADED, "too many invitations wait to be presented"));
        } else {
            presenting.add(present);
        }
        return Behaviors.same();
    }

    private Behavior<Command> present(Present present, Session session) {
        long id = ++presentations;
        presented.put(id, present);
        session.say(new UrMessage.Present(id, present.credential()));
        return Behaviors.same();
    }

    private void answered(long id, Presented outcome) {
        Present present = presented.remove(id);
        if (present != null) {
            present.replyTo().tell(outcome);
        }
    }

    // The proxies.

    private Behavior<Command> onEngine(Engine engine, @Nullable Connected connected) {
        boolean known = proxies.containsKey(engine.name());
        if (!known && proxies.size() >= node.settings().maxEngines()) {
            context.getLog().warn("{} engines of {} are proxied already, the most allowed", proxies.size(), peer);
            return Behaviors.same();
        }
        ActorRef<Object> proxy = proxy(engine.name());
        proxy.tell(new EngineProxy.Speak(engine.protocol()));
        if (!known && connected != null) {
            introduce(engine.name(), proxy, connected.imports());
        }
        engine.replyTo().tell(proxy);
        return Behaviors.same();
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

    private ActorRef<Object> proxy(String engine) {
        return proxies.computeIfAbsent(engine, this::spawnProxy);
    }

    private ActorRef<Object> spawnProxy(String engine) {
        ActorRef<Command> self = context.getSelf();
        EngineId id = new EngineId(peer, engine);
        Behavior<Object> behavior = EngineProxy.create(
                id, () -> self.tell(new Connect()), node.settings().engine(), node.counters(), node.nanoTime());
        ActorRef<Object> proxy = context.spawn(
                Behaviors.supervise(behavior).onFailure(SupervisorStrategy.stop()),
                "engine-" + ++spawned + "-" + URLEncoder.encode(engine, StandardCharsets.UTF_8));
        context.watchWith(proxy, new ProxyEnded(engine, proxy));
        node.registry().register(id, proxy, null);
        return proxy;
    }

    private void stopProxy(String engine) {
        ActorRef<Object> proxy = proxies.remove(engine);
        if (proxy != null) {
            node.registry().unregister(new EngineId(peer, engine), proxy);
            context.stop(proxy);
        }
    }

    /** A proxy that ended by itself was killed; a learned engine gets another one. */
    private Behavior<Command> onProxyEnded(ProxyEnded ended, @Nullable Connected connected) {
        if (proxies.remove(ended.name(), ended.proxy())) {
            node.registry().unregister(new EngineId(peer, ended.name()), ended.proxy());
            if (connected != null && connected.imports().find(ended.name()) != null) {
                introduce(ended.name(), proxy(ended.name()), connected.imports());
            }
        }
        return Behaviors.same();
    }
}
