package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.engine.EngineId;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Reason;
import io.comity.proxy.LinesOfPeers;
import io.comity.proxy.Refused;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** References in messages: good for what they were sent for, bounded in number, and nothing else is reached by them. */
final class PeerReferencesTest {
    private static final int MAX = 16;

    /** So many that all that a peer does may say at once, and one a second. */
    private static final int MAX_LINES = 256 + 60;

    private static final byte[] GREETING = RawPeer.body(Greeter.Greeting.class, new Greeter.Greeting("hi"), 0);

    private final KeyHolder key = MemoryKeyHolder.fromSeed(new byte[32]);

    @TempDir
    Path home;

    private Neighbours town;
    private RawPeer peer;
    private TestProbe<Refused> refusals;

    @BeforeEach
    void connect() throws IOException {
        town = new Neighbours(home, Map.of("comity.references.max", MAX));
        refusals = TestProbe.create(Refused.class, town.alice().system());
        town.alice().system().eventStream().tell(new EventStream.Subscribe<>(Refused.class, refusals.getRef()));
        peer = RawPeer.of(town.alice(), key);
        peer.hear(UrMessage.Ready.class);
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
        town.close();
    }

    /** The peer offers an engine; what Alice uses it by. */
    private ActorRef<Greeter.Command> offered() throws IOException {
        peer.say(
                new UrMessage.Learn(
                        1, "echo", Bytes.of(Protocol.of(Greeter.Command.class).digest()), List.of("Greet", "Note")),
                new UrMessage.Ready());
        return town.alice().engine(key.nodeId(), "echo", Greeter.Command.class);
    }

    private CompletableFuture<Greeter.Greeting> ask(ActorRef<Greeter.Command> engine) {
        return AskPattern.<Greeter.Command, Greeter.Greeting>ask(
                        engine,
                        replyTo -> new Greeter.Greet("you", replyTo),
                        Neighbours.PATIENCE,
                        town.alice().scheduler())
                .toCompletableFuture();
    }

    /** The reference inside the next message that Alice sends. */
    private long heardReference() throws IOException {
        RawPeer.Cast cast = peer.hear(RawPeer.Cast.class);
        assertThat(cast.ref()).isEqualTo(1);
        byte[] body = cast.body().toArray();
        int last = body[body.length - 1] & 0xff;
        // The last component is the reference: below 24 it is its own head, below 256 it follows one.
        assertThat(last).isLessThan(256);
        return last;
    }

    private long grantedRef() throws IOException {
        town.mission().grant(key.nodeId());
        return peer.hear(UrMessage.Learn.class).ref();
    }

    @Test
    void theReplyToAnAskIsTakenOnceAndTheSecondIsDenied() throws Exception {
        CompletableFuture<Greeter.Greeting> answer = ask(offered());
        long replyTo = heardReference();
        peer.cast(replyTo, 0, GREETING);
        peer.cast(replyTo, 0, GREETING);
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(new Greeter.Greeting("hi"));
        assertThat(peer.hear(UrMessage.Refuse.class)).isEqualTo(new UrMessage.Refuse(replyTo, Reason.DENIED.code()));
        assertThat(town.deliveredOfOthers()).isEqualTo(1);
    }

    @Test
    void aMalformedReplyUsesTheReferenceUp() throws Exception {
        CompletableFuture<Greeter.Greeting> answer = ask(offered());
        long replyTo = heardReference();
        peer.cast(replyTo, 0, new byte[] {0});
        peer.cast(replyTo, 0, GREETING);
        assertThat(peer.hear(UrMessage.Refuse.class)).isEqualTo(new UrMessage.Refuse(replyTo, Reason.MALFORMED.code()));
        assertThat(peer.hear(UrMessage.Refuse.class)).isEqualTo(new UrMessage.Refuse(replyTo, Reason.DENIED.code()));
        assertThat(answer).isNotDone();
    }

    @Test
    void aReplyTakesNoOtherTypeThanItsOwn() throws Exception {
        CompletableFuture<Greeter.Greeting> answer = ask(offered());
        long replyTo = heardReference();
        peer.cast(replyTo, 1, GREETING);
        assertThat(peer.hear(UrMessage.Refuse.class)).isEqualTo(new UrMessage.Refuse(replyTo, Reason.MALFORMED.code()));
        peer.cast(replyTo, 0, GREETING);
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(new Greeter.Greeting("hi"));
    }

    @Test
    void aReferenceOfOneSessionMeansNothingInTheNext() throws Exception {
        CompletableFuture<Greeter.Greeting> answer = ask(offered());
        long replyTo = heardReference();
        try (RawPeer again = peer.again(town.alice())) {
            again.hear(UrMessage.Ready.class);
            again.cast(replyTo, 0, GREETING);
            assertThat(again.hear(UrMessage.Refuse.class))
                    .isEqualTo(new UrMessage.Refuse(replyTo, Reason.DENIED.code()));
        }
        assertThat(answer).isNotDone();
    }

    @Test
    void aReferenceOfOnePeerMeansNothingToAnother() throws Exception {
        CompletableFuture<Greeter.Greeting> answer = ask(offered());
        long replyTo = heardReference();
        byte[] seed = new byte[32];
        seed[0] = 1;
        try (RawPeer thief = RawPeer.of(town.alice(), MemoryKeyHolder.fromSeed(seed))) {
            thief.hear(UrMessage.Ready.class);
            thief.cast(replyTo, 0, GREETING);
            assertThat(thief.hear(UrMessage.Refuse.class))
                    .isEqualTo(new UrMessage.Refuse(replyTo, Reason.DENIED.code()));
        }
        assertThat(answer).isNotDone();
        peer.cast(replyTo, 0, GREETING);
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(new Greeter.Greeting("hi"));
    }

    @Test
    void aPeerMayHoldReferencesAtTheMostAndTheMessageWithOneMoreIsNotSent() throws Exception {
        ActorRef<Greeter.Command> echo = offered();
        for (int i = 0; i <= MAX; i++) {
            ActorRef<Greeter.Greeting> sink =
                    town.alice().spawn("sink-" + i, Greeter.Greeting.class, Behaviors.ignore());
            echo.tell(new Greeter.Greet("you", sink));
        }
        refusals.expectMessage(Neighbours.PATIENCE, new Refused(new EngineId(key.nodeId(), "echo"), Reason.OVERLOADED));
        echo.tell(new Greeter.Note("the last"));
        for (int i = 0; i < MAX; i++) {
            assertThat(peer.hear(RawPeer.Cast.class).type()).isEqualTo(Greeter.GREET);
        }
        assertThat(peer.hear(RawPeer.Cast.class).type()).isEqualTo(Greeter.NOTE);
        refusals.expectNoMessage(Duration.ZERO);
    }

    @Test
    void referencesOfAPeerAreKeptAtTheMostAndAMessageWithOneMoreIsMalformed() throws Exception {
        long greeter = grantedRef();
        for (int i = 0; i < MAX; i++) {
            peer.cast(greeter, Greeter.GREET, greet(2L * i + 1));
            assertThat(peer.hear(RawPeer.Cast.class).ref()).isEqualTo(2L * i + 1);
        }
        peer.cast(greeter, Greeter.GREET, greet(2L * MAX + 1));
        assertThat(peer.hear(UrMessage.Refuse.class)).isEqualTo(new UrMessage.Refuse(greeter, Reason.MALFORMED.code()));
        peer.cast(greeter, Greeter.GREET, greet(1));
        assertThat(peer.hear(RawPeer.Cast.class).ref()).isEqualTo(1);
        peer.cast(greeter, Greeter.GREET, greet(2L * MAX));
        assertThat(peer.hear(RawPeer.Cast.class).ref()).isEqualTo(2L * MAX);
    }

    private byte[] greet(long replyTo) {
        return RawPeer.body(Greeter.Command.class, new Greeter.Greet("x", town.deadEnd()), replyTo);
    }

    @Test
    void aReplyThatThePeerRefusesHarmsNobody() throws Exception {
        long greeter = grantedRef();
        peer.cast(greeter, Greeter.GREET, greet(Long.MAX_VALUE - 1));
        assertThat(peer.hear(RawPeer.Cast.class).ref()).isEqualTo(Long.MAX_VALUE - 1);
        peer.say(new UrMessage.Refuse(Long.MAX_VALUE - 1, Reason.REVOKED.code()));
        peer.cast(greeter, Greeter.GREET, greet(4));
        assertThat(peer.hear(RawPeer.Cast.class).ref()).isEqualTo(4);
        town.bobIsServed();
    }

    @Test
    void whatAPeerRefusesIsToldToThisNodeByEngineAndReason() throws Exception {
        ActorRef<Greeter.Command> echo = offered();
        echo.tell(new Greeter.Note("?"));
        peer.hear(RawPeer.Cast.class);
        peer.say(new UrMessage.Refuse(1, Reason.REVOKED.code()), new UrMessage.Refuse(1, 4_711));
        EngineId id = new EngineId(key.nodeId(), "echo");
        refusals.expectMessage(Neighbours.PATIENCE, new Refused(id, Reason.REVOKED));
        refusals.expectMessage(Neighbours.PATIENCE, new Refused(id, Reason.DENIED));
    }

    @Test
    void whatAPeerRefusesAnewInEverySessionDoesNotFillTheLog() throws Exception {
        try (LinesOfPeers lines = new LinesOfPeers()) {
            refuseForEveryReasonInManySessions(grantedRef() + 1_000);
            assertThat(lines.with("refused by their owner")).hasSizeBetween(Reason.values().length, MAX_LINES);
        }
    }

    /** All was heard when {@code unknown}, which is no reference of the peer, was refused. */
    private void refuseForEveryReasonInManySessions(long unknown) throws IOException {
        UrMessage[] everyReason = Arrays.stream(Reason.values())
                .map(reason -> new UrMessage.Refuse(1, reason.code()))
                .toArray(UrMessage[]::new);
        for (int said = 0; said < 2 * MAX_LINES; said += everyReason.length) {
            peer.say(everyReason);
            peer.cast(unknown, 0, GREETING);
            peer.hear(UrMessage.Refuse.class);
            RawPeer before = peer;
            peer = before.again(town.alice());
            peer.hear(UrMessage.Learn.class);
            peer.hear(UrMessage.Ready.class);
            before.close();
        }
    }

    @Test
    void aTypeThatThePeerDidNotNameIsDeniedHereAndNotSent() throws Exception {
        ActorRef<Greeter.Command> echo = offered();
        echo.tell(new Greeter.Secret(1));
        refusals.expectMessage(Neighbours.PATIENCE, new Refused(new EngineId(key.nodeId(), "echo"), Reason.DENIED));
        echo.tell(new Greeter.Note("after"));
        assertThat(peer.hear(RawPeer.Cast.class).type()).isEqualTo(Greeter.NOTE);
    }

    @Test
    void aWatchOnAnEngineThatThePeerForgetsFires() throws Exception {
        ActorRef<Greeter.Command> echo = offered();
        TestProbe<Object> watcher = TestProbe.create(town.alice().system());
        await().atMost(Neighbours.PATIENCE)
                .until(() -> town.alice()
                        .registry()
                        .find(new EngineId(key.nodeId(), "echo"))
                        .isPresent());
        peer.say(new UrMessage.Forget(1, Reason.REVOKED.code()));
        watcher.expectTerminated(echo, Neighbours.PATIENCE);
        assertThat(town.alice().registry().find(new EngineId(key.nodeId(), "echo")))
                .isEmpty();
        ActorRef<Greeter.Command> again = town.alice().engine(key.nodeId(), "echo", Greeter.Command.class);
        again.tell(new Greeter.Note("?"));
        refusals.expectMessage(Neighbours.PATIENCE, new Refused(new EngineId(key.nodeId(), "echo"), Reason.REVOKED));
    }
}
