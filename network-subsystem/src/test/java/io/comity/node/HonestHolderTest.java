package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.javadsl.Behaviors;
import io.comity.identity.FileKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a flood by a hundred who share one limit costs an honest second holder. Alice, the hundred and the honest one have a process
 * each; he asks 250 times a second and measures, quiet and under the flood in turn.
 *
 * <p>The hundred send as fast as they are answered, which would take every processor; but on their own machines, if they were not on
 * Alice's. So their process runs at the lowest priority: what they cost Alice counts, what they cost themselves does not.
 *
 * <p>Where other work is done meanwhile, what a tenth of a second hides is not held against the flood. On a quiet machine {@code
 * -Dcomity.flood.seconds=30 -Dcomity.flood.rounds=1 -Dcomity.honest.factor=2 -Dcomity.honest.floor-millis=0} measures what is
 * promised; {@code -Dcomity.flood.at-once=N} has fewer of the hundred wait for an answer at a time.
 */
@Tag("alone")
final class HonestHolderTest {
    private static final long SECONDS = Long.getLong("comity.flood.seconds", 1);
    private static final int ROUNDS = Integer.getInteger("comity.flood.rounds", 3);
    private static final String AT_ONCE = System.getProperty("comity.flood.at-once", "100");
    private static final double FACTOR = Double.parseDouble(System.getProperty("comity.honest.factor", "10"));
    private static final long FLOOR_MICROS = 1_000 * Long.getLong("comity.honest.floor-millis", 100);

    private static final List<String> LOWEST_PRIORITY = List.of("nice", "-n", "19");

    private record Measured(long asks, long p50, long p99, long max) {
        static Measured read(String line) {
            String[] words = line.split(" ");
            return new Measured(
                    Long.parseLong(words[0]),
                    Long.parseLong(words[1]),
                    Long.parseLong(words[2]),
                    Long.parseLong(words[3]));
        }
    }

    @TempDir
    Path home;

    @Test
    void anHonestHolderIsServedNearlyAsSoonWhileAHundredFlood() throws IOException {
        try (Node alice = Neighbours.start(home, "alice", Map.of())) {
            alice.spawn(Greeter.NAME, Greeter.Command.class, Behaviors.receiveMessage(command -> {
                if (command instanceof Greeter.Greet greet) {
                    greet.replyTo().tell(new Greeter.Greeting("Hello, " + greet.name()));
                }
                return Behaviors.same();
            }));
            Chain bobs = alice.missions()
                    .define(Greeter.MISSION)
                    .allow(Greeter.NAME, Greeter.Note.class)
                    .grant(
                            Carols.BOB.nodeId(),
                            Caveats.NONE.rate(50, Duration.ofSeconds(1)).depth(1));
            NodeId daveId =
                    FileKeyHolder.open(home.resolve("dave").resolve("node.key")).nodeId();
            alice.missions()
                    .define("greeting")
                    .allow(Greeter.NAME, Greeter.Greet.class)
                    .grant(daveId);
            measure(alice, bobs);
        }
    }

    private void measure(Node alice, Chain bobs) throws IOException {
        String at = alice.addresses().get(0).toString();
        String id = alice.id().text();
        String millis = Long.toString(Duration.ofSeconds(SECONDS).toMillis());
        try (Fork dave = Fork.of(List.of(), DaveMain.class, home.toString(), at, id, millis);
                Fork carols = Fork.of(LOWEST_PRIORITY, CarolsMain.class, at, id, bobs.text(), millis, AT_ONCE)) {
            assertThat(dave.answer()).isEqualTo("ready");
            assertThat(carols.answer()).isEqualTo("ready");
            once(dave, carols);
            List<Measured> quiet = new ArrayList<>();
            List<Measured> flooded = new ArrayList<>();
            long throttled = 0;
            for (int round = 0; round < ROUNDS; round++) {
                dave.tell();
                quiet.add(Measured.read(dave.answer()));
                carols.tell();
                dave.tell();
                flooded.add(Measured.read(dave.answer()));
                throttled += Long.parseLong(carols.answer());
            }
            double factor = median(flooded) / median(quiet);
            System.out.printf(
                    "honest holder: quiet %s, under a flood of %d refused a second %s (µs); p99 %.1f times as long%n",
                    quiet, throttled / (ROUNDS * SECONDS), flooded, factor);
            assertThat(throttled).as("it was a flood").isGreaterThan(1_000);
            assertThat(median(flooded)).isLessThanOrEqualTo(Math.max(FLOOR_MICROS, FACTOR * median(quiet)));
        }
    }

    /** Until everything is compiled, more or less. */
    private static void once(Fork dave, Fork carols) throws IOException {
        carols.tell();
        dave.tell();
        dave.answer();
        carols.answer();
    }

    /** Of the rounds' p99. */
    private static double median(List<Measured> rounds) {
        return rounds.stream().mapToLong(Measured::p99).sorted().toArray()[rounds.size() / 2];
    }
}
