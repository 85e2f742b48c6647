package io.comity.node;

import static io.comity.node.Foreigner.Carrier.GRPC;
import static io.comity.node.Foreigner.Carrier.HTTP_CBOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.detached.DetachedCall;
import io.comity.detached.HttpCall;
import io.comity.detached.Outcome;
import io.comity.identity.Bytes;
import io.comity.mission.Caveats;
import io.comity.node.Foreigner.Carrier;
import io.comity.node.Foreigner.Said;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Software without a session calls a real node over real sockets: what works, and what does not. */
final class DetachedCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Keeps whom it should answer, and answers nobody. */
    sealed interface Sleeping {}

    record Sleep(ActorRef<Greeter.Greeting> replyTo) implements Sleeping {}

    record Pair(ActorRef<Greeter.Greeting> one, ActorRef<Greeter.Greeting> other) implements Sleeping {}

    record Boast(ActorRef<Boasting> replyTo) implements Sleeping {}

    record Boasting(ActorRef<Greeter.Greeting> self) {}

    @TempDir
    Path home;

    private final Queue<Greeter.Command> heard = new ConcurrentLinkedQueue<>();
    private final Queue<Sleeping> asleep = new ConcurrentLinkedQueue<>();
    private final List<Foreigner> foreigners = new ArrayList<>();
    private Node alice;

    @BeforeEach
    void start() {
        alice = started();
    }

    private Node started() {
        return started(1);
    }

    private Node started(int waiting) {
        Node node = Node.start(NodeSettings.named("alice")
                .home(home)
                .set("comity.transports", List.of("grpc"))
                .set("comity.detached.over", List.of("grpc", "http"))
                .set("comity.detached.waiting", waiting)
                .set("comity.detached.longest-wait", "20s"));
        node.spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(heard));
        node.spawn("sleeper", Sleeping.class, sleeper());
        return node;
    }

    private Behavior<Sleeping> sleeper() {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof Boast boast) {
                boast.replyTo().tell(new Boasting(boast.replyTo().unsafeUpcast().narrow()));
            }
            asleep.add(message);
            return Behaviors.same();
        });
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Foreigner each : foreigners) {
            each.close();
        }
        alice.close();
    }

    private Foreigner stranger(Carrier carrier) {
        Foreigner made = new Foreigner(carrier, alice);
        foreigners.add(made);
        return made;
    }

    private Foreigner friend(Carrier carrier) {
        Foreigner friend = stranger(carrier);
        alice.missions()
                .define(Greeter.MISSION)
                .allow(Greeter.NAME, Greeter.Greet.class, Greeter.Note.class)
                .allow("sleeper")
                .grant(friend.id());
        return friend.introduced();
    }

    private long count(String counter) {
        return alice.counters().getOrDefault(counter, 0L);
    }

    @ParameterizedTest
    @EnumSource
    void aCallIsAnswered(Carrier carrier) {
        Foreigner bob = friend(carrier);
        for (int i = 0; i < 20; i++) {
            Said said = bob.send(bob.call());
            assertThat(said.outcome()).isEqualTo(Outcome.OK);
            assertThat(said.answer()).extracting("type").isEqualTo("Greeting");
            assertThat(bob.text(said.body())).isIn("{\"text\":\"Hello, Bob\"}", "a164746578746a48656c6c6f2c20426f62");
        }
        assertThat(count("delivered")).isEqualTo(20);
    }

    /** No session counts what a caller without one left with an engine. */
    @Test
    void anEngineThatIsBusyIsToldNoMoreThanMayWait() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        AtomicInteger told = new AtomicInteger();
        alice.spawn("busy", Greeter.Command.class, Behaviors.receiveMessage(message -> {
            busy.await();
            told.incrementAndGet();
            return Behaviors.same();
        }));
        Foreigner bob = friend(GRPC);
        alice.missions().define("busy").allow("busy", Greeter.Note.class).grant(bob.id());
        String text = "a".repeat(60_000);
        String cbor = "a16474657874" + "79%04x".formatted(text.length()) + "61".repeat(text.length());
        Supplier<Outcome> cast = () ->
                bob.send(bob.call("busy", "Note", Bytes.ofHex(cbor), false)).outcome();
        int taken = 0;
        Outcome last = cast.get();
        for (; last == Outcome.OK; last = cast.get()) {
            taken++;
        }
        assertThat(last).isEqualTo(Outcome.OVERLOADED);
        assertThat(taken).isBetween(10, 1_000);
        assertThat(bob.send(bob.call()).outcome()).as("of another engine").isEqualTo(Outcome.OK);
        busy.countDown();
        int all = taken;
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).hasValue(all));
        await().atMost(PATIENCE).until(() -> cast.get() == Outcome.OK);
    }

    @ParameterizedTest
    @EnumSource
    void aCastIsTold(Carrier carrier) {
        Foreigner bob = friend(carrier);
        Said said = bob.send(bob.call("greeter", "Note", bob.body("a164746578746161", "{\"text\":\"a\"}"), false));
        assertThat(said.outcome()).isEqualTo(Outcome.OK);
        assertThat(said.status()).isIn(200, 202);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly(new Greeter.Note("a")));
    }

    @ParameterizedTest
    @EnumSource
    void aCallIsDeliveredOnceHoweverOftenItComes(Carrier carrier) {
        Foreigner bob = friend(carrier);
        DetachedCall call = bob.call();
        assertThat(bob.send(call).outcome()).isEqualTo(Outcome.OK);
        for (int i = 0; i < 5; i++) {
            assertThat(bob.send(call).outcome()).isEqualTo(Outcome.REPLAYED);
        }
        assertThat(heard).hasSize(1);
        assertThat(count("refused.replayed")).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void strangersAndWrongTargetsGetTheSameAnswer(Carrier carrier) {
        Foreigner bob = friend(carrier);
        Foreigner mallory = stranger(carrier);
        Bytes body = bob.body(Foreigner.GREET_CBOR, Foreigner.GREET_JSON);
        List<Said> answers = List.of(
                mallory.send(mallory.call()),
                mallory.send(mallory.call("nobody", "Greet", body, true)),
                bob.send(bob.call("nobody", "Greet", body, true)),
                bob.send(bob.call("greeter", "Nothing", body, true)),
                bob.send(bob.call("greeter", "Secret", bob.body("a164636f646501", "{\"code\":1}"), false)));
        assertThat(answers).allSatisfy(said -> {
            assertThat(said.status()).isEqualTo(403);
            assertThat(said.answer()).isNull();
            assertThat(said.body()).isEmpty();
        });
        assertThat(heard).isEmpty();
        assertThat(count("refused.denied")).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void aCallForAnotherNodeIsDenied(Carrier carrier) {
        Foreigner bob = friend(carrier);
        DetachedCall c = bob.call();
        DetachedCall elsewhere = new DetachedCall(
                c.issuer(),
                bob.id(),
                c.epoch(),
                c.stream(),
                c.sequence(),
                c.created(),
                c.deadline(),
                c.engine(),
                c.type(),
                c.body(),
                c.reply());
        assertThat(bob.send(elsewhere).status()).isEqualTo(403);
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GRPC, -63", "GRPC, 63", "HTTP_CBOR, -63", "HTTP_JSON, 63"})
    void aClockThatIsMoreThanAMinuteOffIsTold(Carrier carrier, long off) {
        Foreigner bob = friend(carrier);
        long now = Instant.now().getEpochSecond();
        assertThat(bob.send(bob.at(now + off, now + 100)).outcome()).isEqualTo(Outcome.CLOCK);
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aCallToAnEarlierBootIsNotDelivered(Carrier carrier) throws InterruptedException {
        Foreigner bob = friend(carrier);
        DetachedCall sent = bob.call();
        assertThat(bob.send(sent).outcome()).isEqualTo(Outcome.OK);
        heard.clear();
        alice.close();
        alice = started();
        try (Foreigner again = new Foreigner(carrier, alice)) {
            alice.missions().define(Greeter.MISSION).allow(Greeter.NAME).grant(again.id());
            DetachedCall c = again.call();
            DetachedCall old = new DetachedCall(
                    c.issuer(),
                    c.node(),
                    sent.epoch(),
                    c.stream(),
                    c.sequence(),
                    c.created(),
                    c.deadline(),
                    c.engine(),
                    c.type(),
                    c.body(),
                    c.reply());
            Said said = again.send(old);
            assertThat(said.outcome()).isEqualTo(Outcome.EPOCH);
            assertThat(said.answer()).extracting("epoch").isNotEqualTo(sent.epoch());
        }
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aWithdrawnGrantGetsNoReply(Carrier carrier) {
        Foreigner bob = friend(carrier);
        CompletableFuture<Said> waiting = bob.begin(sleep(bob));
        await().atMost(PATIENCE).until(() -> asleep.size() == 1);
        assertThat(waiting).isNotDone();
        alice.missions().revoke(Greeter.MISSION);
        assertThat(waiting.join().outcome()).isEqualTo(Outcome.REVOKED);
        assertThat(bob.send(bob.call()).status()).isEqualTo(403);
        assertThat(count("refused.revoked")).isEqualTo(1);
    }

    /** Calls come as fast as they can while the mission is taken back, again and again. */
    @ParameterizedTest
    @EnumSource
    void nothingIsDeliveredAfterRevokeHasReturned(Carrier carrier) {
        for (int round = 0; round < 20; round++) {
            Foreigner bob = friend(carrier);
            int before = heard.size();
            List<CompletableFuture<Said>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(bob.begin(bob.call()));
            }
            await().atMost(PATIENCE).until(() -> heard.size() > before);
            alice.missions().revoke(Greeter.MISSION);
            long delivered = count("delivered");
            calls.forEach(CompletableFuture::join);
            assertThat(count("delivered")).isEqualTo(delivered);
        }
    }

    @ParameterizedTest
    @EnumSource
    void asManyCallsWaitAsTheGrantLets(Carrier carrier) {
        alice.close();
        alice = started(8);
        Foreigner bob = stranger(carrier);
        alice.missions().define("rest").allow("sleeper").grant(bob.id(), Caveats.NONE.inFlight(1));
        CompletableFuture<Said> waiting = bob.introduced().begin(sleep(bob));
        await().atMost(PATIENCE).until(() -> asleep.size() == 1);
        assertThat(bob.send(sleep(bob)).outcome()).isEqualTo(Outcome.THROTTLED);
        alice.missions().revoke("rest");
        waiting.join();
        assertThat(asleep).hasSize(1);
    }

    private static DetachedCall sleep(Foreigner bob) {
        return bob.call("sleeper", "Sleep", bob.body("a1677265706c79546f00", "{\"replyTo\":0}"), true);
    }

    @ParameterizedTest
    @EnumSource
    void aReplyThatDoesNotComeIsNotAwaitedForEver(Carrier carrier) {
        Foreigner bob = friend(carrier);
        DetachedCall c = sleep(bob);
        DetachedCall brief = new DetachedCall(
                c.issuer(),
                c.node(),
                c.epoch(),
                c.stream(),
                c.sequence(),
                c.created(),
                c.created() + 2,
                c.engine(),
                c.type(),
                c.body(),
                true);
        assertThat(bob.send(brief).outcome()).isEqualTo(Outcome.EXPIRED);
        assertThat(asleep).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void oneCallMoreThanMayWaitIsOverloaded(Carrier carrier) {
        Foreigner bob = friend(carrier);
        CompletableFuture<Said> first = bob.begin(sleep(bob));
        await().atMost(PATIENCE).until(() -> asleep.size() == 1);
        assertThat(bob.send(bob.call()).outcome()).isEqualTo(Outcome.OVERLOADED);
        assertThat(asleep.remove())
                .isInstanceOfSatisfying(
                        Sleep.class, sleep -> sleep.replyTo().tell(new Greeter.Greeting("good morning")));
        assertThat(first.join().outcome()).isEqualTo(Outcome.OK);
        assertThat(bob.send(bob.call()).outcome()).isEqualTo(Outcome.OK);
    }

    @ParameterizedTest
    @EnumSource
    void aSecondReplyIsNobodys(Carrier carrier) {
        Foreigner bob = friend(carrier);
        CompletableFuture<Said> call = bob.begin(sleep(bob));
        await().atMost(PATIENCE).until(() -> asleep.size() == 1);
        Sleep sleep = (Sleep) asleep.remove();
        sleep.replyTo().tell(new Greeter.Greeting("1"));
        sleep.replyTo().tell(new Greeter.Greeting("2"));
        assertThat(bob.text(call.join().body())).isIn("{\"text\":\"1\"}", "a164746578746131");
        assertThat(bob.send(bob.call()).outcome()).isEqualTo(Outcome.OK);
    }

    @ParameterizedTest
    @EnumSource
    void aBodyNamesTheReplyOnceWhenItIsWantedAndNothingElse(Carrier carrier) {
        Foreigner bob = friend(carrier);
        List<DetachedCall> wrong = List.of(
                bob.call("sleeper", "Pair", bob.body("a2636f6e6500656f7468657200", "{\"one\":0,\"other\":0}"), true),
                bob.call("sleeper", "Sleep", bob.body("a1677265706c79546f01", "{\"replyTo\":1}"), true),
                bob.call("sleeper", "Sleep", bob.body("a1677265706c79546f00", "{\"replyTo\":0}"), false),
                bob.call("greeter", "Note", bob.body("a164746578746161", "{\"text\":\"a\"}"), true),
                bob.call("greeter", "Greet", bob.body("a0", "{}"), true),
                bob.call("greeter", "Greet", bob.body("ff", "nonsense"), true));
        for (DetachedCall each : wrong) {
            assertThat(bob.send(each).outcome()).isEqualTo(Outcome.MALFORMED);
        }
        assertThat(asleep).isEmpty();
        assertThat(heard).isEmpty();
        assertThat(count("refused.malformed")).isEqualTo(wrong.size());
    }

    @ParameterizedTest
    @EnumSource
    void aReplyThatNamesAnActorCannotBeSent(Carrier carrier) {
        Foreigner bob = friend(carrier);
        DetachedCall boast = bob.call("sleeper", "Boast", bob.body("a1677265706c79546f00", "{\"replyTo\":0}"), true);
        assertThat(bob.send(boast).outcome()).isEqualTo(Outcome.UNSENDABLE);
    }

    @ParameterizedTest
    @EnumSource
    void theLargestBodyIsTakenAndOneByteMoreIsNot(Carrier carrier) {
        Foreigner bob = friend(carrier);
        int max = DetachedCall.MAX_BODY_BYTES;
        assertThat(bob.send(note(bob, max)).outcome()).isEqualTo(Outcome.OK);
        assertThat(bob.send(note(bob, max + 1)).status()).isEqualTo(400);
        await().atMost(PATIENCE).until(() -> heard.size() == 1);
        assertThat(count("dropped.call")).isEqualTo(1);
    }

    private static DetachedCall note(Foreigner bob, int size) {
        String json = "{\"text\":\"" + "a".repeat(size - 11) + "\"}";
        String cbor = "a16474657874" + "79" + String.format("%04x", size - 9) + "61".repeat(size - 9);
        return bob.call("greeter", "Note", bob.body(cbor, json), false);
    }

    @Test
    void aCallByTheWrongMethodIsMalformed() {
        Foreigner bob = friend(GRPC);
        assertThat(bob.object(io.comity.detached.CallObject.sign(bob.key(), bob.call()), false)
                        .join()
                        .status())
                .isEqualTo(400);
        assertThat(heard).isEmpty();
    }

    @Test
    void whatIsAlteredOnTheWayIsUnsigned() {
        Foreigner bob = friend(HTTP_CBOR);
        Said swapped = bob.put(
                        bob.signed(bob.call()), put -> with(put, put.path().replace("Greet", "Note")))
                .join();
        assertThat(swapped.status()).isEqualTo(401);
        Foreigner carol = friend(GRPC);
        byte[] object = io.comity.detached.CallObject.sign(carol.key(), carol.call());
        object[object.length - 1] ^= 1;
        assertThat(carol.object(object, true).join().status()).isEqualTo(401);
        assertThat(heard).isEmpty();
        assertThat(count("dropped.call")).isEqualTo(2);
    }

    private static HttpCall with(HttpCall put, String path) {
        return new HttpCall(
                path,
                put.contentType(),
                put.contentDigest(),
                put.comityCall(),
                put.signatureInput(),
                put.signature(),
                put.body());
    }
}
