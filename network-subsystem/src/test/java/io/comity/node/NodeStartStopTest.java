package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comity.control.ControlSocket;
import io.comity.transport.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node takes with it what it brought. */
final class NodeStartStopTest {
    private static final int TIMES = 20;

    @TempDir
    Path home;

    @Test
    void twoNodesStartedAndClosedManyTimesLeaveNoThreadAndNoPortBehind() throws IOException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        for (int i = 0; i < TIMES; i++) {
            List<Address> addresses;
            try (Neighbours town = new Neighbours(home, Map.of())) {
                addresses = List.of(
                        town.alice().addresses().get(0), town.bob().addresses().get(0));
            }
            for (Address address : addresses) {
                assertThatPortIsFree(address);
            }
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(leftSince(before)).isEmpty());
    }

    private static void assertThatPortIsFree(Address address) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address.host(), address.port()));
            assertThat(socket.isBound()).isTrue();
        }
    }

    private static List<String> leftSince(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.contains("comity") || name.contains("akka") || name.contains("netty"))
                .sorted()
                .toList();
    }

    @Test
    void aNodeWhoseActorsWereStoppedByTheirSystemLeavesNothingBehind() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Node alice = Neighbours.start(home, "alice", Map.of());
        Path socket = ControlSocket.path(home.resolve("alice"));
        assertThat(socket).exists();
        alice.system().terminate();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(leftSince(before)).isEmpty());
        assertThat(socket).doesNotExist();
        alice.close();
        Neighbours.start(home, "alice", Map.of()).close();
    }

    @Test
    void aNodeThatFailedToStartLeavesNothingBehind() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (ServerSocket taken = new ServerSocket(0)) {
            Map<String, Object> settings = Map.of(
                    "comity.tcp.port",
                    taken.getLocalPort(),
                    "comity.tcp.host",
                    "0.0.0.0",
                    "comity.tcp.advertise",
                    "localhost");
            assertThat(failureOf(() -> Neighbours.start(home, "alice", settings)))
                    .isInstanceOf(StartException.class);
        } catch (IOException noPort) {
            throw new AssertionError(noPort);
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(leftSince(before)).isEmpty());
    }

    private static Throwable failureOf(Runnable deed) {
        try {
            deed.run();
        } catch (RuntimeException failure) {
            return failure;
        }
        throw new AssertionError("it did not fail");
    }

    @Test
    void aNodeIsTheSameAfterARestart() {
        try (Node first = Neighbours.start(home, "alice", Map.of())) {
            first.close();
            try (Node second = Neighbours.start(home, "alice", Map.of())) {
                assertThat(second.id()).isEqualTo(first.id());
            }
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        Node node = Neighbours.start(home, "alice", Map.of());
        node.close();
        node.close();
        assertThat(node.system().whenTerminated().isCompleted()).isTrue();
    }

    @Test
    void aPeerThatIsClosedIsFoundAgainWhenItIsBackAtItsAddress() {
        try (Node bob = Neighbours.start(home, "bob", Map.of())) {
            int port;
            try (Node alice = Neighbours.start(home, "alice", Map.of())) {
                port = alice.addresses().get(0).port();
                bob.accept(serve(alice).invite(Duration.ofDays(1)));
                assertThat(ask(bob, alice)).isEqualTo("Hello, you");
            }
            try (Node alice = Neighbours.start(home, "alice", Map.of("comity.tcp.port", port))) {
                serve(alice).grant(bob.id());
                await().atMost(Duration.ofSeconds(60))
                        .ignoreExceptions()
                        .untilAsserted(() -> assertThat(ask(bob, alice)).isEqualTo("Hello, you"));
            }
        }
    }

    private static Missions.Draft serve(Node alice) {
        alice.spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(new ConcurrentLinkedQueue<>()));
        return alice.missions().define(Greeter.MISSION).allow(Greeter.NAME);
    }

    private static String ask(Node bob, Node alice) {
        return Greeter.ask(bob, bob.engine(alice.id(), Greeter.NAME, Greeter.Command.class), Duration.ofSeconds(5));
    }
}
