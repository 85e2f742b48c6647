package io.comity.transport.artery;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.DeadLetter;
import akka.actor.Dropped;
import akka.actor.Props;
import akka.actor.Terminated;
import akka.remote.artery.GracefulShutdownQuarantinedEvent;
import akka.remote.artery.QuarantinedEvent;
import java.time.Duration;

/**
 * The one actor that packets are addressed to. They have been dealt with before they reach it, so it ignores them; what it
 * does is to hear what becomes of connections and of what Artery could not send.
 */
final class Gateway extends AbstractActor {
    static final String NAME = "gateway";

    /** TLS must be done by then, or the connection is closed. */
    static final Duration HANDSHAKE_DEADLINE = Duration.ofSeconds(5);

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Peers peers;
    private final Drivers drivers;
    private final boolean keepsAlive;

    /** A connection, and the actor that drives it. */
    record Begun(Connection connection, ActorRef driver) {}

    private record Due(Begun begun) {}

    private enum Tick {
        INSTANCE
    }

    private Gateway(Peers peers, Drivers drivers, boolean keepsAlive) {
        this.peers = peers;
        this.drivers = drivers;
        this.keepsAlive = keepsAlive;
    }

    /**
     * @param keepsAlive whether peers must hear of us because no connection tells them that we are there
     */
    static Props props(Peers peers, Drivers drivers, boolean keepsAlive) {
        return Props.create(Gateway.class, () -> new Gateway(peers, drivers, keepsAlive));
    }

    @Override
    public void preStart() {
        for (Class<?> event : new Class<?>[] {
            DeadLetter.class, Dropped.class, QuarantinedEvent.class, GracefulShutdownQuarantinedEvent.class
        }) {
            getContext().getSystem().eventStream().subscribe(getSelf(), event);
        }
        getContext()
                .getSystem()
                .scheduler()
                .scheduleWithFixedDelay(
                        TICK, TICK, getSelf(), Tick.INSTANCE, getContext().getDispatcher(), ActorRef.noSender());
    }

    /** It goes first when the system ends; should it fail, the system ends with it, and another one starts. */
    @Override
    public void postStop() {
        drivers.sweep(getContext().getSystem());
        getContext().getSystem().terminate();
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Begun.class, this::onBegun)
                .match(Tick.class, this::onTick)
                .match(Due.class, this::onDue)
                .match(Terminated.class, this::onTerminated)
                .match(DeadLetter.class, letter -> onLost(letter.message()))
                .match(Dropped.class, dropped -> onLost(dropped.message()))
                .match(
                        QuarantinedEvent.class,
                        event -> peers.quarantined(event.uniqueAddress().uid()))
                .match(
                        GracefulShutdownQuarantinedEvent.class,
                        event -> peers.quarantined(event.uniqueAddress().uid()))
                .matchAny(handled -> {})
                .build();
    }

    private void onTick(Tick due) {
        peers.sweep();
        if (keepsAlive) {
            peers.keepAlive();
        }
    }

    private void onBegun(Begun begun) {
        if (!drivers.add(begun.driver(), begun.connection())) {
            begun.connection().close();
            getContext().getSystem().stop(begun.driver());
            return;
        }
        ActorSystem system = getContext().getSystem();
        begun.connection().onCut(() -> system.stop(begun.driver()));
        getContext().watch(begun.driver());
        getContext()
                .getSystem()
                .scheduler()
                .scheduleOnce(
                        HANDSHAKE_DEADLINE,
                        getSelf(),
                        new Due(begun),
                        getContext().getDispatcher(),
                        ActorRef.noSender());
    }

    private void onDue(Due due) {
        if (!due.begun().connection().isEstablished()) {
            getContext().getSystem().stop(due.begun().driver());
        }
    }

    private void onTerminated(Terminated terminated) {
        drivers.remove(terminated.getActor()).ifPresent(Connection::close);
    }

    private static void onLost(Object message) {
        if (message instanceof Sendable sendable) {
            sendable.lost();
        }
    }
}
