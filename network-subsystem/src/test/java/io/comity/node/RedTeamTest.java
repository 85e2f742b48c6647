package io.comity.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.AskPattern;
import io.comity.detached.DetachedCall;
import io.comity.detached.HttpCall;
import io.comity.detached.HttpSignatures;
import io.comity.detached.Outcome;
import io.comity.engine.Protocol;
import io.comity.identity.Base32;
import io.comity.identity.Bytes;
import io.comity.identity.FileKeyHolder;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Holder;
import io.comity.mission.Presentation;
import io.comity.mission.Reason;
import io.comity.transport.Address;
import io.comity.wire.UrMessage;
import java.io.ByteArrayInputStream;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The thirteen ways in which Erlang WTD, one of the ancestors of this system, could be attacked, each tried here against running
 * nodes over real sockets and real files, and each failing. Every attack is made with a tool that also does the same thing with the
 * right to do it, and succeeds: so none fails because the tool is broken.
 *
 * <ol>
 *   <li>Secrets on a page: its web page of connected machines printed their private keys.
 *   <li>Plaintext: whoever listened on the wire read all of it.
 *   <li>Acting under another node's name: the name in a request was believed.
 *   <li>Body swap: the signature did not cover the body.
 *   <li>Replay: a request that was heard could be sent again.
 *   <li>Wrong error on a bad signature: it was told as another failure, which misled its owner and told strangers more than others.
 *   <li>Unsafe decode: bytes of strangers became whatever terms they named.
 *   <li>Default key: a node without a key of its own used one that everybody has.
 *   <li>A grant is impersonation: who held a right could act as whoever gave it.
 *   <li>The relay reads and alters what it carries.
 *   <li>Guessable acks: an answer was matched by a number that others could guess.
 *   <li>No limits on how often, how much, how many.
 *   <li>A resource leaks at every tick of the clock by which nodes poll each other.
 * </ol>
 */
final class RedTeamTest extends Attackers {
    private static final String WORD = "swordfish-under-the-lindens";
    private static final byte[] GREETING = RawPeer.body(Greeter.Greeting.class, new Greeter.Greeting("hi"), 0);
    private static final int TICKS = 100;

    @Test
    void d01SecretsAreOnNoPage() throws Exception {
        Path keyFile = home.resolve("alice").resolve("node.key");
        byte[] line = Files.readAllBytes(keyFile);
        String text = new String(line, ISO_8859_1).strip().replaceFirst("comity-key v1 ", "");
        Spellings secret = new Spellings(
                Base32.parse("secret", text, 32).toOptional().orElseThrow().toArray());

        byte[] pages = shown(keyFile);
        assertThat(secret.isIn(pages)).isFalse();

        assertThat(secret.isIn(line)).as("the search finds what is there").isTrue();
        assertThat(new Spellings(town.alice().id().key().toArray()).isIn(pages))
                .as("the pages are not empty: they tell who Alice is")
                .isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
                .isEqualTo("rw-------");
    }

    @Test
    void d02WhoListensOnTheWireReadsNothing() throws Exception {
        try (Meddler tap = new Meddler(town.alice().addresses().get(0), new Random(2))) {
            ActorRef<Greeter.Command> greeter = greeterBy(tap, "carol", Map.of());
            greeter.tell(new Greeter.Note(WORD));
            await().atMost(Neighbours.PATIENCE).until(() -> town.heard().contains(new Greeter.Note(WORD)));
            assertThat(new String(tap.read(), ISO_8859_1)).doesNotContain(WORD, Greeter.NAME, Greeter.MISSION);
        }
        try (Meddler tap = new Meddler(Foreigner.address(town.alice(), "http"), new Random(2));
                RawSocket plain = new RawSocket(tap.address())) {
            plain.write((WORD + "\r\n\r\n").getBytes(ISO_8859_1));
            plain.readToTheEnd();
            assertThat(new String(tap.read(), ISO_8859_1))
                    .as("the tap hears what is said in the clear")
                    .contains(WORD);
        }
    }

    @Test
    void d03NobodyActsUnderTheNameOfAnother() throws Exception {
        KeyHolder friend = key(3);
        Chain grant = town.mission().grant(friend.nodeId());
        KeyHolder liar = Forgeries.named(friend.nodeId(), mallory);

        try (RawPeer liarsLink = RawPeer.of(town.alice(), liar)) {
            assertThat(liarsLink.hearToTheEnd()).isEmpty();
            town.awaitCount("dropped.handshake", 1);
        }
        presented(peer(mallory), Presentation.of(grant).encode(), Reason.DENIED);
        Foreigner caller = callerWithGrant();
        DetachedCall call = caller.call();
        assertThat(caller.put(
                                HttpSignatures.sign(
                                        Forgeries.named(caller.id(), mallory),
                                        call,
                                        HttpCall.CBOR,
                                        call.body().toArray()),
                                p -> p)
                        .join()
                        .status())
                .isEqualTo(401);
        assertThat(town.deliveredOfOthers()).isZero();

        RawPeer honest = keep(RawPeer.of(town.alice(), friend));
        honest.cast(learned(honest), Greeter.NOTE, NOTE);
        notesBecome(1);
        assertThat(caller.send(call).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void d04NoBodyIsSwappedUnderASignature() throws Exception {
        Foreigner caller = callerWithGrant();
        Bytes other = Bytes.ofHex("a2646e616d6563457665677265706c79546f00");
        HttpCall honest = caller.signed(caller.call());
        HttpCall swapped = Forgeries.with(honest, honest.contentDigest(), other);
        HttpCall swappedWithDigest = Forgeries.with(honest, HttpSignatures.digest(other.toArray()), other);
        assertThat(caller.put(honest, put -> swapped).join().status()).isEqualTo(401);
        assertThat(caller.put(honest, put -> swappedWithDigest).join().status()).isEqualTo(401);

        RawPeer peer = holder(mallory, Caveats.NONE);
        long ref = learned(peer);
        byte[] one = peer.seal(RawPeer.castBytes(ref, Greeter.NOTE, NOTE));
        byte[] spliced = one.clone();
        spliced[spliced.length - 20] ^= 1;
        peer.frame(spliced);
        peer.hearToTheEnd();
        town.awaitCount("dropped.record", 1);
        assertThat(town.deliveredOfOthers()).isZero();

        assertThat(caller.put(honest, put -> put).join().outcome()).isEqualTo(Outcome.OK);
        RawPeer again = keep(RawPeer.of(town.alice(), mallory));
        long sameRef = learned(again);
        again.frame(again.seal(RawPeer.castBytes(sameRef, Greeter.NOTE, NOTE)));
        notesBecome(1);
    }

    @Test
    void d05NothingIsHeardTwice() throws Exception {
        byte[] recorded;
        try (Meddler tap = new Meddler(town.alice().addresses().get(0), new Random(5))) {
            greeterBy(tap, "carol", Map.of()).tell(new Greeter.Note(WORD));
            notesBecome(1);
            recorded = tap.readOfDialler();
        }
        try (RawSocket socket = new RawSocket(town.alice().addresses().get(0))) {
            socket.write(recorded);
            socket.readToTheEnd();
        }
        RawPeer peer = holder(mallory, Caveats.NONE);
        byte[] record = peer.seal(RawPeer.castBytes(learned(peer), Greeter.NOTE, NOTE));
        peer.frame(record);
        peer.frame(record);
        peer.hearToTheEnd();
        Foreigner caller = callerWithGrant();
        DetachedCall call = caller.call();
        assertThat(caller.send(call).outcome()).isEqualTo(Outcome.OK);
        assertThat(caller.send(call).outcome()).isEqualTo(Outcome.REPLAYED);
        assertThat(notes()).as("carol's, and the first of the two records").isEqualTo(2);

        assertThat(caller.send(caller.call()).outcome()).as("a new call").isEqualTo(Outcome.OK);
        town.bobIsServed();
    }

    @Test
    void d06EveryBadSignatureIsToldAsThatAndTellsNothingElse() throws Exception {
        Foreigner caller = callerWithGrant();
        Foreigner stranger = caller();
        HttpCall put = caller.signed(caller.call());
        HttpCall byAnother = stranger.signed(caller.call());
        Set<String> answers = new HashSet<>();
        List<HttpCall> bad = Forgeries.badlySigned(put, byAnother.signature());
        for (HttpCall each : bad) {
            Foreigner.Said said = caller.put(put, p -> each).join();
            answers.add(said.status() + " " + said.answer() + " " + said.body().length);
        }
        assertThat(answers).containsExactly("401 null 0");
        assertThat(town.count("dropped.call")).isEqualTo(bad.size());
        assertThat(town.count("refused.denied")).isZero();

        RawPeer peer = peer(mallory);
        byte[] ticket = town.mission().invite(Duration.ofDays(1)).signed().toArray();
        ticket[ticket.length - 1] ^= 1;
        presented(peer, Bytes.of(ticket), Reason.DENIED);
        ticket[ticket.length - 1] ^= 1;
        peer.say(new UrMessage.Present(8, Bytes.of(ticket)));
        assertThat(peer.hear(UrMessage.Learn.class).engine())
                .as("the session went on")
                .isEqualTo(Greeter.NAME);

        assertThat(caller.put(put, p -> p).join().outcome())
                .as("the good signature")
                .isEqualTo(Outcome.OK);
        assertThat(stranger.send(stranger.call()).status())
                .as("a good one, without a grant")
                .isEqualTo(403);
    }

    @Test
    void d07BytesOfStrangersBecomeNoCodeAndNoClass() throws Exception {
        byte[] serialized = Canary.serialized();
        RawPeer peer = holder(mallory, Caveats.NONE);
        long ref = learned(peer);
        for (byte[] body : Forgeries.bodies(serialized)) {
            peer.cast(ref, Greeter.NOTE, body);
            refused(peer, Reason.MALFORMED);
        }
        assertThat(Canary.songs()).isZero();
        assertThat(notes()).isZero();

        peer.cast(ref, Greeter.NOTE, NOTE);
        notesBecome(1);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(serialized))) {
            assertThat(in.readObject()).isInstanceOf(Canary.class);
            assertThat(Canary.songs())
                    .as("the canary sings where classes are named")
                    .isEqualTo(1);
        }
    }

    @Test
    void d08NoNodeHasAKeyThatOthersHave() throws Exception {
        Set<NodeId> made = new HashSet<>(List.of(town.alice().id(), town.bob().id()));
        for (int i = 0; i < 10; i++) {
            made.add(FileKeyHolder.open(home.resolve("fresh" + i).resolve("node.key"))
                    .nodeId());
        }
        assertThat(made).as("each made its own").hasSize(12);
        for (byte[] guess : Forgeries.guesses()) {
            KeyHolder guessed = MemoryKeyHolder.fromSeed(guess);
            assertThat(made).doesNotContain(guessed.nodeId());
            RawPeer peer = peer(guessed);
            peer.cast(1, Greeter.NOTE, NOTE);
            refused(peer, Reason.DENIED);
        }
        assertThat(town.deliveredOfOthers()).isZero();

        FileKeyHolder thief = FileKeyHolder.open(home.resolve("alice").resolve("node.key"));
        assertThat(thief.nodeId())
                .as("who has the file has the key")
                .isEqualTo(town.alice().id());
    }

    @Test
    void d09WhoHoldsAGrantIsNotWhoGaveIt() throws Exception {
        KeyHolder friend = key(3);
        KeyHolder carol = key(4);
        Node alice = town.alice();
        Chain grant = alice.missions()
                .define("notes")
                .allow(Greeter.NAME, Greeter.Note.class)
                .grant(friend.nodeId(), Caveats.NONE.depth(1));
        Caveats all = Caveats.NONE;
        Chain passedOn = grant.extend(friend, Holder.node(carol.nodeId()), all, Forgeries.salt(), Instant.now());

        try (RawPeer asAlice = RawPeer.of(town.bob(), Forgeries.named(alice.id(), friend))) {
            assertThat(asAlice.hearToTheEnd())
                    .as("what Bob tells his friend Alice")
                    .isEmpty();
        }
        RawPeer peer = keep(RawPeer.of(alice, friend));
        long ref = learned(peer);
        peer.hear(UrMessage.Ready.class);
        peer.cast(ref, 1, RawPeer.body(Greeter.Command.class, new Greeter.Greet("x", town.deadEnd()), 2));
        refused(peer, Reason.DENIED);
        presented(peer, Forgeries.presentation(Forgeries.forged(grant.root(), alice.id(), friend)), Reason.DENIED);
        RawPeer carols = peer(carol);
        presented(
                carols,
                Forgeries.presentation(Forgeries.forged(passedOn.last(), friend.nodeId(), carol)),
                Reason.DENIED);
        presented(carols, Forgeries.presentation(passedOn.last().signed()), Reason.DENIED);
        assertThat(town.deliveredOfOthers()).isZero();

        peer.cast(ref, 0, NOTE);
        notesBecome(1);
        carols.say(new UrMessage.Present(8, Presentation.of(passedOn).encode()));
        carols.cast(learned(carols), 0, NOTE);
        notesBecome(2);
    }

    @Test
    void d10TheRelayReadsNothingAndAltersNothing() throws Exception {
        Map<String, Object> quick = Map.of("comity.tcp.advertise", "127.0.0.2", "comity.connection.heartbeat", "200ms");
        Node owner = keep(Neighbours.start(home, "owner", quick));
        ConcurrentLinkedQueue<Greeter.Command> heard = new ConcurrentLinkedQueue<>();
        owner.spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(heard));
        Node carol = keep(Neighbours.start(home, "carol", quick));
        owner.missions().define(Greeter.MISSION).allow(Greeter.NAME).grant(carol.id());
        Address real = new Address("tcp", "127.0.0.1", owner.addresses().get(0).port());
        Meddler relay = keep(new Meddler(real, new Random(10)));
        carol.meet(owner.id(), List.of(relay.address()));
        ActorRef<Greeter.Command> greeter = carol.engine(owner.id(), Greeter.NAME, Greeter.Command.class);

        assertThat(Greeter.ask(carol, greeter, Neighbours.PATIENCE)).isEqualTo("Hello, you");
        List<Greeter.Command> said = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            relay.alterNext();
            said.add(new Greeter.Note(WORD + i));
            greeter.tell(said.get(i));
            assertThat(Greeter.ask(carol, greeter, Neighbours.PATIENCE)).isEqualTo("Hello, you");
        }
        assertThat(relay.altered()).isEqualTo(20);
        assertThat(heard.stream().filter(Greeter.Note.class::isInstance).toList())
                .isEqualTo(said);
        assertThat(new String(relay.read(), ISO_8859_1)).doesNotContain(WORD, "Hello");
        assertThat(noticed(owner) + noticed(carol)).as("every one was noticed").isGreaterThanOrEqualTo(15);

        try (Meddler plain = new Meddler(Foreigner.address(town.alice(), "http"), new Random(10));
                RawSocket socket = new RawSocket(plain.address())) {
            plain.alterNext();
            // Long enough for a refusal.
            socket.write((WORD + "!".repeat(100) + "\r\n\r\n").getBytes(ISO_8859_1));
            assertThat(new String(socket.readToTheEnd(), ISO_8859_1)).startsWith("HTTP/1.1 400");
            assertThat(plain.altered()).as("where nothing is sealed it alters").isEqualTo(1);
        }
    }

    @Test
    void d11NobodyAnswersInThePlaceOfWhoWasAsked() throws Exception {
        RawPeer asked = peer(key(3));
        asked.say(
                new UrMessage.Learn(
                        1, "echo", Bytes.of(Protocol.of(Greeter.Command.class).digest()), List.of("Greet", "Note")),
                new UrMessage.Ready());
        Node alice = town.alice();
        ActorRef<Greeter.Command> echo = alice.engine(asked.id(), "echo", Greeter.Command.class);
        CompletableFuture<Greeter.Greeting> answer = AskPattern.<Greeter.Command, Greeter.Greeting>ask(
                        echo, to -> new Greeter.Greet("you", to), Neighbours.PATIENCE, alice.scheduler())
                .toCompletableFuture();
        byte[] question = asked.hear(RawPeer.Cast.class).body().toArray();

        RawPeer guesser = peer(mallory);
        for (int guess = 0; guess < 2_000; guess++) {
            guesser.cast(guess, 0, GREETING);
            refused(guesser, Reason.DENIED);
        }
        guesser.say(new UrMessage.Ack(1L << 40));
        guesser.hearToTheEnd();
        town.awaitCount("dropped.protocol", 1);
        assertThat(answer).isNotDone();

        asked.cast(question[question.length - 1], 0, GREETING);
        assertThat(answer.get(30, TimeUnit.SECONDS))
                .as("by the one who was asked")
                .isEqualTo(new Greeter.Greeting("hi"));
    }

    @Test
    void d12HowOftenAndHowMuchIsLimited() throws Exception {
        int flood = 1_000;
        int rate = 5;
        byte[] tooLong = RawPeer.body(Greeter.Command.class, new Greeter.Note("x".repeat(100)), 0);
        RawPeer limited =
                holder(mallory, Caveats.NONE.rate(rate, Duration.ofSeconds(1)).maxBytes(100));
        long ref = learned(limited);
        limited.cast(ref, Greeter.NOTE, tooLong);
        assertThat(limited.hear(UrMessage.Refuse.class).retryMillis()).isZero();
        long began = System.nanoTime();
        long throttled = throttled(limited, ref, flood);
        double seconds = (System.nanoTime() - began) / 1e9;
        notesBecome(flood - throttled);
        assertThat((double) notes()).isBetween(1.0, rate + rate * seconds);

        RawPeer free = holder(key(3), Caveats.NONE);
        long freeRef = learned(free);
        free.cast(freeRef, Greeter.NOTE, tooLong);
        assertThat(throttled(free, freeRef, flood)).isZero();
        notesBecome(flood - throttled + flood + 1);
    }

    @Test
    void d13NothingIsLeftOfWhatComesAndGoesAtEveryTick() throws Exception {
        KeyHolder friend = key(3);
        town.mission().grant(friend.nodeId());
        tick(friend);
        town.bobIsServed();
        int actors = actors();
        long files = files();
        for (int i = 0; i < TICKS; i++) {
            tick(friend);
            tick(key(100 + i));
            town.bobIsServed();
        }
        await().atMost(Neighbours.PATIENCE)
                .untilAsserted(() -> assertThat(actors()).isLessThanOrEqualTo(actors));
        await().atMost(Neighbours.PATIENCE)
                .untilAsserted(() -> assertThat(files()).isLessThanOrEqualTo(files));

        RawPeer staying = peer(mallory);
        assertThat(actors()).as("what stays is counted").isGreaterThan(actors);
        assertThat(files()).isGreaterThan(files);
        staying.close();
    }
}
