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
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Every attack of which we know, by nobody and by somebody with a key, while Bob goes on talking to Alice. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostilePeers {
    /** Bob's records may stand still for so long, and for as long as this machine let Bob himself stand still. */
    private static final Duration MAX_GAP = Duration.ofSeconds(1);

    private final ArteryKind kind;
    private TestNode alice;
    private TestNode bob;
    private Traffic honest;
    private Mallory mallory;

    HostilePeers(ArteryKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void bobTalksToAlice() throws InterruptedException {
        alice = TestNode.listening(kind);
        bob = TestNode.listening(kind);
        alice.known.add(bob.id());
        honest = Traffic.between(bob, alice);
    }

    @AfterAll
    void close() {
        honest.stop();
        alice.close();
        bob.close();
    }

    @BeforeEach
    void malloryHasAKey() throws GeneralSecurityException, IOException {
        mallory = new Mallory(kind);
        honest.restartClock();
    }

    @AfterEach
    void nothingWasDeliveredAndBobNoticedNothing() {
        assertThat(alice.accepted).isEmpty();
        assertThat(alice.system().whenTerminated().isCompleted()).isFalse();
        honest.awaitProgress();
        System.out.printf(
                "%s: longest honest gap %d ms, of which the machine %d ms%n",
                kind.scheme(),
                honest.longestGap().toMillis(),
                honest.longestStandstill().toMillis());
        assertThat(honest.longestGap().minus(honest.longestStandstill())).isLessThan(MAX_GAP);
    }

    @AfterEach
    void malloryGoes() {
        mallory.close();
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatSomebodyWithAKeySays() {
        return attacks(mallory.uid)
                .map(attack -> DynamicTest.dynamicTest(attack.name, () -> {
                    for (int i = 0; i < 3; i++) {
                        long before = alice.refused();
                        mallory.sayUntilCut(alice, attack.bytes);
                        awaitRefusal(before);
                    }
                    nothingWasDeliveredAndBobNoticedNothing();
                }));
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatNobodySays() {
        return attacks(uidOf(bob))
                .map(attack -> DynamicTest.dynamicTest(attack.name, () -> {
                    long before = alice.refused();
                    try (Line line = mallory.keyless(alice)) {
                        line.say(attack.bytes);
                        line.awaitCut();
                    }
                    awaitRefusal(before);
                    nothingWasDeliveredAndBobNoticedNothing();
                }));
    }

    private void awaitRefusal(long before) {
        await().atMost(Duration.ofSeconds(20)).until(() -> alice.refused() > before);
    }

    private Stream<Attack> attacks(long uid) {
        String victim = Mallory.akkaAddress(alice);
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
                attack("the root guardian", HostileFrames.packet(uid, 917, "", victim + "/", "p", new byte[20])),
                attack(
                        "a sender",
                        HostileFrames.packet(
                                uid, 917, victim + "/user/x", victim + "/user/gateway", "p", new byte[20])),
                attack(
                        "another manifest",
                        HostileFrames.packet(uid, 917, "", victim + "/user/gateway", "q", new byte[20])),
                attack(
                        "our serializer with Akka's farewell",
                        HostileFrames.packet(uid, 917, "", "", "b", new byte[20])));
    }

    private record Attack(String name, byte[] bytes) {}

    private static Attack attack(String name, byte[] bytes) {
        return new Attack(name, bytes);
    }

    private static long uidOf(TestNode node) {
        return node.transport.uid();
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
        byte[] first = mallory.greeting(alice, mallory.nowhere);
        byte[] second = mallory.greeting(alice, new Endpoint("127.0.0.1", 10));
        refuses(Refusal.ADDRESS, first, second);
    }

    @Test
    void refusesAGreetingInBobsName() throws GeneralSecurityException, IOException {
        Handshake forged =
                new Handshake(bob.id(), mallory.epoch, 7, mallory.nowhere, Optional.of(Mallory.endpoint(alice)));
        refuses(Refusal.UID, mallory.greeting(alice, forged));
    }

    @Test
    void refusesAGreetingForSomebodyElse() throws GeneralSecurityException, IOException {
        Handshake misdirected =
                new Handshake(mallory.id(), mallory.epoch, 7, mallory.nowhere, Optional.of(Mallory.endpoint(bob)));
        refuses(Refusal.HANDSHAKE, mallory.greeting(alice, misdirected));
    }

    @Test
    void refusesAGreetingTwice() throws GeneralSecurityException, IOException {
        byte[] greeting = mallory.greeting(alice, mallory.nowhere);
        refuses(Refusal.REPLAY, greeting, greeting);
    }

    @Test
    void refusesAnAlteredGreeting() throws GeneralSecurityException, IOException {
        byte[] greeting = mallory.greeting(alice, mallory.nowhere);
        greeting[greeting.length - 1] ^= 1;
        refuses(Refusal.SIGNATURE, greeting);
    }

    @Test
    void refusesLinksToAPeerThatNeverGreeted() throws GeneralSecurityException, IOException {
        byte[] open = mallory.packet(alice, PacketKind.OPEN, 2, new byte[0]);
        if (kind == ArteryKind.TLS) {
            refuses(Refusal.LINK, open);
        } else {
            Refusal reason = kind == ArteryKind.TCP ? Refusal.SIGNATURE : Refusal.UID;
            refuses(reason, mallory.keyless(alice), open);
        }
    }

    @Test
    void refusesPacketsForLinksOfOthers() throws GeneralSecurityException, IOException {
        byte[] greeting = mallory.greeting(alice, mallory.nowhere);
        refuses(Refusal.LINK, greeting, mallory.packet(alice, PacketKind.RECORD, honest.link(), new byte[100]));
        refuses(Refusal.LINK, mallory.packet(alice, PacketKind.CLOSE, honest.link(), new byte[0]));
    }

    @Test
    void cutsAFloodOfGreetings() throws GeneralSecurityException, IOException {
        List<byte[]> flood = new ArrayList<>();
        for (int i = 0; i <= 2 * FrameGuard.HANDSHAKE_BURST; i++) {
            flood.add(mallory.greeting(alice, mallory.nowhere));
        }
        long before = alice.transport.refusals().getOrDefault(Refusal.OVERLOADED, 0L);
        mallory.sayUntilCut(alice, HostileFrames.stream(FrameGuard.CONTROL, flood.toArray(new byte[0][])));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> alice.transport.refusals().getOrDefault(Refusal.OVERLOADED, 0L) > before);
    }

    /** Sends frames on a data connection and waits until Alice has refused one for this reason. */
    private void refuses(Refusal reason, byte[]... frames) throws GeneralSecurityException, IOException {
        refuses(reason, mallory.keyed(alice), frames);
    }

    private void refuses(Refusal reason, Line said, byte[]... frames) throws IOException {
        long before = alice.transport.refusals().getOrDefault(reason, 0L);
        try (Line line = said) {
            line.say(HostileFrames.stream(FrameGuard.DATA, frames));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> alice.transport.refusals().getOrDefault(reason, 0L) > before);
        }
    }

    /** Opens links until Alice has enough, from a Mallory who really listens. */
    @Test
    void boundsTheLinksOfAPeer() throws InterruptedException {
        TestNode greedy = TestNode.listening(TestNode.settings(kind).limits(256, 16, 64));
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
