package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.Kill;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.identity.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** References that were handed over in messages: they end with their actor, and with the grant of which they came. */
final class HandedReferencesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicInteger WATCHERS = new AtomicInteger();
    private static final Inn.Said HELLO = new Inn.Said("hello");

    @TempDir
    Path home;

    private final Queue<Object> heard = new ConcurrentLinkedQueue<>();
    private final Queue<ActorRef<Inn.Said>> rooms = new ConcurrentLinkedQueue<>();
    private Node alice;
    private Node bob;
    private ActorRef<Inn.Said> room;

    @BeforeEach
    void bobRentsARoom() {
        alice = Neighbours.start(home, "alice", Map.of());
        alice.spawn(Inn.NAME, Inn.Command.class, Inn.create(heard, rooms));
        bob = Neighbours.start(home, "bob", Map.of());
        bob.meet(alice.id(), alice.addresses());
        grant(bob.id());
        room = rent(bob);
    }

    @AfterEach
    void stop() {
        bob.close();
        alice.close();
    }

    private void grant(NodeId holder) {
        alice.missions().define("stay").allow(Inn.NAME).grant(holder);
    }

    private ActorRef<Inn.Command> inn(Node guest) {
        return guest.engine(alice.id(), Inn.NAME, Inn.Command.class);
    }

    private ActorRef<Inn.Said> rent(Node guest) {
        return AskPattern.<Inn.Command, Inn.Key>ask(inn(guest), Inn.Rent::new, PATIENCE, guest.scheduler())
                .toCompletableFuture()
                .join()
                .room();
    }

    /** Completes when whoever runs on {@code node} and watches it hears that it has ended. */
    private static CompletableFuture<Void> ended(Node node, ActorRef<?> watched) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Behavior<Object> watcher = Behaviors.setup(context -> {
            context.watch(watched);
            return Behaviors.receive(Object.class)
                    .onSignal(Terminated.class, over -> {
                        ended.complete(null);
                        return Behaviors.stopped();
                    })
                    .build();
        });
        node.system().systemActorOf(watcher, "watcher-" + WATCHERS.incrementAndGet(), Props.empty());
        return ended;
    }

    private void awaitHeard(Object message, int times) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(heard.stream().filter(message::equals)).hasSize(times));
    }

    private static void assertEnds(CompletableFuture<Void> ended) {
        ended.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    // Actors.

    @Test
    void whatWasHandedOverIsUsedAsOftenAsOneLikes() {
        room.tell(HELLO);
        room.tell(HELLO);
        awaitHeard(HELLO, 2);
    }

    @Test
    void whoWatchesItHearsThatItsActorHasEnded() {
        CompletableFuture<Void> over = ended(bob, room);
        room.tell(new Inn.Said("leave"));
        assertEnds(over);
    }

    @Test
    void whoeverWatchesForThePeerMayDieToo() {
        new Tree(alice)
                .find(place -> place.matches("router-#-/node-#-.*/\\$.*"))
                .forEach(watcher -> watcher.tell(Kill.getInstance(), akka.actor.ActorRef.noSender()));
        CompletableFuture<Void> over = ended(bob, room);
        room.tell(new Inn.Said("leave"));
        assertEnds(over);
    }

    @Test
    void anActorThatHadEndedBeforeIsHeardOfToo() {
        ActorRef<Inn.Said> atHome = rooms.remove();
        room.tell(new Inn.Said("leave"));
        assertEnds(ended(alice, atHome));
        assertEnds(ended(bob, room));
    }

    // Grants.

    @Test
    void whatCameOfAGrantEndsWithIt() {
        CompletableFuture<Void> over = ended(bob, room);
        room.tell(HELLO);
        awaitHeard(HELLO, 1);
        alice.missions().revoke("stay");
        room.tell(HELLO);
        assertEnds(over);
        alice.missions().define("stay-again").allow(Inn.NAME).grant(bob.id());
        await().atMost(PATIENCE).ignoreExceptions().until(() -> rent(bob) != null);
        assertThat(heard.stream().filter(HELLO::equals)).hasSize(1);
    }

    @Test
    void whatAHolderLeftUnderAGrantEndsWithIt() {
        Queue<Object> bobs = new ConcurrentLinkedQueue<>();
        inn(bob).tell(new Inn.Leave(bob.system().systemActorOf(listener(bobs), "card", Props.empty())));
        await().atMost(PATIENCE).until(() -> heard.stream().anyMatch(Inn.Leave.class::isInstance));
        ActorRef<Inn.Said> card = heard.stream()
                .filter(Inn.Leave.class::isInstance)
                .map(Inn.Leave.class::cast)
                .findFirst()
                .orElseThrow()
                .card();
        card.tell(HELLO);
        await().atMost(PATIENCE).until(() -> bobs.size() == 1);
        CompletableFuture<Void> over = ended(alice, card);
        alice.missions().revoke("stay");
        card.tell(HELLO);
        assertEnds(over);
        assertThat(bobs).hasSize(1);
    }

    private static Behavior<Inn.Said> listener(Queue<Object> heard) {
        return Behaviors.receiveMessage(said -> {
            heard.add(said);
            return Behaviors.same();
        });
    }

    // Third parties.

    /** Bob runs an inn too, in whose only room whoever speaks is heard by Alice. */
    @Test
    void aThirdPartySpeaksThroughWhoIntroducedItAndOnlyAsLongAsThatOneMay() {
        Node carol = Neighbours.start(home, "carol", Map.of());
        try {
            ActorRef<Inn.Said> introduced = introduction(carol);
            introduced.tell(HELLO);
            awaitHeard(HELLO, 1);
            assertThat(alice.counters()).containsKey("delivered");
            CompletableFuture<Void> over = ended(carol, introduced);
            alice.missions().revoke("stay");
            introduced.tell(HELLO);
            assertEnds(over);
            assertThat(heard.stream().filter(HELLO::equals)).hasSize(1);
        } finally {
            carol.close();
        }
    }

    private ActorRef<Inn.Said> introduction(Node carol) {
        Behavior<Inn.Command> introducer = Behaviors.receive(Inn.Command.class)
                .onMessage(Inn.Rent.class, rent -> {
                    rent.replyTo().tell(new Inn.Key(room));
                    return Behaviors.same();
                })
                .build();
        bob.spawn("introducer", Inn.Command.class, introducer);
        carol.meet(bob.id(), bob.addresses());
        bob.missions().define("meet-alice").allow("introducer").grant(carol.id());
        ActorRef<Inn.Command> bobs = carol.engine(bob.id(), "introducer", Inn.Command.class);
        return AskPattern.<Inn.Command, Inn.Key>ask(bobs, Inn.Rent::new, PATIENCE, carol.scheduler())
                .toCompletableFuture()
                .join()
                .room();
    }

    @Test
    void aThirdPartyIsCutOffByWhoIntroducedIt() {
        Node carol = Neighbours.start(home, "carol", Map.of());
        try {
            ActorRef<Inn.Said> introduced = introduction(carol);
            CompletableFuture<Void> over = ended(carol, introduced);
            bob.missions().revoke("meet-alice");
            introduced.tell(HELLO);
            assertEnds(over);
            room.tell(new Inn.Said("Bob is still here"));
            awaitHeard(new Inn.Said("Bob is still here"), 1);
            assertThat(heard).doesNotContain(HELLO);
        } finally {
            carol.close();
        }
    }
}
