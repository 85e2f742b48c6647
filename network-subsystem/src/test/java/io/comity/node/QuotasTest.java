package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.mission.Caveats;
import io.comity.mission.MissionKey;
import io.comity.proxy.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a quota when its owner was started again, between real nodes over real sockets. */
final class QuotasTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path home;

    private final Queue<Greeter.Command> heard = new ConcurrentLinkedQueue<>();
    private final Queue<Refused> refusals = new ConcurrentLinkedQueue<>();
    private Node alice;
    private Node bob;

    @BeforeEach
    void start() {
        alice = startAlice(Map.of());
        bob = Neighbours.start(home, "bob", Map.of());
        bob.meet(alice.id(), alice.addresses());
        ActorRef<Refused> ear = bob.system()
                .systemActorOf(
                        Behaviors.<Refused>receiveMessage(refused -> {
                            refusals.add(refused);
                            return Behaviors.same();
                        }),
                        "ear",
                        Props.empty());
        bob.system().eventStream().tell(new EventStream.Subscribe<>(Refused.class, ear));
    }

    @AfterEach
    void stop() {
        bob.close();
        alice.close();
    }

    private Node startAlice(Map<String, Object> settings) {
        Node node = Neighbours.start(home, "alice", settings);
        node.spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(heard));
        return node;
    }

    private void restartAlice() {
        int port = alice.addresses().get(0).port();
        alice.close();
        alice = startAlice(new HashMap<>(Map.of("comity.tcp.port", port)));
        hello().invite(Duration.ofDays(1));
        await().atMost(PATIENCE).until(() -> bob.registry().list(alice.id()).isEmpty());
    }

    private Missions.Draft hello() {
        return alice.missions().define(Greeter.MISSION).allow(Greeter.NAME, Greeter.Note.class);
    }

    private void say(int times) {
        ActorRef<Greeter.Command> greeter = bob.engine(alice.id(), Greeter.NAME, Greeter.Command.class);
        IntStream.range(0, times).forEach(number -> greeter.tell(new Greeter.Note("" + number)));
    }

    private void assertOutcome(int delivered, int refused) {
        await().atMost(PATIENCE).until(() -> heard.size() + refusals.size() >= delivered + refused);
        assertThat(heard).hasSize(delivered);
        assertThat(refusals).hasSize(refused);
    }

    @Test
    void whatWasUsedStaysUsedAndWhatWasNotIsStillThere() {
        hello().grant(bob.id(), Caveats.NONE.quota(10));
        say(4);
        assertOutcome(4, 0);
        restartAlice();
        say(8);
        assertOutcome(10, 2);
        restartAlice();
        say(1);
        assertOutcome(10, 3);
    }

    @Test
    void thatOfAMissionKeyToo() {
        MissionKey key = hello().key(Caveats.NONE.quota(5));
        bob.present(key);
        say(2);
        assertOutcome(2, 0);
        restartAlice();
        say(4);
        assertOutcome(5, 1);
    }

    @Test
    void aBurstThatTheReserveHoldsIsNotHeldUpByTheDisk() {
        hello().grant(bob.id(), Caveats.NONE.quota(250));
        say(255);
        assertOutcome(250, 5);
    }

    @Test
    void moreThanTheReserveMayBeUsedInTheEnd() {
        alice.close();
        alice = startAlice(Map.of("comity.missions.quota-reserve", 2));
        bob.meet(alice.id(), alice.addresses());
        hello().grant(bob.id(), Caveats.NONE.quota(20));
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            say(1);
            return heard.size() == 20;
        });
        say(1);
        int before = refusals.size();
        await().atMost(PATIENCE).until(() -> refusals.size() >= Math.max(1, before));
        assertThat(heard).hasSize(20);
    }
}
