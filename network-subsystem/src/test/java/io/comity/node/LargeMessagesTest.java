package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.mission.Reason;
import io.comity.proxy.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages longer than a record, between two nodes over sockets. */
final class LargeMessagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LARGE = 3 << 20;

    public sealed interface Command {}

    public record Blob(int number, byte[] content) implements Command {}

    public record Small(int number) implements Command {}

    public record Echo(byte[] content, ActorRef<Blob> replyTo) implements Command {}

    @TempDir
    Path home;

    private Node alice;
    private Node bob;
    private ActorRef<Command> one;
    private TestProbe<Object> heard;

    @BeforeEach
    void connect() {
        Map<String, Object> settings = Map.of("comity.messages.max", "4 MiB", "comity.messages.large-inbox", "8 MiB");
        alice = Neighbours.start(home, "alice", settings);
        bob = Neighbours.start(home, "bob", settings);
        heard = TestProbe.create(alice.system());
        alice.spawn("one", Command.class, engine());
        var ticket = alice.missions()
                .define("all")
                .allow("one", Blob.class, Small.class, Echo.class)
                .invite(Duration.ofDays(1));
        bob.accept(ticket);
        one = bob.engine(alice.id(), "one", Command.class);
    }

    private Behavior<Command> engine() {
        return Behaviors.receive(Command.class)
                .onMessage(Echo.class, echo -> {
                    echo.replyTo().tell(new Blob(0, echo.content()));
                    return Behaviors.same();
                })
                .onAnyMessage(message -> {
                    heard.getRef().tell(message);
                    return Behaviors.same();
                })
                .build();
    }

    @AfterEach
    void close() {
        bob.close();
        alice.close();
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new SplittableRandom(size).nextBytes(content);
        return content;
    }

    @Test
    void aLargeMessageArrivesWholeAndItsReplyToo() {
        byte[] content = content(LARGE);
        Blob reply = AskPattern.ask(
                        one, (ActorRef<Blob> replyTo) -> new Echo(content, replyTo), PATIENCE, bob.scheduler())
                .toCompletableFuture()
                .join();
        assertThat(reply.content()).isEqualTo(content);
    }

    @Test
    void whatFollowsToTheSameEngineKeepsItsPlace() {
        one.tell(new Small(0));
        one.tell(new Blob(1, content(LARGE)));
        one.tell(new Small(2));
        one.tell(new Blob(3, content(100_000)));
        one.tell(new Small(4));
        for (int number = 0; number < 5; number++) {
            Object next = heard.receiveMessage(PATIENCE);
            assertThat(next instanceof Blob blob ? blob.number() : ((Small) next).number())
                    .isEqualTo(number);
        }
    }

    /** One that is hardly too long for a record leaves sooner than what waits before it, unless it is held back. */
    @Test
    void aLongMessageDoesNotOvertakeTheShortOnesBeforeIt() {
        int count = 1_000;
        for (int number = 0; number < count; number++) {
            one.tell(new Blob(number, new byte[number % 100 == 99 ? 60_000 : 5_000]));
        }
        for (int number = 0; number < count; number++) {
            assertThat(((Blob) heard.receiveMessage(PATIENCE)).number()).isEqualTo(number);
        }
    }

    @Test
    void theLargestIsSentAndALargerOneRefused() {
        TestProbe<Refused> refusals = TestProbe.create(bob.system());
        bob.system().eventStream().tell(new EventStream.Subscribe<>(Refused.class, refusals.getRef()));
        int room = (4 << 20) - 40;
        one.tell(new Blob(1, content(room)));
        assertThat(((Blob) heard.receiveMessage(PATIENCE)).content()).hasSize(room);
        one.tell(new Blob(2, content(4 << 20)));
        assertThat(refusals.receiveMessage(PATIENCE).reason()).isEqualTo(Reason.MALFORMED);
    }
}
