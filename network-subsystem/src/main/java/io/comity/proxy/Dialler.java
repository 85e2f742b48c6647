package io.comity.proxy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.selection.Candidate;
import io.comity.selection.Preference;
import io.comity.selection.Selection;
import io.comity.selection.Step;
import io.comity.transport.Address;
import io.comity.transport.TransportProtocol;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Dials one node as its {@link Selection} says, and tells the selection how that went. A dial that lost cannot be called back:
 * should it bring a link after all, {@link NodeProxy} has a rule for second links. Used by its NodeProxy only.
 */
final class Dialler {
    private final ActorContext<NodeProxy.Command> context;
    private final TimerScheduler<NodeProxy.Command> timers;
    private final NodeId peer;
    private final NodeProxy.Context node;
    private final Selection selection;
    private @Nullable Address won;
    private Bytes lastLink = Bytes.EMPTY;
    private long round;

    Dialler(
            ActorContext<NodeProxy.Command> context,
            TimerScheduler<NodeProxy.Command> timers,
            NodeId peer,
            NodeProxy.Context node) {
        this.context = context;
        this.timers = timers;
        this.peer = peer;
        this.node = node;
        this.selection = new Selection(node.settings().selection(), node.usesTransport(), node.random());
    }

    void candidates(List<Candidate> known) {
        selection.candidates(known);
    }

    /**
     * Begins a round.
     *
     * @param last the hash of the last link with the node: what this side knows while it dials
     * @return why there was nothing to try, or null
     */
    @Nullable
    String start(Preference preference, Bytes last) {
        lastLink = last;
        round++;
        return take(selection.start(preference, now()));
    }

    /**
     * News of a round before the last is none: what it brought has come and may be gone again, and the same address may be
     * dialled once more.
     *
     * @return why the round was lost, or null while it was not
     */
    @Nullable
    String ended(NodeProxy.DialEnded dial) {
        if (dial.round() != round) {
            return null;
        }
        if (dial.reply() instanceof TransportProtocol.DialFailed failed) {
            return take(selection.failed(dial.address(), failed.cause(), now()));
        }
        won = dial.address();
        Duration latency = Duration.ofNanos(Math.max(0, now() - dial.begunNanos()));
        return take(selection.succeeded(dial.address(), latency, now()));
    }

    /** As {@link #ended}, when it is time. */
    @Nullable
    String due() {
        return take(selection.due(now()));
    }

    boolean isDialling() {
        return selection.isRunning();
    }

    /** There is a link, by whatever means. */
    void stop() {
        selection.stop();
        timers.cancel(NodeProxy.Timer.DIAL);
    }

    /** The link that this side had dialled broke. */
    void broke() {
        if (won != null) {
            selection.broke(won, now());
        }
    }

    private @Nullable String take(Step step) {
        if (step instanceof Step.Go go) {
            go.dial().forEach(this::dial);
            go.againNanos().ifPresent(this::lookAgainAt);
            return null;
        }
        timers.cancel(NodeProxy.Timer.DIAL);
        return step instanceof Step.Lost lost ? lost.cause() : null;
    }

    private void lookAgainAt(long nanos) {
        timers.startSingleTimer(NodeProxy.Timer.DIAL, Duration.ofNanos(Math.max(0, nanos - now())));
    }

    private void dial(Address address) {
        long begun = now();
        long now = round;
        ActorRef<TransportProtocol.DialReply> replyTo =
                context.spawnAnonymous(awaiting(address, reply -> new NodeProxy.DialEnded(now, address, reply, begun)));
        node.router().tell(new NodeProxy.Dial(address, peer, lastLink, replyTo));
    }

    /** An actor and no ask: what an ask completes goes on in a thread of Java's, which a machine of two cores makes for it each time. */
    private Behavior<TransportProtocol.DialReply> awaiting(
            Address address, Function<TransportProtocol.DialReply, NodeProxy.Command> ended) {
        ActorRef<NodeProxy.Command> self = context.getSelf();
        return Behaviors.setup(waiting -> {
            waiting.setReceiveTimeout(
                    node.settings().selection().dialTimeout(),
                    new TransportProtocol.DialFailed(address + " did not answer in time"));
            return Behaviors.receiveMessage(reply -> {
                self.tell(ended.apply(reply));
                return Behaviors.stopped();
            });
        });
    }

    private long now() {
        return node.nanoTime().getAsLong();
    }
}
