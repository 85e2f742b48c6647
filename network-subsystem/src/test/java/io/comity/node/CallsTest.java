package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.StatusReply;
import io.comity.mission.Caveats;
import io.comity.mission.Kind;
import io.comity.mission.Reason;
import io.comity.proxy.Delivery;
import io.comity.reference.RefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks for a status end at once when they are refused, and calls that wait are limited; between real nodes over real sockets. */
final class CallsTest {
    /** Much longer than a test takes: what ends before does not end because time is over. */
    private static final Duration LONG = Duration.ofMinutes(10);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path home;

    private final Queue<Object> heard = new ConcurrentLinkedQueue<>();
    private Node alice;
    private Node bob;

    @BeforeEach
    void start() {
        alice = Neighbours.start(home, "alice", Map.of());
        alice.spawn(Inn.NAME, Inn.Command.class, Inn.create(heard, new ConcurrentLinkedQueue<>()));
        bob = Neighbours.start(home, "bob", Map.of("comity.node.hold-for", "2s"));
        bob.meet(alice.id(), alice.addresses());
    }

    @AfterEach
    void stop() {
        bob.close();
        alice.close();
    }

    private void grant(Caveats limits) {
        alice.missions()
                .define("stay")
                .allow(Inn.NAME, Inn.Enter.class, Inn.Wait.class)
                .grant(bob.id(), limits);
    }

    private ActorRef<Inn.Command> inn() {
        return bob.engine(alice.id(), Inn.NAME, Inn.Command.class);
    }

    private CompletableFuture<String> enter(ActorRef<Inn.Command> inn, String name) {
        return AskPattern.<Inn.Command, String>askWithStatus(
                        inn, replyTo -> new Inn.Enter(name, replyTo), LONG, bob.scheduler())
                .toCompletableFuture();
    }

    private CompletableFuture<Done> waiting(ActorRef<Inn.Command> inn) {
        return AskPattern.<Inn.Command, Done>askWithStatus(
                        inn, replyTo -> new Inn.Wait("Bob", replyTo), LONG, bob.scheduler())
                .toCompletableFuture();
    }

    private static void assertRefused(CompletableFuture<?> ask, Reason reason) {
        await().atMost(PATIENCE).until(ask::isDone);
        assertThatThrownBy(ask::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private void awaitHeard(int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).hasSize(count));
    }

    private void answer(int index) {
        ((Inn.Wait) List.copyOf(heard).get(index)).replyTo().tell(StatusReply.ack());
    }

    // What an ask for a status hears.

    @Test
    void anAnswerAndAnErrorComeThrough() {
        grant(Caveats.NONE);
        assertThat(enter(inn(), "Bob").orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo("welcome, Bob");
        CompletableFuture<String> nobody = enter(inn(), "");
        await().atMost(PATIENCE).until(nobody::isDone);
        assertThatThrownBy(nobody::join)
                .hasRootCauseInstanceOf(StatusReply.ErrorMessage.class)
                .hasMessageContaining("who are you?");
    }

    @Test
    void aRefusalEndsItAtOnceAndSaysWhenToComeAgain() {
        grant(Caveats.NONE.rate(1, Duration.ofHours(1)));
        ActorRef<Inn.Command> inn = inn();
        enter(inn, "Bob").orTimeout(30, TimeUnit.SECONDS).join();
        CompletableFuture<String> early = enter(inn, "Bob");
        assertRefused(early, Reason.THROTTLED);
        assertThat(((RefusedException) early.handle((value, failure) -> failure).join()).retryAfter())
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
    }

    @Test
    void whatWasNeverGrantedIsDenied() {
        assertRefused(enter(inn(), "Bob"), Reason.DENIED);
        assertThat(heard).isEmpty();
    }

    @Test
    void aMessageOfATypeThatWasNotGrantedIsDenied() {
        grant(Caveats.NONE.only(new Kind(Inn.NAME, "Enter")));
        ActorRef<Inn.Command> inn = inn();
        enter(inn, "Bob").orTimeout(30, TimeUnit.SECONDS).join();
        assertRefused(waiting(inn), Reason.DENIED);
    }

    @Test
    void aCallThatWaitsEndsWithTheConnectionThatIsLostForGood() {
        grant(Caveats.NONE);
        CompletableFuture<Done> waiting = waiting(inn());
        awaitHeard(1);
        alice.close();
        assertRefused(waiting, Reason.UNREACHABLE);
        alice = Neighbours.start(home, "alice", Map.of());
    }

    @Test
    void whoCannotBeReachedIsUnreachableAfterTheHoldTime() {
        alice.close();
        assertRefused(enter(inn(), "Bob"), Reason.UNREACHABLE);
        alice = Neighbours.start(home, "alice", Map.of());
    }

    @Test
    void aMessageThatCannotTravelAsItShouldIsRefusedAtOnce() {
        grant(Caveats.NONE);
        ActorRef<Inn.Command> overQuic = bob.engine(alice.id(), Inn.NAME, Inn.Command.class, Delivery.over("quic"));
        assertRefused(enter(overQuic, "Bob"), Reason.UNREACHABLE);
        assertThat(heard).isEmpty();
    }

    // Calls in flight.

    @Test
    void asManyCallsWaitAsMayAndTheNextIsThrottledUntilOneIsAnswered() {
        grant(Caveats.NONE.inFlight(2));
        ActorRef<Inn.Command> inn = inn();
        CompletableFuture<Done> first = waiting(inn);
        waiting(inn);
        awaitHeard(2);
        assertRefused(waiting(inn), Reason.THROTTLED);
        answer(0);
        first.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(waiting(inn)).isNotDone();
        awaitHeard(3);
        assertRefused(waiting(inn), Reason.THROTTLED);
        assertThat(heard).hasSize(3);
    }

    @Test
    void whoeverHasTheAnswerMayCallAgainAtOnce() {
        grant(Caveats.NONE.inFlight(1));
        ActorRef<Inn.Command> inn = inn();
        for (int i = 0; i < 500; i++) {
            enter(inn, "Bob").orTimeout(30, TimeUnit.SECONDS).join();
        }
        assertThat(heard).hasSize(500);
    }

    @Test
    void theEndOfASessionEndsItsCalls() {
        grant(Caveats.NONE.inFlight(1));
        waiting(inn());
        awaitHeard(1);
        bob.close();
        await().atMost(PATIENCE).until(() -> !alice.counters().isEmpty());
        bob = Neighbours.start(home, "bob", Map.of());
        bob.meet(alice.id(), alice.addresses());
        await().atMost(PATIENCE).untilAsserted(() -> {
            waiting(inn());
            assertThat(heard.size()).isGreaterThan(1);
        });
    }

    /** The answer would be a right that outlives the grant. */
    @Test
    void theAnswerToACallWhoseGrantWasRevokedIsNotSent() {
        grant(Caveats.NONE);
        CompletableFuture<Done> waiting = waiting(inn());
        awaitHeard(1);
        alice.missions().revoke("stay");
        long unsent = alice.counters().getOrDefault("unsent", 0L);
        answer(0);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(alice.counters().getOrDefault("unsent", 0L)).isEqualTo(unsent + 1));
        assertRefused(waiting, Reason.REVOKED);
    }
}
