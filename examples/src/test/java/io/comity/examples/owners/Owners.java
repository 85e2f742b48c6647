package io.comity.examples.owners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.japi.function.Function;
import io.comity.engine.EngineId;
import io.comity.examples.calls.Caller;
import io.comity.examples.calls.RefusedException;
import io.comity.mission.Reason;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Alice, who has one engine; Bob, who holds some of its missions; Carol, who knows where Alice is and holds nothing. Three keys,
 * real sockets.
 *
 * @param <M> the engine's protocol
 */
public final class Owners<M> implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Node alice;
    private final Node bob;
    private final Node carol;
    private final EngineId engine;
    private final Caller<M> fromBob;
    private final Caller<M> fromCarol;

    public Owners(Path home, Class<M> protocol, Behavior<M> behavior, String... missions) {
        alice = start(home, "alice");
        bob = start(home, "bob");
        carol = start(home, "carol");
        engine = new EngineId(alice.id(), "engine");
        alice.spawn(engine.name(), protocol, behavior);
        for (String mission : missions) {
            bob.accept(alice.missions().define(mission).invite(Duration.ofDays(1)));
        }
        bob.meet(alice.id(), alice.addresses());
        carol.meet(alice.id(), alice.addresses());
        fromBob = new Caller<>(bob, engine, protocol, PATIENCE);
        fromCarol = new Caller<>(carol, engine, protocol, PATIENCE);
    }

    private static Node start(Path home, String name) {
        return Node.start(NodeSettings.named(name).home(home).set("comity.transports", List.of("tcp")));
    }

    public Node alice() {
        return alice;
    }

    public Node bob() {
        return bob;
    }

    /** The engine, as Bob sees it. */
    public ActorRef<M> far() {
        return fromBob.engine();
    }

    /** Asks from Bob's node. */
    public <R> R ask(Function<ActorRef<R>, M> question) {
        return join(askLater(question));
    }

    /** Asks from Bob's node, without waiting. */
    public <R> CompletionStage<R> askLater(Function<ActorRef<R>, M> question) {
        return fromBob.ask(fromBob.engine(), question);
    }

    /** Bob holds a mission of this engine, but not for this. */
    public <R> void bobMayNot(Function<ActorRef<R>, M> question) {
        refused(fromBob, question);
    }

    /** A stranger is told that he may not; he would be told the same were there no such engine. */
    public <R> void aStrangerMayNot(Function<ActorRef<R>, M> question) {
        refused(fromCarol, question);
    }

    private <R> void refused(Caller<M> caller, Function<ActorRef<R>, M> question) {
        assertThatThrownBy(() -> join(caller.ask(caller.engine(), question)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.DENIED));
    }

    public static <R> R join(CompletionStage<R> answer) {
        try {
            return answer.toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    @Override
    public void close() {
        fromBob.close();
        fromCarol.close();
        carol.close();
        bob.close();
        alice.close();
    }
}
