package io.comity.everywhere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.bench.chaos.Route;
import io.comity.identity.NodeId;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.proxy.NodeEvent;
import io.comity.proxy.Refused;
import io.comity.transport.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** An engine and a program that uses it, with what may be between them. */
final class Scene implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String MISSION = "bureau";

    /** Nothing listens there: whoever wants to reach the owner needs the addresses it is told. */
    private static final String DEAD_END = "127.0.0.2";

    private final Node owner;
    private final Node user;
    private final Queue<Object> noted = new ConcurrentLinkedQueue<>();
    private final Queue<NodeEvent> events = new ConcurrentLinkedQueue<>();
    private final Queue<Refused> refused = new ConcurrentLinkedQueue<>();
    private @Nullable Route route;
    private List<Address> others = List.of();
    private int disturbances;

    private Scene(Node owner, Node user) {
        this.owner = owner;
        this.user = user;
        listen(NodeEvent.class, events);
        listen(Refused.class, refused);
        owner.spawn(Bureau.NAME, Bureau.Command.class, Bureau.create(noted));
    }

    private <T> void listen(Class<T> type, Queue<T> heard) {
        ActorRef<T> listener = user.system()
                .systemActorOf(
                        Behaviors.receiveMessage(event -> {
                            heard.add(event);
                            return Behaviors.same();
                        }),
                        "events-" + type.getSimpleName(),
                        Props.empty());
        user.system().eventStream().tell(new EventStream.Subscribe<>(type, listener));
    }

    static Scene local(Path home) {
        Node node = start(home, "alice", "tcp");
        return new Scene(node, node);
    }

    static Scene remote(Path home, String transport) {
        Scene scene = new Scene(start(home, "alice", transport), start(home, "bob", transport));
        scene.acquaint(scene.owner.addresses());
        return scene;
    }

    static Scene cut(Path home, String transport) {
        return between(home, transport, List.of(transport));
    }

    static Scene switching(Path home, String first, String second) {
        return between(home, first, List.of(first, second));
    }

    private static Scene between(Path home, String broken, List<String> transports) {
        String[] used = transports.toArray(String[]::new);
        Node alice = Node.start(settings(home, "alice", used).set("comity." + broken + ".advertise", DEAD_END));
        Scene scene = new Scene(alice, start(home, "bob", used));
        Route route = Route.to(listensHere(alice, broken));
        scene.route = route;
        scene.acquaint(List.of(route.address()));
        scene.others = transports.stream()
                .filter(name -> !name.equals(broken))
                .map(name -> address(alice, name))
                .toList();
        return scene;
    }

    private static Address listensHere(Node node, String transport) {
        return new Address(transport, "127.0.0.1", address(node, transport).port());
    }

    private static Address address(Node node, String transport) {
        return node.addresses().stream()
                .filter(address -> address.transport().equals(transport))
                .findFirst()
                .orElseThrow();
    }

    private static Node start(Path home, String name, String... transports) {
        return Node.start(settings(home, name, transports));
    }

    private static NodeSettings settings(Path home, String name, String... transports) {
        return NodeSettings.named(name).home(home).set("comity.transports", List.of(transports));
    }

    private void acquaint(List<Address> addresses) {
        owner.missions()
                .define(MISSION)
                .allow(Bureau.NAME, Bureau.Note.class, Bureau.Double.class, Bureau.Count.class)
                .grant(user.id());
        user.meet(owner.id(), addresses);
    }

    /** The program's node. */
    Node user() {
        return user;
    }

    NodeId owner() {
        return owner.id();
    }

    /** The engine, as the program has it. */
    ActorRef<Bureau.Command> bureau() {
        return user.engine(owner.id(), Bureau.NAME, Bureau.Command.class);
    }

    /** What the engine was told to note. */
    Queue<Object> noted() {
        return noted;
    }

    /** What the program's node was refused. */
    Queue<Refused> refused() {
        return refused;
    }

    /** Stops the engine where it is. */
    void stopEngine() {
        owner.stop(Bureau.NAME);
    }

    /** Cuts the connection, if there is one that does not last; for good when there is another way, which is told now. */
    void disturb() {
        Route broken = route;
        if (broken != null) {
            disturbances++;
            if (!others.isEmpty()) {
                user.meet(owner.id(), others);
                broken.refuse();
            }
            broken.reset();
        }
    }

    /** One session throughout, over more than one connection when it was disturbed. */
    @Override
    public void close() {
        if (disturbances > 0) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(events)
                            .filteredOn(NodeEvent.Connected.class::isInstance)
                            .hasSizeGreaterThan(1));
        }
        List<NodeEvent> seen = List.copyOf(events);
        user.close();
        owner.close();
        if (route != null) {
            route.close();
        }
        assertThat(seen).noneMatch(NodeEvent.SessionEnded.class::isInstance);
    }
}
