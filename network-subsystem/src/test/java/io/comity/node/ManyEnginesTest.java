package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.mission.Invitation;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ten thousand proxied engines of one node cost. */
@Tag("alone")
final class ManyEnginesTest {
    private static final int ENGINES = 10_000;
    private static final int BYTES_EACH = 2 << 10;

    /** Ten for each. */
    private static final long NOTHING_BYTES = 10L * ENGINES;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Two states and a message, as an EngineProxy has at least: what an actor costs by itself. */
    private static Behavior<Object> bare() {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> Behaviors.receive(Object.class)
                .onMessage(String.class, text -> Behaviors.same())
                .onAnyMessage(message -> Behaviors.same())
                .build()));
    }

    /** When collecting frees nothing more: what other tests left is freed in turns. */
    private static long usedBytes() {
        long least = Long.MAX_VALUE;
        long used = collected();
        while (used < least - NOTHING_BYTES) {
            least = used;
            used = collected();
        }
        return used;
    }

    private static long collected() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void eachCostsLittleBesideTheActorItIs(@TempDir Path home) {
        Map<String, Object> settings = Map.of("comity.node.max-engines", ENGINES);
        Queue<Greeter.Command> heard = new ConcurrentLinkedQueue<>();
        try (Node alice = Neighbours.start(home, "alice", settings);
                Node bob = Neighbours.start(home, "bob", settings)) {
            Invitation ticket = offer(alice, heard);
            long bare = bareActorsBytes(bob);
            long before = usedBytes();
            bob.accept(ticket);
            List<ActorRef<Greeter.Command>> proxies = new ArrayList<>(ENGINES);
            for (int i = 0; i < ENGINES; i++) {
                proxies.add(bob.engine(alice.id(), "engine-" + i, Greeter.Command.class));
                proxies.get(i).tell(new Greeter.Note("hello"));
            }
            await().atMost(PATIENCE).until(() -> heard.size() == ENGINES);
            heard.clear();
            long each = (usedBytes() - before) / ENGINES;
            System.out.println(
                    "a proxied engine, both sides of it: " + each + " bytes; an actor that does nothing: " + bare);
            assertThat(proxies).doesNotHaveDuplicates();
            assertThat(each - bare).isLessThanOrEqualTo(BYTES_EACH);
        }
    }

    private static Invitation offer(Node alice, Queue<Greeter.Command> heard) {
        Missions.Draft mission = alice.missions().define(Greeter.MISSION);
        for (int i = 0; i < ENGINES; i++) {
            alice.spawn("engine-" + i, Greeter.Command.class, Greeter.create(heard));
            mission = mission.allow("engine-" + i, Greeter.Note.class);
        }
        return mission.invite(Duration.ofDays(1));
    }

    private static long bareActorsBytes(Node node) {
        long before = usedBytes();
        List<ActorRef<Object>> actors = new ArrayList<>(ENGINES);
        for (int i = 0; i < ENGINES; i++) {
            actors.add(node.system().systemActorOf(bare(), "bare-" + i, Props.empty()));
        }
        actors.forEach(actor -> actor.tell("hello"));
        long each = (usedBytes() - before) / ENGINES;
        assertThat(actors).hasSize(ENGINES);
        return each;
    }
}
