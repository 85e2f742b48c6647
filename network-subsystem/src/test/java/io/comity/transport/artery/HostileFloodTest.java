package io.comity.transport.artery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.ExtendedActorSystem;
import akka.remote.RemoteActorRefProvider;
import akka.remote.artery.ArteryTransport;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.aeron.protocol.SetupFlyweight;
import io.comity.artery.Refusal;
import io.comity.transport.artery.guard.FrameGuard;
import io.comity.transport.artery.guard.HostileFrames;
import io.comity.transport.artery.guard.SharedDriver;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** The attacks that live on their number. Bob talks to Alice all the while; nothing may grow with what Mallory spends. */
@Timeout(180)
class HostileFloodTest {
    private static final Duration MAX_GAP = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int KEYS = 1_000;
    private static final int STRANGERS = 64;

    /** Strangers go after 20 s, what Artery remembers of them after 45 s; so many can have been there by then. */
    private static final int GENERATIONS = 4;

    private static final int FRAMES = 20_000;
    private static final int IDLE = 300;
    private static final long MAX_GROWTH_BYTES = 64 << 20;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private TestNode alice;

    @SuppressWarnings("NullAway.Init")
    private Traffic honest;

    private final Lines lines = new Lines();

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        protected void append(ILoggingEvent event) {
            count.incrementAndGet();
        }
    }

    private void bobTalksToAlice(ArteryKind kind) throws InterruptedException {
        alice = opened(TestNode.listening(kind));
        TestNode bob = opened(TestNode.listening(kind));
        alice.known.add(bob.id());
        honest = Traffic.between(bob, alice);
        honest.restartClock();
        lines.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(lines);
    }

    @AfterEach
    void close() throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(lines);
        honest.stop();
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        opened.add(one);
        return one;
    }

    private void bobNoticedNothing(ArteryKind kind, String attack) {
        honest.awaitProgress();
        System.out.printf(
                "%s, %s: longest honest gap %d ms, of which the machine %d ms; %d lines logged%n",
                kind.scheme(),
                attack,
                honest.longestGap().toMillis(),
                honest.longestStandstill().toMillis(),
                lines.count.get());
        assertThat(alice.accepted).isEmpty();
        assertThat(alice.system().whenTerminated().isCompleted()).isFalse();
        assertThat(honest.longestGap().minus(honest.longestStandstill())).isLessThan(MAX_GAP);
    }

    /** D13: each would be an association of a stock system, with two connections dialled to an address that it names. */
    @ParameterizedTest
    @EnumSource
    void aThousandKeysMakeNoMoreAssociationsThanThereAreStrangers(ArteryKind kind) throws Exception {
        bobTalksToAlice(kind);
        Datagrams datagrams = opened(new Datagrams());
        for (int i = 0; i < KEYS; i++) {
            Mallory one = new Mallory(kind);
            byte[] greeting = HostileFrames.stream(FrameGuard.CONTROL, one.greeting(alice, one.nowhere));
            opened(kind == ArteryKind.AERON ? datagrams.to(alice) : one.keyed(alice))
                    .say(greeting);
        }
        await().atMost(PATIENCE)
                .until(() -> alice.transport.refusals().getOrDefault(Refusal.OVERLOADED, 0L) > KEYS / 2);
        assertThat(alice.transport.peers()).isLessThanOrEqualTo(STRANGERS + 1);
        assertThat(associations()).isLessThanOrEqualTo(STRANGERS * GENERATIONS + 1);
        bobNoticedNothing(kind, "a thousand keys");
    }

    private int associations() {
        RemoteActorRefProvider provider = (RemoteActorRefProvider) ((ExtendedActorSystem) alice.system()).provider();
        return ((ArteryTransport) provider.transport()).remoteAddresses().size();
    }

    /** P4 and P5: tables for every uid, and a line of the log for every frame. */
    @ParameterizedTest
    @EnumSource
    void badFramesFillNeitherTheHeapNorTheLog(ArteryKind kind) throws Exception {
        bobTalksToAlice(kind);
        long before = usedBytes();
        int perLine = kind == ArteryKind.AERON ? 1_000 : 100;
        try (Mallory mallory = new Mallory(kind)) {
            for (int i = 0; i < FRAMES; i += perLine) {
                byte[][] frames = new byte[perLine][];
                for (int j = 0; j < perLine; j++) {
                    byte[] tags = HostileFrames.compressedTags(Mallory.akkaAddress(alice), i + j);
                    frames[j] = java.util.Arrays.copyOfRange(tags, 5, tags.length);
                }
                try (Line line = mallory.keyless(alice)) {
                    line.say(HostileFrames.stream(FrameGuard.DATA, frames));
                    line.awaitCut();
                }
            }
        }
        long expected = kind == ArteryKind.AERON ? FRAMES : FRAMES / perLine;
        await().atMost(PATIENCE).until(() -> alice.refused() >= expected);
        assertThat(usedBytes() - before).isLessThan(MAX_GROWTH_BYTES);
        assertThat(lines.count.get()).isLessThan(50);
        bobNoticedNothing(kind, FRAMES + " bad frames");
    }

    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** P6: whoever connects and says nothing is sent away. */
    @ParameterizedTest
    @EnumSource(names = {"TLS", "TCP"})
    void connectionsThatSayNothingAreCut(ArteryKind kind) throws Exception {
        bobTalksToAlice(kind);
        List<Line> idle = new ArrayList<>();
        for (int i = 0; i < IDLE; i++) {
            idle.add(opened(Line.over(new Socket(alice.address.host(), alice.address.port()))));
        }
        for (Line line : idle) {
            line.awaitCut();
        }
        bobNoticedNothing(kind, IDLE + " idle connections");
    }

    /** P7: a certificate is only shown to who finished a key exchange, and then the client's is missing. */
    @Test
    void clientsWithoutACertificateAreTurnedAway() throws Exception {
        bobTalksToAlice(ArteryKind.TLS);
        for (int i = 0; i < 100; i++) {
            try (Line line = Line.over(anonymous())) {
                line.say(HostileFrames.negativeLength());
                line.awaitCut();
            }
        }
        bobNoticedNothing(ArteryKind.TLS, "100 anonymous clients");
    }

    private Socket anonymous() throws GeneralSecurityException, IOException {
        return PlainClient.anonymous(Mallory.endpoint(alice), new java.security.SecureRandom());
    }

    /** P10: 40 bytes each, for which a stock driver makes buffers of one and a half gigabytes. */
    @Test
    void setupsForHugeTermsMakeNoBuffers() throws Exception {
        bobTalksToAlice(ArteryKind.AERON);
        long before = sharedBytes();
        long refused = alice.refused();
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 1_000; i++) {
                setup(socket, i, FrameGuard.DATA, 1 << 29);
                setup(socket, i, 77, 1 << 16);
            }
        }
        await().atMost(PATIENCE).until(() -> alice.refused() > refused);
        assertThat(sharedBytes() - before).isLessThan(1 << 20);
        bobNoticedNothing(ArteryKind.AERON, "2000 setups");
    }

    /** P10 and P11: sessions that would do, but too many, with complete frames in them from nobody. */
    @Test
    void aSourceHasOnlySoManySessions() throws Exception {
        bobTalksToAlice(ArteryKind.AERON);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 1_000; i++) {
                setup(socket, i, FrameGuard.DATA, 1 << 16);
            }
        }
        await().atMost(PATIENCE).until(() -> alice.transport.refusals().getOrDefault(Refusal.OVERLOADED, 0L) > 0);
        assertThat(sharedBytes()).isLessThan(512L << 20);
        bobNoticedNothing(ArteryKind.AERON, "1000 sessions");
    }

    private void setup(DatagramSocket socket, int session, int stream, int termBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SetupFlyweight.HEADER_LENGTH);
        SetupFlyweight setup = new SetupFlyweight(bytes);
        setup.sessionId(session).streamId(stream).termLength(termBytes).mtuLength(1_408);
        setup.headerType(SetupFlyweight.HDR_TYPE_SETUP).frameLength(SetupFlyweight.HEADER_LENGTH);
        socket.send(new DatagramPacket(
                bytes.array(), bytes.capacity(), InetAddress.getByName(alice.address.host()), alice.address.port()));
    }

    /** What the files of this process's drivers occupy; they are sparse. */
    private static long sharedBytes() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("du", "-sc", "-B1"));
        try (DirectoryStream<Path> own = Files.newDirectoryStream(SharedDriver.home(), SharedDriver.OWN_PREFIX + "*")) {
            own.forEach(folder -> command.add(folder.toString()));
        }
        assertThat(command).hasSizeGreaterThan(3);
        Process du = new ProcessBuilder(command).start();
        List<String> sizes =
                new String(du.getInputStream().readAllBytes(), US_ASCII).lines().toList();
        du.waitFor();
        return Long.parseLong(sizes.get(sizes.size() - 1).split("\\s")[0]);
    }
}
