package io.comity.transport.artery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comity.artery.Endpoint;
import io.comity.artery.Handshake;
import io.comity.artery.Refusal;
import io.comity.transport.Wire;
import io.comity.transport.artery.guard.FrameGuard;
import io.comity.transport.artery.guard.HostileFrames;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every attack of which we know, while Bob goes on talking to Alice. */
@Timeout(300)
class HostilePeerTest {
    /** A stock system stands still for eight seconds and more; a busy machine may cost us some of these. */
    private static final Duration MAX_GAP = Duration.ofSeconds(5);

    private static TestNode alice;
    private static TestNode bob;
    private static Traffic honest;

    private Mallory mallory;

    @BeforeAll
    static void bobTalksToAlice() throws InterruptedException {
        alice = TestNode.listening();
        bob = TestNode.listening();
        honest = Traffic.between(bob, alice);
    }

    @AfterAll
    static void close() {
        honest.stop();
        alice.close();
        bob.close();
    }

    @BeforeEach
    void malloryHasAKey() throws GeneralSecurityException, IOException {
        mallory = new Mallory();
        honest.restartClock();
    }

    @AfterEach
    void nothingWasDeliveredAndBobNoticedNothing() {
        assertThat(alice.accepted).isEmpty();
        assertThat(alice.system().whenTerminated().isCompleted()).isFalse();
        honest.awaitProgress();
        assertThat(honest.longestGap()).isLessThan(MAX_GAP);
    }

    @TestFactory
    Stream<DynamicTest> cutsTheConnectionThatCarries() {
        String victim = Mallory.akkaAddress(alice);
        long uid = mallory.uid;
        return Stream.of(
                        attack("a negative length (P1)", HostileFrames.negativeLength()),
                        attack("a huge frame (P2)", HostileFrames.hugeFrame()),
                        attack("recipients below /remote (P3)", HostileFrames.remoteRecipients(victim, uid)),
                        attack("compressed tags (P4)", HostileFrames.compressedTags(victim, uid)),
                        attack("a garbage header (P5)", HostileFrames.garbageHeader()),
                        attack("an unknown serializer (P5)", HostileFrames.unknownSerializer(victim, uid)),
                        attack("the stream for large messages (P8)", HostileFrames.largeStream(victim, uid)),
                        attack("no Artery at all", HostileFrames.wrongMagic()),
                        attack("nested options (D1)", HostileFrames.nestedOptions(victim, uid)),
                        attack("a string (D4)", HostileFrames.string(victim, uid)),
                        attack("a poison pill (D4)", HostileFrames.poisonPill(victim, uid)),
                        attack("a selection (D4)", HostileFrames.selection(victim, uid)),
                        attack("the end of the guardian (D4)", HostileFrames.terminateGuardian(victim, uid)),
                        attack("a Java object (D4)", HostileFrames.javaObject(victim, uid)),
                        attack("an actor to create (D5)", HostileFrames.daemonCreate(victim, uid)),
                        attack("the victim's own address (D6)", HostileFrames.selfAddress(victim, uid)),
                        attack("no recipient (D8)", HostileFrames.noRecipient(uid)),
                        attack("serializer 0 (D9)", HostileFrames.nullSerializer(victim, uid)),
                        attack("a farewell of its own (D10)", HostileFrames.terminating(victim, victim, uid)),
                        attack(
                                "a farewell of Bob's (D10)",
                                HostileFrames.terminating(Mallory.akkaAddress(bob), victim, uidOf(bob))),
                        attack("a quarantine (D12)", HostileFrames.quarantined(victim, uidOf(alice), uid)),
                        attack("a system message (D15)", HostileFrames.systemMessage(victim, uid)),
                        attack(
                                "Bob's uid",
                                HostileFrames.packet(uidOf(bob), 917, "", victim + "/user/gateway", "p", new byte[20])),
                        attack(
                                "another actor",
                                HostileFrames.packet(uid, 917, "", victim + "/user/gatewaz", "p", new byte[20])),
                        attack(
                                "the root guardian",
                                HostileFrames.packet(uid, 917, "", victim + "/", "p", new byte[20])),
                        attack(
                                "a sender",
                                HostileFrames.packet(
                                        uid, 917, victim + "/user/x", victim + "/user/gateway", "p", new byte[20])),
                        attack(
                                "another manifest",
                                HostileFrames.packet(uid, 917, "", victim + "/user/gateway", "q", new byte[20])),
                        attack(
                                "our serializer with Akka's farewell",
                                HostileFrames.packet(uid, 917, "", "", "b", new byte[20])))
                .map(attack -> DynamicTest.dynamicTest(attack.name, () -> {
                    for (int i = 0; i < 3; i++) {
                        mallory.sayUntilCut(alice, attack.bytes);
                    }
                    nothingWasDeliveredAndBobNoticedNothing();
                }));
    }

    private record Attack(String name, byte[] bytes) {}

    private static Attack attack(String name, byte[] bytes) {
        return new Attack(name, bytes);
    }

    private static long uidOf(TestNode node) {
        return node.transport.uid();
    }

    @Test
    void plainBytesNeverReachArtery() throws IOException {
        List<byte[]> attacks = List.of(
                HostileFrames.negativeLength(),
                HostileFrames.hugeFrame(),
                HostileFrames.wrongMagic(),
                HostileFrames.remoteRecipients(Mallory.akkaAddress(alice), 1));
        for (byte[] bytes : attacks) {
            try (Socket socket = new Socket(alice.address.host(), alice.address.port())) {
                socket.setSoTimeout(Mallory.PATIENCE_MILLIS);
                socket.getOutputStream().write(bytes);
                socket.getInputStream().readAllBytes();
            } catch (java.net.SocketException cut) {
                assertThat(cut).isNotInstanceOf(java.net.SocketTimeoutException.class);
            }
        }
    }

    @Test
    void refusesAGreetingFromTheVictimsOwnAddress() throws GeneralSecurityException, IOException {
        refuses(Refusal.ADDRESS, mallory.greeting(alice, Mallory.endpoint(alice)));
    }

    @Test
    void refusesAGreetingFromBobsAddress() throws GeneralSecurityException, IOException {
        refuses(Refusal.ADDRESS, mallory.greeting(alice, Mallory.endpoint(bob)));
    }

    @Test
    void refusesASecondAddressForOneUid() throws GeneralSecurityException, IOException {
        byte[] first = mallory.greeting(alice, new Endpoint("127.0.0.1", 9));
        byte[] second = mallory.greeting(alice, new Endpoint("127.0.0.1", 10));
        refuses(Refusal.ADDRESS, first, second);
    }

    @Test
    void refusesAGreetingInBobsName() throws GeneralSecurityException, IOException {
        Handshake forged = new Handshake(
                bob.id(), mallory.epoch, 7, new Endpoint("127.0.0.1", 9), Optional.of(Mallory.endpoint(alice)));
        refuses(Refusal.UID, mallory.greeting(alice, forged));
    }

    @Test
    void refusesAGreetingForSomebodyElse() throws GeneralSecurityException, IOException {
        Handshake misdirected = new Handshake(
                mallory.id(), mallory.epoch, 7, new Endpoint("127.0.0.1", 9), Optional.of(Mallory.endpoint(bob)));
        refuses(Refusal.HANDSHAKE, mallory.greeting(alice, misdirected));
    }

    @Test
    void refusesAGreetingTwice() throws GeneralSecurityException, IOException {
        byte[] greeting = mallory.greeting(alice, new Endpoint("127.0.0.1", 9));
        refuses(Refusal.REPLAY, greeting, greeting);
    }

    @Test
    void refusesAnAlteredGreeting() throws GeneralSecurityException, IOException {
        byte[] greeting = mallory.greeting(alice, new Endpoint("127.0.0.1", 9));
        greeting[greeting.length - 1] ^= 1;
        refuses(Refusal.SIGNATURE, greeting);
    }

    @Test
    void refusesLinksToAPeerThatNeverGreeted() throws GeneralSecurityException, IOException {
        refuses(Refusal.LINK, mallory.packet(alice, PacketKind.OPEN, 2, new byte[0]));
    }

    @Test
    void refusesPacketsForLinksOfOthers() throws GeneralSecurityException, IOException {
        byte[] greeting = mallory.greeting(alice, new Endpoint("127.0.0.1", 9));
        refuses(Refusal.LINK, greeting, mallory.packet(alice, PacketKind.RECORD, honest.link(), new byte[100]));
        refuses(Refusal.LINK, mallory.packet(alice, PacketKind.CLOSE, honest.link(), new byte[0]));
    }

    @Test
    void cutsAFloodOfGreetings() throws GeneralSecurityException, IOException {
        List<byte[]> flood = new ArrayList<>();
        for (int i = 0; i <= 2 * FrameGuard.HANDSHAKE_BURST; i++) {
            flood.add(mallory.greeting(alice, new Endpoint("127.0.0.1", 9)));
        }
        long before = alice.transport.refusals().getOrDefault(Refusal.OVERLOADED, 0L);
        mallory.sayUntilCut(alice, HostileFrames.stream(FrameGuard.CONTROL, flood.toArray(new byte[0][])));
        assertThat(alice.transport.refusals().get(Refusal.OVERLOADED)).isGreaterThan(before);
    }

    /** Sends frames on a data connection and waits until Alice has refused one for this reason. */
    private void refuses(Refusal reason, byte[]... frames) throws GeneralSecurityException, IOException {
        long before = alice.transport.refusals().getOrDefault(reason, 0L);
        try (SSLSocket socket = mallory.connect(alice)) {
            socket.getOutputStream().write(HostileFrames.stream(FrameGuard.DATA, frames));
            socket.getOutputStream().flush();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> alice.transport.refusals().getOrDefault(reason, 0L) > before);
        }
    }

    /** Opens links until Alice has enough, from a Mallory who really listens. */
    @Test
    void boundsTheLinksOfAPeer() throws InterruptedException {
        TestNode greedy = TestNode.listening(TestNode.SETTINGS.limits(256, 16, 64));
        int bound = Limits.STRANGERS_LINKS;
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < bound; i++) {
            wires.add(greedy.dial(alice));
            alice.nextAccepted();
        }
        assertThat(wires).hasSize(bound);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> greedy.dial(alice))
                .hasRootCauseInstanceOf(WireException.class)
                .hasMessageContaining("closed by the other side");
        greedy.close();
    }
}
