package io.comity.transport;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.observe.Counter;
import io.comity.observe.Counters;
import io.comity.session.Handshake;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Accepts and initiates the connections of one transport, and spawns a {@link TransportConnection} for each. Bounded: beyond
 * its most connections an accepted wire is closed unread.
 */
public final class TransportProtocol {
    /** How long the end of this actor may wait for the end of its transport. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /** Of all strangers, who so keep none of those busy that serve whoever is inside. */
    private static final DispatcherSelector HANDSHAKE_THREAD =
            DispatcherSelector.fromConfig("akka.actor.comity-handshake-dispatcher");

    /** How late a wire that says nothing may be closed. */
    private static final Duration MOST_OFTEN = Duration.ofSeconds(1);

    public sealed interface Command {}

    /** Begin to listen. Expected sender: the node. */
    public record Listen(ActorRef<ListenReply> replyTo) implements Command {}

    /**
     * Dial {@code peer} at {@code address}. Expected sender: the Router, for a NodeProxy.
     *
     * @param lastLink the handshake hash of the last link with it, or nothing
     */
    public record Dial(Address address, NodeId peer, Bytes lastLink, ActorRef<DialReply> replyTo) implements Command {}

    /** Tell {@code owner} of links from now on. Expected sender: the Router, a new one when it was replaced. */
    public record ReportTo(ActorRef<TransportConnection.Event> owner) implements Command {}

    private record Bound(Address address, ActorRef<ListenReply> replyTo) implements Command {}

    private record NotBound(String cause, ActorRef<ListenReply> replyTo) implements Command {}

    private record Accepted(Wire wire) implements Command {}

    private record Connected(Wire wire, Dial dial) implements Command {}

    private record NotConnected(String cause, Dial dial) implements Command {}

    /** A guest said something for the first time. Expected sender of this and the next: its {@link Doorstep}. */
    record Spoke(Wire wire, byte[] frame) implements Command {}

    record Fell(Wire wire, String cause) implements Command {}

    private enum Sweep implements Command {
        INSTANCE
    }

    private record Known(Wire wire) implements Command {}

    private record Ended(ActorRef<TransportConnection.Command> connection) implements Command {}

    public sealed interface ListenReply {}

    public record Listening(Address address) implements ListenReply {}

    public record NotListening(String cause) implements ListenReply {}

    public sealed interface DialReply {}

    /** The link is up and was reported to the Router. */
    public record Dialled(NodeId peer) implements DialReply {}

    public record DialFailed(String cause) implements DialReply {}

    /** Makes the handshakes of this node; the only thing here that knows its keys' public halves. */
    public interface Handshakes {
        /** @param lastLink the handshake hash of the last link with it, or nothing */
        Handshake initiator(NodeId peer, Bytes lastLink);

        Handshake responder();
    }

    /**
     * @param maxConnections open at once, half-open ones included
     * @param handshakeTimeout from the first byte to a link
     * @param guests who is let in
     */
    public record Settings(int maxConnections, Duration handshakeTimeout, Doorkeeper.Settings guests) {}

    private final ActorContext<Command> context;
    private final Transport transport;
    private final Handshakes handshakes;
    private final Settings settings;
    private final Counters counters;
    private final Map<ActorRef<TransportConnection.Command>, Wire> connections = new HashMap<>();
    private final Porch porch;
    private final LongSupplier nanoTime;
    private ActorRef<TransportConnection.Event> owner;
    private long spawned;

    private TransportProtocol(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Transport transport,
            Handshakes handshakes,
            Settings settings,
            LongSupplier nanoTime,
            Counters counters) {
        this.context = context;
        this.transport = transport;
        this.handshakes = handshakes;
        this.owner = context.getSystem().deadLetters();
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.porch = new Porch(settings.guests(), settings.handshakeTimeout(), nanoTime.getAsLong());
        timers.startTimerWithFixedDelay(Sweep.INSTANCE, sweepEvery(settings.handshakeTimeout()));
        this.counters = counters;
    }

    public static Behavior<Command> create(
            Transport transport, Handshakes handshakes, Settings settings, LongSupplier nanoTime, Counters counters) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers ->
                new TransportProtocol(context, timers, transport, handshakes, settings, nanoTime, counters).serving()));
    }

    private static Duration sweepEvery(Duration timeout) {
        return timeout.compareTo(MOST_OFTEN) < 0 ? timeout : MOST_OFTEN;
    }

    private Behavior<Command> serving() {
        return Behaviors.receive(Command.class)
                .onMessage(Listen.class, this::onListen)
                .onMessage(Bound.class, this::onBound)
                .onMessage(NotBound.class, this::onNotBound)
                .onMessage(Accepted.class, this::onAccepted)
                .onMessage(Dial.class, this::onDial)
                .onMessage(Connected.class, this::onConnected)
                .onMessage(NotConnected.class, this::onNotConnected)
                .onMessage(Spoke.class, this::onSpoke)
                .onMessage(Fell.class, this::onFell)
                .onMessage(Sweep.class, this::onSweep)
                .onMessage(Known.class, this::onKnown)
                .onMessage(Ended.class, this::onEnded)
                .onMessage(ReportTo.class, this::onReportTo)
                .onSignal(PostStop.class, this::onStop)
                .build();
    }

    private Behavior<Command> onListen(Listen listen) {
        ActorRef<Command> self = context.getSelf();
        context.pipeToSelf(
                transport.listen(wire -> self.tell(new Accepted(wire))),
                (address, failure) -> failure == null
                        ? new Bound(address, listen.replyTo())
                        : new NotBound(cause(failure), listen.replyTo()));
        return Behaviors.same();
    }

    private Behavior<Command> onBound(Bound bound) {
        context.getLog().info("listening on {}", bound.address());
        bound.replyTo().tell(new Listening(bound.address()));
        return Behaviors.same();
    }

    private Behavior<Command> onNotBound(NotBound failed) {
        failed.replyTo().tell(new NotListening(failed.cause()));
        return Behaviors.same();
    }

    private Behavior<Command> onAccepted(Accepted accepted) {
        Wire wire = accepted.wire();
        long now = nanoTime.getAsLong();
        Doorstep doorstep = new Doorstep(wire, now, context.getSelf());
        if (connections.size() + porch.silent() >= settings.maxConnections() || !porch.admits(doorstep, now)) {
            counters.add(Counter.DROPPED_BUSY);
            wire.close();
        } else {
            wire.open(doorstep);
            wire.next();
        }
        return Behaviors.same();
    }

    /** Only now is a guest worth an actor and a handshake. */
    private Behavior<Command> onSpoke(Spoke spoke) {
        Wire wire = spoke.wire();
        Doorstep doorstep = porch.breaksSilence(wire);
        if (doorstep != null) {
            ActorRef<Command> self = context.getSelf();
            var guest = new TransportConnection.Guest(doorstep, spoke.frame(), () -> self.tell(new Known(wire)));
            spawn(wire, handshakes.responder(), null, guest);
        }
        return Behaviors.same();
    }

    /** Before it said a word; otherwise a connection is being made of it, which will hear. */
    private Behavior<Command> onFell(Fell fell) {
        if (porch.breaksSilence(fell.wire()) != null) {
            sendAway(fell.wire(), fell.cause());
        }
        return Behaviors.same();
    }

    private Behavior<Command> onSweep(Sweep sweep) {
        porch.overdue(nanoTime.getAsLong()).forEach(wire -> sendAway(wire, "no handshake in time"));
        return Behaviors.same();
    }

    private void sendAway(Wire wire, String cause) {
        counters.add(Counter.DROPPED_HANDSHAKE);
        context.getLog().debug("connection with {} ended: {}", wire.remote(), cause);
        wire.close();
        porch.left(wire, nanoTime.getAsLong());
    }

    private Behavior<Command> onKnown(Known known) {
        porch.knows(known.wire(), nanoTime.getAsLong());
        return Behaviors.same();
    }

    private Behavior<Command> onDial(Dial dial) {
        context.pipeToSelf(
                transport.dial(dial.address(), dial.peer()),
                (wire, failure) ->
                        failure == null ? new Connected(wire, dial) : new NotConnected(cause(failure), dial));
        return Behaviors.same();
    }

    private Behavior<Command> onConnected(Connected connected) {
        spawn(
                connected.wire(),
                handshakes.initiator(connected.dial().peer(), connected.dial().lastLink()),
                connected.dial().replyTo(),
                null);
        return Behaviors.same();
    }

    private Behavior<Command> onNotConnected(NotConnected failed) {
        failed.dial().replyTo().tell(new DialFailed(failed.cause()));
        return Behaviors.same();
    }

    private Behavior<Command> onEnded(Ended ended) {
        Wire wire = connections.remove(ended.connection());
        if (wire != null) {
            porch.left(wire, nanoTime.getAsLong());
        }
        return Behaviors.same();
    }

    private Behavior<Command> onReportTo(ReportTo report) {
        owner = report.owner();
        return Behaviors.same();
    }

    /** Ends only when the address is free, so that a replacement can listen there and a closed node leaves nothing open. */
    private Behavior<Command> onStop(PostStop stopped) {
        try {
            transport.close().toCompletableFuture().get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException stuck) {
            context.getLog().warn("the transport {} did not close: {}", transport.name(), String.valueOf(stuck));
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
        }
        return Behaviors.same();
    }

    private void spawn(
            Wire wire,
            Handshake handshake,
            @Nullable ActorRef<DialReply> dialler,
            TransportConnection.@Nullable Guest guest) {
        var needs = new TransportConnection.Context(
                transport.name(), owner, dialler, guest, settings.handshakeTimeout(), counters);
        Behavior<TransportConnection.Command> connection = Behaviors.supervise(
                        TransportConnection.create(wire, handshake, needs))
                .onFailure(SupervisorStrategy.stop());
        ActorRef<TransportConnection.Command> ref =
                context.spawn(connection, "connection-" + ++spawned, HANDSHAKE_THREAD);
        connections.put(ref, wire);
        context.watchWith(ref, new Ended(ref));
    }

    private static String cause(Throwable failure) {
        Throwable root = failure.getCause() == null ? failure : failure.getCause();
        return String.valueOf(root.getMessage());
    }
}
