package io.comity.examples.demo;

import akka.actor.typed.ActorRef;
import akka.japi.function.Function;
import io.comity.engine.EngineId;
import io.comity.examples.calls.Caller;
import io.comity.examples.calls.RefusedException;
import io.comity.examples.words.Words;
import io.comity.examples.words.WordsClient;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.mission.Invitation;
import io.comity.mission.Reason;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One node of Bob's, which knows one transport and has accepted one invitation of Alice's. */
final class Guest implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration IMPATIENCE = Duration.ofSeconds(10);
    private static final int TRIES = 5;

    static final String ANSWERED = "answered";
    static final String LOST = "lost";
    static final String REVOKED = "refused: revoked";

    private final Node node;
    private final NodeId alice;

    private Guest(Node node, NodeId alice) {
        this.node = node;
        this.alice = alice;
    }

    /** @param by the address at which to reach her, instead of those in the invitation; empty for those */
    static Guest join(String transport, String invitationText, String by) {
        Invitation invitation = read(invitationText);
        Invitation used = by.isEmpty()
                ? invitation
                : new Invitation(invitation.issuer(), invitation.ticket(), List.of(by), invitation.signed());
        Node node = Node.start(NodeSettings.named("bob-" + transport).set("comity.transports", List.of(transport)));
        return new Guest(node, node.accept(used));
    }

    private static Invitation read(String text) {
        if (Invitation.parse(text) instanceof Parsed.Accepted<Invitation> accepted) {
            return accepted.value();
        }
        throw new IllegalArgumentException("that is no invitation");
    }

    Caller<Words.Command> caller(boolean patient) {
        EngineId words = new EngineId(alice, AliceMain.ENGINE);
        return new Caller<>(node, words, Words.Command.class, patient ? PATIENCE : IMPATIENCE);
    }

    /** A client that goes on with one reference to the engine. */
    static WordsClient client(Caller<Words.Command> caller) {
        ActorRef<Words.Command> engine = caller.engine();
        return new WordsClient(new WordsClient.Asks() {
            @Override
            public <R> CompletionStage<R> ask(Function<ActorRef<R>, Words.Command> question) {
                return caller.ask(engine, question);
            }
        });
    }

    /**
     * Calls, once, and says how that went: {@code answered}, {@code lost} with its link, or {@code refused} and the reason.
     */
    String callOnce() {
        try (Caller<Words.Command> caller = caller(false)) {
            client(caller).top();
            return ANSWERED;
        } catch (CompletionException failed) {
            Throwable cause = failed.getCause();
            return isLost(cause) ? LOST : String.valueOf(cause == null ? failed.getMessage() : cause.getMessage());
        }
    }

    /** The same, but a call that is lost with its link is repeated over the next one. */
    String call() {
        String outcome = callOnce();
        for (int tries = 1; outcome.equals(LOST) && tries < TRIES; tries++) {
            outcome = callOnce();
        }
        return outcome;
    }

    private static boolean isLost(@Nullable Throwable cause) {
        return cause instanceof TimeoutException
                || cause instanceof RefusedException refused && refused.reason() == Reason.UNREACHABLE;
    }

    @Override
    public void close() {
        node.close();
    }
}
