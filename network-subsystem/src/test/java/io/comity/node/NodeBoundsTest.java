package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.engine.EngineId;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Reason;
import io.comity.proxy.Refused;
import io.comity.transport.Address;
import io.comity.wire.Farewell;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that bound what a peer, or nobody, can make a node keep: at each bound, and one past it. */
final class NodeBoundsTest {
    private static final Bytes DIGEST = Bytes.of(new byte[UrMessage.DIGEST_BYTES]);

    private final KeyHolder key = MemoryKeyHolder.fromSeed(new byte[32]);

    private static final Pattern NUMBER = Pattern.compile("(\\d+) xxx");

    @TempDir
    Path home;

    @Test
    void enginesOfAPeerAtTheMostAreProxiedAndOneMoreEndsTheLink() throws IOException {
        try (Neighbours town = new Neighbours(home, Map.of("comity.node.max-engines", 2));
                RawPeer peer = RawPeer.of(town.alice(), key)) {
            peer.hear(UrMessage.Ready.class);
            peer.say(
                    new UrMessage.Learn(1, "one", DIGEST, List.of("Greet")),
                    new UrMessage.Learn(3, "two", DIGEST, List.of("Greet")),
                    new UrMessage.Learn(5, "two", DIGEST, List.of("Greet", "Note")));
            await().atMost(Neighbours.PATIENCE)
                    .untilAsserted(() -> assertThat(town.alice().registry().list(key.nodeId()))
                            .hasSize(2));
            peer.cast(4_711, 0, new byte[0]);
            peer.hear(UrMessage.Refuse.class);
            peer.say(new UrMessage.Learn(7, "three", DIGEST, List.of("Greet")));
            endsAndBobIsServed(town, peer);
        }
    }

    private void endsAndBobIsServed(Neighbours town, RawPeer peer) throws IOException {
        peer.hearToTheEnd();
        await().atMost(Neighbours.PATIENCE)
                .untilAsserted(() ->
                        assertThat(town.alice().registry().list(key.nodeId())).isEmpty());
        town.bobIsServed();
    }

    @Test
    void aStrangerThatHoldsNothingIsSentAwayAfterItsTimeAndAHolderIsNot() throws IOException {
        try (Neighbours town = new Neighbours(home, Map.of("comity.connection.stranger-timeout", "1s"));
                RawPeer peer = RawPeer.of(town.alice(), key)) {
            peer.hear(UrMessage.Ready.class);
            assertThat(peer.hearToTheEnd()).isEmpty();
            // Bob has been connected for longer.
            town.bobIsServed();
        }
    }

    @Test
    void aStrangerThatOffersWhatNobodyAskedForIsSentAwayTheSame() throws IOException {
        try (Neighbours town = new Neighbours(home, Map.of("comity.connection.stranger-timeout", "1s"));
                RawPeer peer = RawPeer.of(town.alice(), key)) {
            peer.hear(UrMessage.Ready.class);
            peer.say(new UrMessage.Learn(1, "trap", DIGEST, List.of("Greet")), new UrMessage.Ready());
            assertThat(peer.hearToTheEnd()).isEmpty();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(town.alice().registry().list(key.nodeId()))
                            .isEmpty());
            town.bobIsServed();
        }
    }

    @Test
    void aHolderOfWhomEverythingWasWithdrawnIsSentAwayLikeAStranger() throws IOException {
        try (Neighbours town = new Neighbours(home, Map.of("comity.connection.stranger-timeout", "1s"))) {
            town.mission().grant(key.nodeId());
            try (RawPeer peer = RawPeer.of(town.alice(), key)) {
                peer.hear(UrMessage.Learn.class);
                peer.hear(UrMessage.Ready.class);
                town.alice().missions().revoke(Greeter.MISSION);
                assertThat(peer.hearToTheEnd()).hasOnlyElementsOfType(UrMessage.Forget.class);
            }
        }
    }

    @Test
    void nodesAtTheMostAreKnownAndOneMoreIsSentAway() throws IOException {
        byte[] seed = new byte[32];
        seed[0] = 1;
        try (Neighbours town = new Neighbours(home, Map.of("comity.node.max-peers", 2));
                RawPeer second = RawPeer.of(town.alice(), key)) {
            second.hear(UrMessage.Ready.class);
            try (RawPeer third = RawPeer.of(town.alice(), MemoryKeyHolder.fromSeed(seed))) {
                assertThat(third.hearToTheEnd())
                        .containsExactly(new UrMessage.Bye(Farewell.OVER_CAPACITY.code(), 30_000));
            }
            town.awaitCount("dropped.busy", 1);
            second.cast(1, 0, new byte[0]);
            second.hear(UrMessage.Refuse.class);
            town.bobIsServed();
        }
    }

    @Test
    void aStrangerOffersFewEnginesAndOneMoreEndsItsSession() throws IOException {
        try (Neighbours town = new Neighbours(home, Map.of());
                RawPeer peer = RawPeer.of(town.alice(), key)) {
            peer.hear(UrMessage.Ready.class);
            for (int i = 0; i < 128; i++) {
                peer.say(new UrMessage.Learn(i, "engine-" + i, DIGEST, List.of("Greet")));
            }
            await().atMost(Neighbours.PATIENCE)
                    .untilAsserted(() -> assertThat(town.alice().registry().list(key.nodeId()))
                            .hasSize(128));
            peer.say(new UrMessage.Learn(128, "engine-128", DIGEST, List.of("Greet")));
            endsAndBobIsServed(town, peer);
        }
    }

    /** With the link goes what is known of it, however it takes its leave, and whether or not it has heard that it was let in. */
    @Test
    void strangersThatSayGoodbyeLeaveRoomForOthers() throws IOException {
        try (Neighbours town =
                new Neighbours(home, Map.of("comity.node.max-peers", 3, "comity.connection.stranger-timeout", "1s"))) {
            for (int i = 0; i < 20; i++) {
                byte[] seed = new byte[32];
                seed[0] = (byte) (100 + i);
                RawPeer stranger = awaitRoom(town, MemoryKeyHolder.fromSeed(seed));
                stranger.say(new UrMessage.Bye(Farewell.IDLE.code(), 0));
                if (i % 2 == 0) {
                    stranger.hearToTheEnd();
                }
                stranger.close();
            }
            awaitRoom(town, key).close();
            town.bobIsServed();
        }
    }

    private static RawPeer awaitRoom(Neighbours town, KeyHolder who) {
        return await().atMost(Neighbours.PATIENCE)
                .until(() -> welcomed(town, who), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<RawPeer> welcomed(Neighbours town, KeyHolder who) throws IOException {
        RawPeer peer = RawPeer.of(town.alice(), who);
        try {
            peer.hear(UrMessage.Ready.class);
            return Optional.of(peer);
        } catch (IOException | AssertionError sentAway) {
            peer.close();
            return Optional.empty();
        }
    }

    @Test
    void aNodeThatTheOwnerRefusesHearsSoAndNothingElse() throws IOException {
        List<String> refused = List.of(key.nodeId().text());
        try (Neighbours town = new Neighbours(home, Map.of("comity.node.refuse", refused))) {
            town.mission().grant(key.nodeId());
            try (RawPeer peer = RawPeer.of(town.alice(), key)) {
                assertThat(peer.hearToTheEnd()).containsExactly(new UrMessage.Bye(Farewell.DENIED.code(), 0));
            }
            town.bobIsServed();
        }
    }

    @Test
    void messagesAtTheMostWaitForAConnectionAndOneMoreIsRefused() throws IOException {
        try (Neighbours town = new Neighbours(
                        home,
                        Map.of(
                                "comity.node.held-messages", 5,
                                "comity.node.hold-for", "2s",
                                "comity.connection.handshake-timeout", "1m"));
                ServerSocket mute = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            TestProbe<Refused> refusals =
                    TestProbe.create(Refused.class, town.alice().system());
            town.alice().system().eventStream().tell(new EventStream.Subscribe<>(Refused.class, refusals.getRef()));
            town.alice().meet(key.nodeId(), List.of(new Address("tcp", "127.0.0.1", mute.getLocalPort())));
            ActorRef<Greeter.Command> echo = town.alice().engine(key.nodeId(), "echo", Greeter.Command.class);
            for (int i = 0; i < 6; i++) {
                echo.tell(new Greeter.Note("" + i));
            }
            EngineId id = new EngineId(key.nodeId(), "echo");
            refusals.expectMessage(Neighbours.PATIENCE, new Refused(id, Reason.OVERLOADED));
            for (int i = 0; i < 5; i++) {
                refusals.expectMessage(Neighbours.PATIENCE, new Refused(id, Reason.UNREACHABLE));
            }
            town.awaitCount("undelivered", 5);
            town.bobIsServed();
        }
    }

    @Test
    void anOutboxThatIsFullRefusesAndKeepsItsOrder() throws IOException {
        try (Neighbours town = new Neighbours(home, Map.of("comity.node.outbox", "64 KiB"));
                RawPeer peer = RawPeer.of(town.alice(), key)) {
            Queue<Refused> refusals = new ConcurrentLinkedQueue<>();
            ActorRef<Refused> hearer = town.alice()
                    .system()
                    .systemActorOf(
                            Behaviors.<Refused>receiveMessage(refused -> {
                                refusals.add(refused);
                                return Behaviors.same();
                            }),
                            "hearer",
                            Props.empty());
            town.alice().system().eventStream().tell(new EventStream.Subscribe<>(Refused.class, hearer));
            peer.hear(UrMessage.Ready.class);
            peer.say(new UrMessage.Learn(1, "echo", DIGEST, List.of("Note")), new UrMessage.Ready());
            ActorRef<Greeter.Command> echo = town.alice().engine(key.nodeId(), "echo", Greeter.Command.class);
            String filler = "x".repeat(1_000);
            long sent = 0;
            // The peer does not read: the socket fills, then the outbox, and then its owner hears of it.
            while (refusals.isEmpty()) {
                echo.tell(new Greeter.Note(sent++ + " " + filler));
            }
            assertThat(refusals.element().reason()).isEqualTo(Reason.OVERLOADED);
            // Where the machine is slow some were refused before the socket was full: then numbers are missing.
            long last = -1;
            for (int i = 0; i < 50; i++) {
                byte[] body = peer.hear(RawPeer.Cast.class).body().toArray();
                Matcher number = NUMBER.matcher(new String(body, StandardCharsets.ISO_8859_1));
                assertThat(number.find()).isTrue();
                assertThat(Long.parseLong(number.group(1))).isGreaterThan(last);
                last = Long.parseLong(number.group(1));
            }
            town.bobIsServed();
        }
    }
}
