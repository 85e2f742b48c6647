package io.comity.transport;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.comity.observe.Counter;
import io.comity.observe.Counters;
import io.comity.session.Handshake;
import io.comity.session.Link;
import io.comity.session.Output;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Owns one wire from its first byte to its last: runs the link handshake over it, hands the link to its owner, and ends when
 * the wire does. Two states: handshaking, within a deadline and in silence towards whoever fails it; linked, in which records
 * pass between wire and session without coming here.
 */
public final class TransportConnection {
    public sealed interface Command {}

    /** Close the wire. Expected sender: the NodeProxy that has the link, or its TransportProtocol. */
    public record Close(String why) implements Command {}

    /** The link has a session. Expected sender: the NodeProxy that was given it. */
    public enum Adopt implements Command {
        INSTANCE
    }

    /** The peer holds a right here, which a guest does not. Expected sender: the NodeProxy that was given the link. */
    public enum Know implements Command {
        INSTANCE
    }

    /** The signature asked for by {@link Sign}. Expected sender: the Router. */
    public record Signed(byte[] signature) implements Command {}

    private record FrameArrived(byte[] frame) implements Command {}

    private record WireRefused(String cause) implements Command {}

    private record WireClosed(String cause) implements Command {}

    private enum HandshakeOverdue implements Command {
        INSTANCE
    }

    /** What a connection tells the Router. */
    public sealed interface Event {}

    /** Sign {@code statement} under {@link Handshake#SIGNATURE_DOMAIN} with the node's key; answered by {@link Signed}. */
    public record Sign(byte[] statement, ActorRef<Command> replyTo) implements Event {}

    /**
     * A peer is authenticated; its NodeProxy attaches a session to {@code wire}, or closes the connection.
     *
     * @param transport the name of the transport that made the wire
     */
    public record Linked(Link link, Wire wire, String transport, ActorRef<Command> connection) implements Event {}

    /**
     * What a connection needs besides its wire.
     *
     * @param dialler who is told of a link; null when the peer dialled
     * @param guest the peer, when it dialled
     */
    public record Context(
            String transport,
            ActorRef<Event> owner,
            @Nullable ActorRef<TransportProtocol.DialReply> dialler,
            @Nullable Guest guest,
            Duration handshakeTimeout,
            Counters counters) {}

    /**
     * A peer that dialled, and has said something.
     *
     * @param doorstep where it stands
     * @param frame what it said
     * @param known is run when it turns out to hold a right here
     */
    record Guest(Doorstep doorstep, byte[] frame, Runnable known) {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Wire wire;
    private final Handshake handshake;
    private final Context settings;

    private TransportConnection(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Wire wire,
            Handshake handshake,
            Context settings) {
        this.context = context;
        this.timers = timers;
        this.wire = wire;
        this.handshake = handshake;
        this.settings = settings;
    }

    public static Behavior<Command> create(Wire wire, Handshake handshake, Context settings) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new TransportConnection(context, timers, wire, handshake, settings).start()));
    }

    private Behavior<Command> start() {
        timers.startSingleTimer(HandshakeOverdue.INSTANCE, settings.handshakeTimeout());
        ActorRef<Command> self = context.getSelf();
        FrameReceiver receiver = new FrameReceiver() {
            @Override
            public void frame(byte[] frame) {
                self.tell(new FrameArrived(frame));
            }

            @Override
            public void refused(String cause) {
                self.tell(new WireRefused(cause));
            }

            @Override
            public void closed(String cause) {
                self.tell(new WireClosed(cause));
            }
        };
        Guest guest = settings.guest();
        List<Output> first = handshake.start();
        if (guest == null) {
            wire.open(receiver);
            return proceed(first);
        }
        guest.doorstep().enter(receiver);
        return proceed(handshake.frame(guest.frame()));
    }

    /** To {@link #linked} when the handshake is done, to the end when it fails. */
    private Behavior<Command> handshaking() {
        return Behaviors.receive(Command.class)
                .onMessage(FrameArrived.class, arrived -> proceed(handshake.frame(arrived.frame())))
                .onMessage(Signed.class, signed -> proceed(handshake.signed(signed.signature())))
                .onMessage(WireRefused.class, refused -> failed(refused.cause()))
                .onMessage(WireClosed.class, closed -> failed(closed.cause()))
                .onMessage(HandshakeOverdue.class, overdue -> failed("no handshake in time"))
                .onMessage(Close.class, close -> failed(close.why()))
                .onSignal(PostStop.class, this::onStop)
                .build();
    }

    private Behavior<Command> linked() {
        return Behaviors.receive(Command.class)
                .onMessage(Adopt.class, this::onAdopt)
                .onMessage(Know.class, this::onKnow)
                .onMessage(HandshakeOverdue.class, orphaned -> Behaviors.stopped())
                .onMessage(WireRefused.class, this::onWireRefused)
                .onMessage(WireClosed.class, closed -> Behaviors.stopped())
                .onMessage(Close.class, close -> Behaviors.stopped())
                .onSignal(PostStop.class, this::onStop)
                .build();
    }

    private Behavior<Command> onWireRefused(WireRefused refused) {
        settings.counters().add(Counter.DROPPED_TRANSPORT);
        context.getLog().debug("connection with {} ended: {}", wire.remote(), refused.cause());
        return Behaviors.stopped();
    }

    private Behavior<Command> onAdopt(Adopt adopt) {
        timers.cancelAll();
        return Behaviors.same();
    }

    private Behavior<Command> onKnow(Know know) {
        if (settings.guest() != null) {
            settings.guest().known().run();
        }
        return Behaviors.same();
    }

    private Behavior<Command> proceed(List<Output> outputs) {
        boolean waitsForFrame = true;
        for (Output output : outputs) {
            if (output instanceof Output.Send send) {
                wire.send(send.frame());
            } else if (output instanceof Output.Sign sign) {
                settings.owner().tell(new Sign(sign.statement(), context.getSelf()));
                waitsForFrame = false;
            } else if (output instanceof Output.Established established) {
                return established(established.link());
            } else if (output instanceof Output.Failed failed) {
                return failed("handshake failed: " + failed.fault());
            }
        }
        if (waitsForFrame) {
            wire.next();
        }
        return handshaking();
    }

    private Behavior<Command> established(Link link) {
        if (wire.proven().filter(node -> !node.equals(link.peer())).isPresent()) {
            return failed("the node of the link is not the one whose certificate the wire saw");
        }
        timers.startSingleTimer(HandshakeOverdue.INSTANCE, settings.handshakeTimeout());
        settings.owner().tell(new Linked(link, wire, settings.transport(), context.getSelf()));
        if (settings.dialler() != null) {
            settings.dialler().tell(new TransportProtocol.Dialled(link.peer()));
        }
        return linked();
    }

    /** Whoever could not authenticate is told nothing; the owner sees it counted. */
    private Behavior<Command> failed(String cause) {
        settings.counters().add(Counter.DROPPED_HANDSHAKE);
        context.getLog().debug("connection with {} ended: {}", wire.remote(), cause);
        // A handshake that fails before its first frame stops this actor while it starts: it then hears no PostStop.
        wire.close();
        if (settings.dialler() != null) {
            settings.dialler().tell(new TransportProtocol.DialFailed(cause));
        }
        return Behaviors.stopped();
    }

    private Behavior<Command> onStop(PostStop stopped) {
        wire.close();
        return Behaviors.same();
    }
}
