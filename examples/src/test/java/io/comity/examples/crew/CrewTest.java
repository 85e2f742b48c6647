package io.comity.examples.crew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.AskPattern;
import io.comity.examples.crew.Crew.Children;
import io.comity.examples.crew.Crew.Command;
import io.comity.examples.crew.Crew.CounterStarted;
import io.comity.examples.crew.Crew.EchoStarted;
import io.comity.examples.crew.Crew.ListCounters;
import io.comity.examples.crew.Crew.ListEchoes;
import io.comity.examples.crew.Crew.StartCounter;
import io.comity.examples.crew.Crew.StartEcho;
import io.comity.examples.crew.Crew.StopCounter;
import io.comity.examples.crew.Crew.StopEcho;
import io.comity.examples.owners.Owners;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor on another owner's node, and what its holder may do with it. */
class CrewTest {
    private static final Crew.Settings SMALL = new Crew.Settings(2, 1, Duration.ofMinutes(1));

    @TempDir
    Path home;

    private Owners<Command> owners(String... missions) {
        return new Owners<>(home, Command.class, Crew.create(SMALL), missions);
    }

    private static Optional<ActorRef<Counter.Command>> start(Owners<Command> owners, String name) {
        return owners.<CounterStarted>ask(replyTo -> new StartCounter(name, replyTo))
                .child();
    }

    private static Children counters(Owners<Command> owners) {
        return owners.ask(ListCounters::new);
    }

    private static long add(Owners<Command> owners, ActorRef<Counter.Command> counter, long number) {
        return Owners.join(AskPattern.ask(
                        counter,
                        (ActorRef<Counter.Total> replyTo) -> new Counter.Add(number, replyTo),
                        Owners.PATIENCE,
                        owners.bob().scheduler()))
                .sum();
    }

    @Test
    void aHolderStartsListsUsesAndStopsChildren() {
        try (Owners<Command> owners = owners("counters")) {
            assertThat(counters(owners).names()).isEmpty();
            ActorRef<Counter.Command> bees = start(owners, "bees").orElseThrow();
            ActorRef<Counter.Command> ants = start(owners, "ants").orElseThrow();
            assertThat(add(owners, bees, 3)).isEqualTo(3);
            assertThat(add(owners, bees, 4)).isEqualTo(7);
            assertThat(add(owners, ants, 1)).isEqualTo(1);
            assertThat(add(owners, start(owners, "bees").orElseThrow(), 1)).isEqualTo(8);
            assertThat(counters(owners).names()).containsExactly("ants", "bees");
            assertThat(owners.<Boolean>ask(replyTo -> new StopCounter("bees", replyTo)))
                    .isTrue();
            assertThat(owners.<Boolean>ask(replyTo -> new StopCounter("bees", replyTo)))
                    .isFalse();
            assertThat(counters(owners).names()).containsExactly("ants");
        }
    }

    @Test
    void thereAreNoMoreChildrenThanTheirBound() {
        try (Owners<Command> owners = owners("counters")) {
            String longest = "x".repeat(Crew.MAX_NAME_LENGTH);
            assertThat(start(owners, longest + "x")).isEmpty();
            assertThat(start(owners, longest)).isPresent();
            assertThat(start(owners, "two")).isPresent();
            assertThat(start(owners, "three")).isEmpty();
            assertThat(start(owners, "two")).isPresent();
            owners.<Boolean>ask(replyTo -> new StopCounter("two", replyTo));
            assertThat(start(owners, "three")).isPresent();
        }
    }

    @Test
    void aChildThatCrashesStartsAnewAndOneThatCrashesTooOftenIsGone() {
        try (Owners<Command> owners = owners("counters")) {
            ActorRef<Counter.Command> counter = start(owners, "bees").orElseThrow();
            assertThat(add(owners, counter, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
            counter.tell(new Counter.Add(1, owners.bob().system().deadLetters()));
            assertThat(add(owners, counter, 5)).isEqualTo(5);
            assertThat(counters(owners).names()).containsExactly("bees");
            counter.tell(new Counter.Add(Long.MAX_VALUE, owners.bob().system().deadLetters()));
            await().untilAsserted(() -> assertThat(counters(owners).names()).isEmpty());
            assertThat(add(owners, start(owners, "bees").orElseThrow(), 1)).isEqualTo(1);
        }
    }

    @Test
    void childrenOfAnotherKindAreOutOfReach() {
        try (Owners<Command> owners = owners("counters")) {
            start(owners, "bees");
            owners.bobMayNot((ActorRef<EchoStarted> replyTo) -> new StartEcho("bees", replyTo));
            owners.bobMayNot((ActorRef<Boolean> replyTo) -> new StopEcho("bees", replyTo));
            owners.bobMayNot((ActorRef<Children> replyTo) -> new ListEchoes(replyTo));
            owners.aStrangerMayNot((ActorRef<CounterStarted> replyTo) -> new StartCounter("ants", replyTo));
            owners.aStrangerMayNot((ActorRef<Boolean> replyTo) -> new StopCounter("bees", replyTo));
            owners.aStrangerMayNot((ActorRef<Children> replyTo) -> new ListCounters(replyTo));
            assertThat(counters(owners).names()).containsExactly("bees");
        }
    }

    @Test
    void whoHoldsTheMissionOfTheOtherKindMayUseThat() {
        try (Owners<Command> owners = owners("echoes")) {
            ActorRef<Echo.Say> echo = owners.<EchoStarted>ask(replyTo -> new StartEcho("e", replyTo))
                    .child()
                    .orElseThrow();
            Echo.Said said = Owners.join(AskPattern.ask(
                    echo,
                    (ActorRef<Echo.Said> replyTo) -> new Echo.Say("hello", replyTo),
                    Owners.PATIENCE,
                    owners.bob().scheduler()));
            assertThat(said.text()).isEqualTo("hello");
            assertThat(owners.<Children>ask(ListEchoes::new).names()).containsExactly("e");
            assertThat(owners.<Boolean>ask(replyTo -> new StopEcho("e", replyTo)))
                    .isTrue();
            owners.bobMayNot((ActorRef<CounterStarted> replyTo) -> new StartCounter("c", replyTo));
        }
    }
}
