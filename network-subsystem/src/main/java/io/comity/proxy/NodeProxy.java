package io.comity.proxy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.comity.engine.EngineRegistry;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Reason;
import io.comity.observe.Counters;
import io.comity.session.Link;
import io.comity.transport.Address;
import io.comity.transport.TransportConnection;
import io.comity.transport.TransportProtocol;
import io.comity.wire.UrMessage;
import java.time.Duration;
import java.util.List;
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

    /**
     * The Router's verdict on what the remote node presented under {@code id}; null grants it.
     *
     * @param session that of the {@link Judge}: a verdict that outlives its session is nobody's
     */
    public record Judged(Bytes session, long id, @Nullable Reason refused) implements Command {}

    record Connect() implements Command {}

    private record DialEnded(TransportProtocol.DialReply reply) implements Command {}

    private enum DialOverdue implements Command {
        INSTANCE
    }

    private enum StrangerOverdue implements Command {
        INSTANCE
    }

    private record ConnectionEnded(ActorRef<TransportConnection.Command> connection) implements Command {}

    record ProxyEnded(String name, ActorRef<Object> proxy) implements Command {}

    record FromPeer(Conversation conversation, UrMessage message) implements Command {}

    /** How presenting an invitation ended; null is success. */
    public record Presented(@Nullable Reason refused, String explanation) {}

    /** What a NodeProxy asks of the Router. */
    public sealed interface Request {}

    /** Dial the remote node; answered to {@code replyTo}. */
    public record Dial(Address address, NodeId peer, ActorRef<TransportProtocol.DialReply> replyTo)
            implements Request {}

    /**
     * Judge a credential that the remote node presented; answered by {@link Judged}.
     *
     * @param session the handshake hash of its link, to be given back
     */
    public record Judge(NodeId peer, Bytes session, long id, Bytes credential, ActorRef<Command> replyTo)
            implements Request {}

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

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final NodeId peer;
    private final Context node;
    private final EngineProxies proxies;
    private final Presentations presentations;
    private List<Address> addresses = List.of();

    private NodeProxy(ActorContext<Command> context, TimerScheduler<Command> timers, NodeId peer, Context node) {
        this.context = context;
        this.timers = timers;
        this.peer = peer;
        this.node = node;
        this.proxies = new EngineProxies(context, peer, node);
        this.presentations = new Presentations(node.settings().maxPresenting());
    }

    public static Behavior<Command> create(NodeId peer, Context node) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new NodeProxy(context, timers, peer, node).idle()));
    }

    /** To {@link #dialling} when something has to be sent, to {@link #connected} when the other side has dialled. */
    private Behavior<Command> idle() {
        return Behaviors.receive(Command.class)
                .onMessage(Engine.class, engine -> onEngine(engine, null))
                .onMessage(Present.class, this::onPresent)
                .onMessage(ReachAt.class, this::onReachAt)
                .onMessage(Connect.class, connect -> dial())
                .onMessage(LinkUp.class, this::onLinkUp)
                .onMessage(ProxyEnded.class, ended -> onProxyEnded(ended, null))
                .onAnyMessage(late -> Behaviors.same())
                .onSignal(PostStop.class, stopped -> same(this::abandon))
                .build();
    }

    /** To {@link #connected} when a link is up, to {@link #idle} when the last address has failed. */
    private Behavior<Command> dialling(List<Address> rest) {
        return Behaviors.receive(Command.class)
                .onMessage(Engine.class, engine -> onEngine(engine, null))
                .onMessage(Present.class, this::hold)
                .onMessage(ReachAt.class, this::onReachAt)
                .onMessage(DialEnded.class, ended -> onDialEnded(ended, rest))
                .onMessage(DialOverdue.class, overdue -> dialNext(rest, "no answer in time"))
                .onMessage(LinkUp.class, this::onLinkUp)
                .onMessage(ProxyEnded.class, ended -> onProxyEnded(ended, null))
                .onAnyMessage(late -> Behaviors.same())
                .onSignal(PostStop.class, stopped -> same(this::abandon))
                .build();
    }

    /** To {@link #idle} when the connection ends. */
    private Behavior<Command> connected(Conversation now) {
        return Behaviors.receive(Command.class)
                .onMessage(Engine.class, engine -> onEngine(engine, now))
                .onMessage(Present.class, present -> same(() -> now.present(present)))
                .onMessage(ReachAt.class, this::onReachAt)
                .onMessage(FromPeer.class, said -> onFromPeer(said, now))
                .onMessage(Permits.class, permits -> onPermits(permits, now))
                .onMessage(Judged.class, judged -> same(() -> now.judged(judged)))
                .onMessage(LinkUp.class, linkUp -> onSecondLink(linkUp, now))
                .onMessage(ConnectionEnded.class, ended -> onConnectionEnded(ended, now))
                .onMessage(ProxyEnded.class, ended -> onProxyEnded(ended, now))
                .onMessage(StrangerOverdue.class, overdue -> onStrangerOverdue(now))
                .onAnyMessage(late -> Behaviors.same())
                .onSignal(PostStop.class, stopped -> same(() -> end(now)))
                .build();
    }

    private static Behavior<Command> same(Runnable deed) {
        deed.run();
        return Behaviors.same();
    }

    // Dialling.

    private Behavior<Command> dial() {
        return dialNext(addresses, "no address of it is known; an invitation of it would tell");
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
        proxies.giveUp(Reason.UNREACHABLE);
        presentations.failWaiting(cause);
        return idle();
    }

    /** Stopped from outside while not connected: nobody must be left waiting for what will not come. */
    private void abandon() {
        proxies.stopAll();
        presentations.failWaiting("its NodeProxy was stopped; try again");
    }

    private Behavior<Command> onReachAt(ReachAt reachAt) {
        addresses = reachAt.addresses();
        return Behaviors.same();
    }

    private Behavior<Command> onPresent(Present present) {
        presentations.hold(present);
        return dial();
    }

    private Behavior<Command> hold(Present present) {
        presentations.hold(present);
        return Behaviors.same();
    }

    // A link comes and goes.

    private Behavior<Command> onLinkUp(LinkUp linkUp) {
        timers.cancelAll();
        TransportConnection.Linked linked = linkUp.linked();
        context.watchWith(linked.connection(), new ConnectionEnded(linked.connection()));
        context.getLog().info("connected with {} at {}", peer, linked.wire().remote());
        Conversation fresh = new Conversation(context, node, proxies, presentations, linked);
        fresh.begin(linkUp.permits());
        watchForStranger(fresh);
        return connected(fresh);
    }

    private Behavior<Command> onPermits(Permits permits, Conversation now) {
        now.permit(permits.permits());
        watchForStranger(now);
        return Behaviors.same();
    }

    /** Its time runs from when it has nothing, and starts anew for no reason. */
    private void watchForStranger(Conversation now) {
        if (now.offersNothing() && !timers.isTimerActive(StrangerOverdue.INSTANCE)) {
            timers.startSingleTimer(StrangerOverdue.INSTANCE, node.settings().strangerTimeout());
        }
    }

    /**
     * Both sides may have dialled at once; then both must keep the same link, and that is the one the lower id dialled.
     * Otherwise the peer has given the standing link up, whether it was restarted or its network broke: so do we.
     */
    private Behavior<Command> onSecondLink(LinkUp linkUp, Conversation now) {
        Link second = linkUp.linked().link();
        boolean crossed = now.link().peerBootEpoch() == second.peerBootEpoch()
                && now.link().initiator() != second.initiator();
        if (crossed && dialledByLower(now.link())) {
            linkUp.linked().connection().tell(new TransportConnection.Close("a second link with the same node"));
            return Behaviors.same();
        }
        end(now);
        return onLinkUp(linkUp);
    }

    private boolean dialledByLower(Link link) {
        return link.initiator() == (node.self().compareTo(peer) < 0);
    }

    private Behavior<Command> onConnectionEnded(ConnectionEnded ended, Conversation now) {
        return ended.connection().equals(now.connection()) ? disconnected(now) : Behaviors.same();
    }

    /** What a peer offers is no reason to keep it, unless somebody here asked for it or knows the peer. */
    private Behavior<Command> onStrangerOverdue(Conversation now) {
        boolean isOfUse = proxies.isAnyWanted() || !addresses.isEmpty() && !proxies.isEmpty();
        if (now.offersNothing() && !isOfUse) {
            return disconnected(now);
        }
        watchForStranger(now);
        return Behaviors.same();
    }

    /** To {@link #idle}, or to the end for a stranger: nobody here knows it, so nothing is lost. */
    private Behavior<Command> disconnected(Conversation now) {
        context.getLog().info("disconnected from {}", peer);
        end(now);
        return addresses.isEmpty() ? Behaviors.stopped() : idle();
    }

    private void end(Conversation now) {
        timers.cancelAll();
        context.unwatch(now.connection());
        now.end();
    }

    private Behavior<Command> onFromPeer(FromPeer said, Conversation now) {
        if (said.conversation() == now) {
            now.hear(said.message());
        }
        return Behaviors.same();
    }

    // The proxies.

    private Behavior<Command> onEngine(Engine engine, @Nullable Conversation now) {
        if (proxies.admits(engine.name())) {
            ActorRef<Object> proxy = proxies.proxy(engine.name(), now == null ? null : now.imports());
            proxies.want(engine.name());
            proxy.tell(new EngineProxy.Speak(engine.protocol()));
            engine.replyTo().tell(proxy);
        } else {
            context.getLog().warn("{} has as many engines proxied here as it may", peer);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onProxyEnded(ProxyEnded ended, @Nullable Conversation now) {
        proxies.ended(ended, now == null ? null : now.imports());
        return Behaviors.same();
    }
}
