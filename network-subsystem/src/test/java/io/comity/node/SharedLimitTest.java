package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bob passes his 50 messages a second on to a hundred Carols, who all send as fast as they can; what is let in is Bob's 50 a
 * second. {@code -Dcomity.flood.seconds} says for how long.
 */
@Tag("alone")
final class SharedLimitTest {
    private static final int RATE = 50;
    private static final long SECONDS = Long.getLong("comity.flood.seconds", 5);

    @TempDir
    Path home;

    private final AtomicLong notes = new AtomicLong();
    private Node alice;

    @BeforeEach
    void start() {
        alice = Neighbours.start(home, "alice", Map.of());
        alice.spawn(Greeter.NAME, Greeter.Command.class, Behaviors.receiveMessage(command -> {
            if (command instanceof Greeter.Note) {
                notes.incrementAndGet();
            } else if (command instanceof Greeter.Greet greet) {
                greet.replyTo().tell(new Greeter.Greeting("Hello, " + greet.name()));
            }
            return Behaviors.same();
        }));
    }

    @AfterEach
    void stop() {
        alice.close();
    }

    @Test
    void aHundredWhoShareALimitAreLetInAsOftenAsOne() throws Exception {
        Missions.Draft hello = alice.missions().define(Greeter.MISSION).allow(Greeter.NAME, Greeter.Note.class);
        Chain bobs = hello.grant(
                Carols.BOB.nodeId(),
                Caveats.NONE.rate(RATE, Duration.ofSeconds(1)).depth(1));
        try (Carols carols = new Carols(alice.addresses().get(0), alice.id(), bobs, 4);
                Node dave = Neighbours.start(home, "dave", Map.of())) {
            ActorRef<Greeter.Command> greeter = friend(dave);
            long begun = System.nanoTime();
            List<Future<Long>> floods = carols.flood(Duration.ofSeconds(SECONDS));
            while (floods.stream().anyMatch(flood -> !flood.isDone())) {
                assertThat(Greeter.ask(dave, greeter, Neighbours.PATIENCE)).isEqualTo("Hello, you");
            }
            double passed = (System.nanoTime() - begun) / 1e9;
            long throttled = 0;
            for (Future<Long> flood : floods) {
                throttled += flood.get();
            }
            assertThat((double) notes.get())
                    .as("let in over %.2f s, while %d were throttled", passed, throttled)
                    .isLessThanOrEqualTo(RATE + RATE * passed)
                    .isGreaterThanOrEqualTo(0.98 * (RATE + RATE * (SECONDS - carols.unusedSeconds())));
            assertThat(throttled).isGreaterThan(10 * notes.get());
        }
    }

    /** Somebody with a grant of their own, who is served all the while. */
    private ActorRef<Greeter.Command> friend(Node dave) {
        alice.missions()
                .define("greeting")
                .allow(Greeter.NAME, Greeter.Greet.class)
                .grant(dave.id());
        dave.meet(alice.id(), alice.addresses());
        ActorRef<Greeter.Command> greeter = dave.engine(alice.id(), Greeter.NAME, Greeter.Command.class);
        assertThat(Greeter.ask(dave, greeter, Neighbours.PATIENCE)).isEqualTo("Hello, you");
        return greeter;
    }
}
