package io.comity.transport.artery;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.DeadLetter;
import akka.actor.Dropped;
import akka.actor.Props;
import akka.actor.Terminated;
import akka.remote.artery.GracefulShutdownQuarantinedEvent;
import akka.remote.artery.QuarantinedEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The one actor that packets are addressed to. They have been dealt with before they reach it, so it ignores them; what it
 * does is to hear what becomes of connections and of what Artery could not send.
 */
final class Gateway extends AbstractActor {
    static final String NAME = "gateway";

    /** TLS must be done by then, or the connection is closed. */
    static final Duration HANDSHAKE_DEADLINE = Duration.ofSeconds(5);

    /** Connections at one time, both directions; one more is closed at once. */
    static final int MAX_CONNECTIONS = 2_048;

    private final Peers peers;
    private final Map<ActorRef, Connection> connections = new HashMap<>();

    /** A connection, and the actor that drives it. */
    record Begun(Connection connection, ActorRef driver) {}

    private record Due(Begun begun) {}

    private Gateway(Peers peers) {
        this.peers = peers;
    }

    static Props props(Peers peers) {
        return Props.create(Gateway.class, () -> new Gateway(peers));
    }

    @Override
    public void preStart() {
        for (Class<?> event : new Class<?>[] {
            DeadLetter.class, Dropped.class, QuarantinedEvent.class, GracefulShutdownQuarantinedEvent.class
        }) {
            getContext().getSystem().eventStream().subscribe(getSelf(), event);
        }
    }

    @Override
    public void postStop() {
        connections.values().forEach(Connection::close);
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Begun.class, this::onBegun)
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

    private void onBegun(Begun begun) {
        if (connections.size() >= MAX_CONNECTIONS) {
            begun.connection().close();
            getContext().getSystem().stop(begun.driver());
            return;
        }
        connections.put(begun.driver(), begun.connection());
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
        Connection connection = connections.remove(terminated.getActor());
        if (connection != null) {
            connection.close();
        }
    }

    private static void onLost(Object message) {
        if (message instanceof Sendable sendable) {
            sendable.lost();
        }
    }
}
