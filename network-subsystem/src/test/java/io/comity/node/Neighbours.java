package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Alice, whose greeter a mission offers, and Bob, an honest holder of it who is connected; over tcp unless said otherwise. */
final class Neighbours implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Queue<Greeter.Command> heard = new ConcurrentLinkedQueue<>();
    private final Node alice;
    private final Node bob;
    private final ActorRef<Greeter.Command> greeter;
    private long bobsCalls;

    /** @param settings what is set for Alice, by key */
    Neighbours(Path home, Map<String, Object> settings) {
        this(start(home, "alice", settings), start(home, "bob", Map.of()));
    }

    /** Over {@code transport}. */
    static Neighbours over(String transport, Path home) {
        Map<String, Object> settings = Map.of("comity.transports", List.of(transport));
        return new Neighbours(start(home, "alice", settings), start(home, "bob", settings));
    }

    private Neighbours(Node alice, Node bob) {
        this.alice = alice;
        this.bob = bob;
        alice.spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(heard));
        bob.accept(mission().invite(Duration.ofDays(1)));
        greeter = bob.engine(alice.id(), Greeter.NAME, Greeter.Command.class);
        bobIsServed();
    }

    static Node start(Path home, String name, Map<String, Object> settings) {
        NodeSettings start = NodeSettings.named(name).home(home).set("comity.transports", List.of("tcp"));
        for (Map.Entry<String, Object> setting : settings.entrySet()) {
            start = start.set(setting.getKey(), setting.getValue());
        }
        return Node.start(start);
    }

    Node alice() {
        return alice;
    }

    Node bob() {
        return bob;
    }

    Missions.Draft mission() {
        return alice.missions().define(Greeter.MISSION).allow(Greeter.NAME, Greeter.Greet.class, Greeter.Note.class);
    }

    /** A reference that nobody is behind. */
    <M> ActorRef<M> deadEnd() {
        return alice.system().deadLetters();
    }

    /** What Alice's engine was told, by anybody. */
    Queue<Greeter.Command> heard() {
        return heard;
    }

    /** Over the session Bob had from the start: his proxy would not answer if that had ended. */
    void bobIsServed() {
        bobsCalls++;
        assertThat(Greeter.ask(bob, greeter, PATIENCE)).isEqualTo("Hello, you");
    }

    /** Messages that Alice's node handed to engines and that Bob did not send. */
    long deliveredOfOthers() {
        return count("delivered") - bobsCalls;
    }

    long count(String counter) {
        return alice.counters().getOrDefault(counter, 0L);
    }

    void awaitCount(String counter, long expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count(counter))
                        .as(counter + " of " + alice.counters())
                        .isEqualTo(expected));
    }

    @Override
    public void close() {
        bob.close();
        alice.close();
    }
}
