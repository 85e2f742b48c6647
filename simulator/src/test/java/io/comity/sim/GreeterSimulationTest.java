package io.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.mission.Invitation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GreeterSimulationTest {
    public sealed interface Command {}

    public record Greet(String name, ActorRef<Greeting> replyTo) implements Command {}

    public record Greeting(String text) {}

    // Shown in docs/simulator.md.
    @Test
    void aGreetingOutlastsACut() {
        Simulation simulation = Simulation.seeded(7).nodes("alice", "bob").adversary(new Trudy());
        SimNode alice = simulation.node("alice");
        SimNode bob = simulation.node("bob");
        alice.node()
                .spawn(
                        "greeter",
                        Command.class,
                        Behaviors.receive(Command.class)
                                .onMessage(Greet.class, greet -> {
                                    greet.replyTo().tell(new Greeting("Hello, " + greet.name() + "!"));
                                    return Behaviors.same();
                                })
                                .build());
        Invitation ticket = alice.node()
                .missions()
                .define("hello")
                .allow("greeter", Greet.class)
                .invite(Duration.ofDays(1));
        bob.node().accept(ticket);

        simulation.cut("alice", "bob").weather(Condition.ROUGH);
        String[] heard = {""};
        ActorRef<Greeting> ear = bob.node().spawn("ear", Greeting.class, Behaviors.receiveMessage(greeting -> {
            heard[0] = greeting.text();
            return Behaviors.same();
        }));
        bob.node().engine(alice.id(), "greeter", Command.class).tell(new Greet("Bob", ear));
        simulation.run(Duration.ofSeconds(2));
        assertThat(heard[0]).isEmpty();

        simulation.heal("alice", "bob").run(Duration.ofMinutes(1));
        assertThat(heard[0]).isEqualTo("Hello, Bob!");
    }
    // The end of what is shown.

    @Test
    void theManualShowsThisTest() throws Exception {
        Path root = Path.of(System.getProperty("comity.root"));
        String own = Files.readString(root.resolve("simulator/src/test/java/io/comity/sim/GreeterSimulationTest.java"));
        String shown = own.substring(own.indexOf("    @Test"), own.indexOf("    // The end of what is shown."));
        assertThat(Files.readString(root.resolve("docs/simulator.md")))
                .contains(shown.indent(-4).strip());
    }

    @Test
    void whatDoesNotHoldIsSaidWithItsSeed() {
        Simulation simulation = Simulation.seeded(3).nodes("alice").invariant(new Never());
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> simulation.happened(new Happening.Calm()))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("seed 3")
                .hasMessageContaining("Never: it happened");
    }

    private static final class Never implements Invariant {
        @Override
        public java.util.Optional<String> after(Happening happening) {
            return happening instanceof Happening.Calm
                    ? java.util.Optional.of("it happened")
                    : java.util.Optional.empty();
        }
    }
}
