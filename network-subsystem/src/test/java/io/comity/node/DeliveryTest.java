package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.mission.Reason;
import io.comity.proxy.Delivery;
import io.comity.proxy.NodeEvent;
import io.comity.proxy.Refused;
import io.comity.transport.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages with a deadline, or for some transports only, between real nodes over real sockets. */
final class DeliveryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration NEVER_SO_LONG = Duration.ofMinutes(10);

    @TempDir
    Path home;

    private final Queue<Greeter.Command> heard = new ConcurrentLinkedQueue<>();
    private final Queue<String> links = new ConcurrentLinkedQueue<>();
    private final Queue<Refused> refusals = new ConcurrentLinkedQueue<>();
    private Node alice;
    private Node bob;

    @BeforeEach
    void start() {
        Map<String, Object> three = Map.of("comity.transports", List.of("tcp", "tls", "unix"));
        alice = Neighbours.start(home, "alice", three);
        bob = Neighbours.start(home, "bob", Map.of("comity.transports", List.of("tcp", "tls", "grpc")));
        alice.spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(heard));
        alice.missions().define(Greeter.MISSION).allow(Greeter.NAME).grant(bob.id());
        listen(NodeEvent.Connected.class, connected -> links.add(connected.transport()));
        listen(Refused.class, refusals::add);
    }

    private <E> void listen(Class<E> type, Consumer<E> heard) {
        Behavior<E> ear = Behaviors.receiveMessage(event -> {
            heard.accept(event);
            return Behaviors.same();
        });
        bob.system()
                .eventStream()
                .tell(new EventStream.Subscribe<>(
                        type, bob.system().systemActorOf(ear, type.getSimpleName(), Props.empty())));
    }

    @AfterEach
    void stop() {
        bob.close();
        alice.close();
    }

    private void meet(String... transports) {
        List<Address> known = alice.addresses().stream()
                .filter(address -> List.of(transports).contains(address.transport()))
                .toList();
        bob.meet(alice.id(), known);
    }

    private ActorRef<Greeter.Command> greeter() {
        return bob.engine(alice.id(), Greeter.NAME, Greeter.Command.class);
    }

    private ActorRef<Greeter.Command> greeter(Delivery delivery) {
        return bob.engine(alice.id(), Greeter.NAME, Greeter.Command.class, delivery);
    }

    private void assertHeard(int count) {
        await().atMost(PATIENCE).until(() -> heard.size() >= count);
        assertThat(heard)
                .containsExactlyElementsOf(IntStream.range(0, count)
                        .mapToObj(number -> (Greeter.Command) new Greeter.Note("" + number))
                        .toList());
    }

    private void assertRefused(Reason reason) {
        await().atMost(PATIENCE).until(() -> !refusals.isEmpty());
        assertThat(refusals).extracting(Refused::reason).containsExactly(reason);
    }

    @Test
    void theFirstLinkIsOverWhatIsWanted() {
        meet("tcp", "tls");
        greeter(Delivery.over("tls")).tell(new Greeter.Note("0"));
        assertHeard(1);
        assertThat(links).containsExactly("tls");
    }

    @Test
    void aMessageMovesTheSessionToATransportThatItAdmitsAndOrderHolds() {
        meet("tcp");
        greeter().tell(new Greeter.Note("0"));
        assertHeard(1);
        meet("tcp", "tls");
        ActorRef<Greeter.Command> over = greeter(Delivery.over("unix", "tls"));
        for (int i = 1; i < 100; i++) {
            (i % 7 == 1 ? over : greeter()).tell(new Greeter.Note("" + i));
        }
        assertHeard(100);
        assertThat(links).containsExactly("tcp", "tls");
        assertThat(refusals).isEmpty();
    }

    @Test
    void aTransportThatIsNotToBeHadIsAReasonToRefuseAndOthersAreServed() {
        meet("tcp");
        greeter().tell(new Greeter.Note("0"));
        assertHeard(1);
        greeter(Delivery.over("grpc")).tell(new Greeter.Note("over what Alice does not listen on"));
        greeter().tell(new Greeter.Note("1"));
        assertHeard(2);
        assertRefused(Reason.UNREACHABLE);
        assertThat(links).containsExactly("tcp");
    }

    @Test
    void aTransportThatThisNodeDoesNotUseIsNotToBeHadEither() {
        meet("unix");
        greeter(Delivery.over("unix")).tell(new Greeter.Note("0"));
        assertRefused(Reason.UNREACHABLE);
        assertThat(links).isEmpty();
    }

    @Test
    void anAskTakesTheTransportToo() {
        meet("tcp", "tls");
        assertThat(Greeter.ask(bob, greeter(Delivery.over("tls").andWithin(PATIENCE)), PATIENCE))
                .isEqualTo("Hello, you");
        assertThat(links).containsExactly("tls");
    }

    @Test
    void whatCannotBeSentInTimeIsRefusedAsExpiredBeforeItsNodeIsUnreachable() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            bob.meet(alice.id(), List.of(new Address("tcp", "127.0.0.1", mute.getLocalPort())));
            greeter(Delivery.within(NEVER_SO_LONG)).tell(new Greeter.Note("waits longer"));
            greeter(Delivery.within(Duration.ofMillis(50))).tell(new Greeter.Note("0"));
            assertRefused(Reason.EXPIRED);
        }
    }

    @Test
    void whatIsSentInTimeIsDelivered() {
        meet("tcp");
        greeter(Delivery.within(NEVER_SO_LONG)).tell(new Greeter.Note("0"));
        greeter(Delivery.within(Duration.ZERO)).tell(new Greeter.Note("never"));
        greeter().tell(new Greeter.Note("1"));
        assertHeard(2);
        assertRefused(Reason.EXPIRED);
    }

    @Test
    void anEngineOfThisNodeIsAlwaysInTimeAndTakesNoTransport() {
        ActorRef<Greeter.Command> own =
                alice.engine(alice.id(), Greeter.NAME, Greeter.Command.class, Delivery.over("quic"));
        own.tell(new Greeter.Note("0"));
        assertHeard(1);
    }

    @Test
    void termsThatMeanNothingAreRefused() {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE);
        assertThat(Delivery.within(longest).within()).isEqualTo(longest);
        assertThat(Delivery.within(Duration.ZERO).within()).isZero();
        assertThatThrownBy(() -> Delivery.within(longest.plusNanos(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Delivery.within(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(Delivery::over).isInstanceOf(IllegalArgumentException.class);
    }
}
