package io.comity.proxy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.selection.Preference;
import io.comity.session.Link;
import io.comity.transport.TransportConnection;
import io.comity.wire.Farewell;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The link with one node that is up, if one is: lets a session run over it, looks after it, and tells whoever must know when it
 * comes and goes. Used by its NodeProxy only.
 */
final class Lifeline {
    private record Standing(Attachment attachment, ActorRef<TransportConnection.Command> connection, Vigil vigil) {}

    private final ActorContext<NodeProxy.Command> context;
    private final TimerScheduler<NodeProxy.Command> timers;
    private final NodeId peer;
    private final NodeProxy.Context node;
    private final Function<Link, Session> sessions;
    private Bytes last = Bytes.EMPTY;
    private final Supplier<PeerLog> log;
    private @Nullable Standing standing;

    /**
     * @param sessions makes a fresh one when the other side does not know the one that is offered
     * @param log of what the peer does
     */
    Lifeline(
            ActorContext<NodeProxy.Command> context,
            TimerScheduler<NodeProxy.Command> timers,
            NodeId peer,
            NodeProxy.Context node,
            Function<Link, Session> sessions,
            Supplier<PeerLog> log) {
        this.log = log;
        this.context = context;
        this.timers = timers;
        this.peer = peer;
        this.node = node;
        this.sessions = sessions;
    }

    boolean isUp() {
        return standing != null;
    }

    /** Whether a link is up that {@code preference} admits. */
    boolean serves(Preference preference) {
        return standing != null && preference.admits(standing.attachment().transport());
    }

    boolean isOver(ActorRef<TransportConnection.Command> connection) {
        return standing != null && standing.connection().equals(connection);
    }

    /** Whether this side had dialled the link that is up. */
    boolean isOwn() {
        return standing != null && standing.attachment().link().initiator();
    }

    /** The handshake hash of the last link there was, or nothing. */
    Bytes last() {
        return last;
    }

    /** Whether {@code next} is to be the link from now on. */
    boolean admits(Link next) {
        return standing == null || replaces(next, standing.attachment().link());
    }

    /**
     * Whether a second link takes the place of the one that stands; both sides find the same, in whatever order the two came.
     * A side that dialled though it had that one has given it up. Else both may have dialled at once, and the link that the
     * lower id dialled stays; or one side has dialled two addresses, and the link of the lower hash stays.
     */
    private boolean replaces(Link second, Link first) {
        if (second.lastLink().equals(first.handshakeHash()) || second.peerBootEpoch() != first.peerBootEpoch()) {
            return true;
        }
        if (second.initiator() != first.initiator()) {
            return second.initiator() == (node.self().compareTo(peer) < 0);
        }
        boolean siblings = second.lastLink().equals(first.lastLink());
        return !siblings || second.handshakeHash().compareTo(first.handshakeHash()) < 0;
    }

    /** From now on {@code session} runs over this link. */
    void attach(TransportConnection.Linked linked, Session session) {
        NodeProxy.Vigilance vigilance = node.settings().vigilance();
        linked.connection().tell(TransportConnection.Adopt.INSTANCE);
        context.watchWith(linked.connection(), new NodeProxy.ConnectionEnded(linked.connection()));
        log.get()
                .info(
                        context.getLog(),
                        "connected with {} at {}",
                        peer,
                        linked.wire().remote());
        Attachment attachment = new Attachment(linked.link(), linked.wire(), linked.transport(), session, sessions);
        standing = new Standing(attachment, linked.connection(), new Vigil(vigilance));
        last = linked.link().handshakeHash();
        attachment.begin();
        awaitBeat();
        publish(new NodeEvent.Connected(peer, linked.transport(), linked.wire().remote()));
        node.router().tell(new NodeProxy.Attached(peer));
    }

    /** The peer holds a right here. */
    void know() {
        if (standing != null) {
            standing.connection().tell(TransportConnection.Know.INSTANCE);
        }
    }

    /** The session, if there is one, has no link any more; what is on its way stays with it. */
    void detach(String cause, @Nullable Session session) {
        Standing left = standing;
        if (left == null) {
            return;
        }
        standing = null;
        timers.cancel(NodeProxy.Timer.BEAT);
        context.unwatch(left.connection());
        left.connection().tell(new TransportConnection.Close(cause));
        if (session != null) {
            session.attach(null);
        }
        log.get().info(context.getLog(), "disconnected from {}: {}", peer, cause);
        publish(new NodeEvent.Disconnected(peer, cause));
        node.router().tell(new NodeProxy.Detached(peer));
    }

    /** One beat of the heart; what it found. */
    Vigil.Finding beat(Session session, boolean permanent) {
        Standing now = standing;
        if (now == null) {
            return Vigil.Finding.WELL;
        }
        awaitBeat();
        Attachment attached = now.attachment();
        Vigil.Finding finding = now.vigil()
                .beat(
                        attached.opened(),
                        session.activity(),
                        session.isAnythingWaiting(),
                        permanent,
                        attached.peerHeartbeat());
        now.attachment().beat(now.vigil().isRekeyDue());
        return finding;
    }

    private void awaitBeat() {
        long nanoTime = node.nanoTime().getAsLong();
        timers.startSingleTimer(
                NodeProxy.Timer.BEAT, node.settings().vigilance().untilBeat(nanoTime));
    }

    /** Says goodbye once everything that waits was handed over; the other side then closes the link. */
    void farewell(Farewell why) {
        if (standing != null) {
            standing.attachment().farewell(why, Duration.ZERO);
        }
    }

    private void publish(NodeEvent event) {
        context.getSystem().eventStream().tell(new EventStream.Publish<>(event));
    }
}
