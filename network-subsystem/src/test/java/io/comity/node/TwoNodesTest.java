package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.identity.NodeId;
import io.comity.mission.Invitation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes with keys of their own, in one JVM, over real wires. */
final class TwoNodesTest {
    sealed interface Command {}

    record Greet(String name, ActorRef<Greeting> replyTo) implements Command {}

    record Greeting(String text) {}

    static Behavior<Command> greeter() {
        return Behaviors.receive(Command.class)
                .onMessage(Greet.class, greet -> {
                    greet.replyTo().tell(new Greeting("Hello, " + greet.name()));
                    return Behaviors.same();
                })
                .build();
    }

    @TempDir
    Path home;

    private Node start(String name, String transport) {
        return Node.start(NodeSettings.named(name).home(home).set("comity.transports", List.of(transport)));
    }

    private static String ask(Node asker, ActorRef<Command> greeter, Duration patience) {
        return AskPattern.<Command, Greeting>ask(
                        greeter, replyTo -> new Greet("Bob", replyTo), patience, asker.scheduler())
                .toCompletableFuture()
                .join()
                .text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "tcp", "tls", "unix", "quic", "grpc", "artery-tls", "artery-tcp", "artery-aeron"})
    void anInvitedStrangerIsAnsweredUntilTheMissionIsRevoked(String transport) {
        try (Node alice = start("alice", transport);
                Node bob = start("bob", transport)) {
            alice.spawn("greeter", Command.class, greeter());
            Invitation invitation = alice.missions()
                    .define("hello")
                    .allow("greeter", Greet.class)
                    .invite(Duration.ofDays(1));
            NodeId aliceId = bob.accept(invitation.text());
            ActorRef<Command> greeter = bob.engine(aliceId, "greeter", Command.class);
            for (int i = 0; i < 100; i++) {
                assertThat(ask(bob, greeter, Duration.ofSeconds(3))).isEqualTo("Hello, Bob");
            }
            alice.missions().revoke("hello");
            assertThatThrownBy(() -> ask(bob, greeter, Duration.ofMillis(300)))
                    .hasMessageContaining("TimeoutException");
            assertThat(alice.counters()).containsEntry("delivered", 100L);
        }
    }
}
