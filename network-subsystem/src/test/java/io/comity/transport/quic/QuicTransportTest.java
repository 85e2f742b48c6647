package io.comity.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.transport.Address;
import io.comity.transport.FrameLog;
import io.comity.transport.HonestPair;
import io.comity.transport.Stranger;
import io.comity.transport.StreamContractTest;
import io.comity.transport.Transport;
import io.comity.transport.certificate.NodeCertificate;
import io.comity.transport.stream.StreamSettings;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class QuicTransportTest extends StreamContractTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<Transport, NodeId> nodes = new HashMap<>();
    private final MemoryKeyHolder mallory = MemoryKeyHolder.generate(RANDOM);
    private final AtomicLong refused = new AtomicLong();

    private Transport make(Duration connectTimeout) {
        MemoryKeyHolder key = MemoryKeyHolder.generate(RANDOM);
        StreamSettings stream = new StreamSettings("127.0.0.1", 0, connectTimeout, 1);
        Transport made = QuicTransport.of(
                new QuicTransport.Settings(stream, Duration.ofMinutes(1)),
                QuicSide.certificate(key.nodeId(), key),
                RANDOM,
                refused::addAndGet);
        nodes.put(made, key.nodeId());
        return made;
    }

    @Override
    protected Transport make() {
        return make(Duration.ofSeconds(5));
    }

    @Override
    protected NodeId nodeAt(Transport transport) {
        return nodes.getOrDefault(transport, super.nodeAt(transport));
    }

    @Override
    protected Stranger stranger() {
        QuicSide side = QuicSide.of(mallory);
        QuicStranger stranger = side.open(side.connect(address));
        stranger.write((byte) Streams.LINK);
        return stranger;
    }

    private void awaitRefused(long count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(refused).hasValue(count));
    }

    @Test
    void bothWiresKnowWhoIsAtTheOtherEnd() throws InterruptedException {
        HonestPair pair = honestPair();
        assertThat(pair.near().proven()).contains(nodeAt(listener));
        assertThat(pair.far().proven()).contains(nodeAt(dialler));
    }

    // Who dials here.

    private void assertRefused(QuicSide side) throws InterruptedException {
        HonestPair honest = honestPair();
        try (side) {
            for (int i = 1; i <= 3; i++) {
                assertCutOff(side, address);
                awaitRefused(i);
                honest.talks();
            }
        }
        assertThat(accepted()).isZero();
    }

    private static void assertCutOff(QuicSide side, Address there) {
        try {
            QuicChannel connection = side.connect(there);
            connection.closeFuture().await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(connection.isOpen()).isFalse();
        } catch (Exception refusedDuringTheHandshake) {
            assertThat(refusedDuringTheHandshake).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoShowsNoCertificateIsCutOffAndCounted() throws InterruptedException {
        assertRefused(new QuicSide(null));
    }

    @Test
    void whoShowsACertificateSignedByAnotherKeyIsCutOffAndCounted() throws InterruptedException {
        assertRefused(new QuicSide(QuicSide.certificate(nodeAt(dialler), mallory)));
    }

    @Test
    void whoShowsACopiedCertificateIsCutOffAndCounted() throws InterruptedException {
        assertRefused(QuicSide.copyOf(QuicSide.certificate(mallory.nodeId(), mallory)));
    }

    @Test
    void datagramsThatAreNoneOfQuicAreNotAnsweredAndDisturbNobody() throws Exception {
        HonestPair honest = honestPair();
        Random random = new Random(7);
        try (DatagramChannel socket = DatagramChannel.open()) {
            socket.configureBlocking(false);
            socket.connect(new InetSocketAddress(address.host(), address.port()));
            for (int i = 0; i < 200; i++) {
                byte[] noise = new byte[1 + random.nextInt(1_400)];
                random.nextBytes(noise);
                // Without the bit of the long header, in which a version would be negotiated as RFC 9000 demands.
                noise[0] &= 0x7f;
                socket.write(ByteBuffer.wrap(noise));
                honest.talks();
            }
            assertThat(socket.read(ByteBuffer.allocate(2_000))).isZero();
        }
    }

    /** A first packet, by its header, of {@code size} bytes; nothing behind the header is looked at before its sender is proven. */
    private static byte[] first(int version, int size) {
        byte[] packet = new byte[size];
        ByteBuffer.wrap(packet)
                .put((byte) 0xc0)
                .putInt(version)
                .put((byte) 8)
                .putLong(7)
                .put((byte) 0)
                .put((byte) 0);
        return packet;
    }

    @Test
    void whoeverSaysAFirstPacketInAnothersNameMakesItHearNoMoreThanWasSaid() throws Exception {
        HonestPair honest = honestPair();
        try (DatagramChannel socket = DatagramChannel.open()) {
            socket.configureBlocking(false);
            socket.connect(new InetSocketAddress(address.host(), address.port()));
            ByteBuffer heard = ByteBuffer.allocate(2_000);
            for (int version : new int[] {1, 0x0a0a0a0a}) {
                for (int size : new int[] {16, 17, 100, Threshold.MIN_INITIAL_BYTES - 1}) {
                    socket.write(ByteBuffer.wrap(first(version, size)));
                    honest.talks();
                    assertThat(socket.read(heard)).as("%d bytes", size).isZero();
                }
                socket.write(ByteBuffer.wrap(first(version, Threshold.MIN_INITIAL_BYTES)));
                await().atMost(PATIENCE).until(() -> socket.read(heard.clear()) > 0);
                assertThat(heard.position()).isLessThan(Threshold.MIN_INITIAL_BYTES);
                honest.talks();
                assertThat(socket.read(heard.clear())).isZero();
            }
        }
    }

    @Test
    void aStreamThatIsForNothingWeKnowEndsItsConnection() throws InterruptedException {
        HonestPair honest = honestPair();
        try (QuicSide side = QuicSide.of(mallory)) {
            for (int kind : new int[] {0, 2, 255}) {
                QuicStranger stranger = side.open(side.connect(address));
                stranger.write((byte) kind);
                assertThat(stranger.readToTheEnd()).isEmpty();
            }
            awaitRefused(3);
        }
        honest.talks();
        assertThat(accepted()).isZero();
    }

    @Test
    void aSecondStreamOfAConnectionIsNotOpened() throws InterruptedException {
        try (QuicSide side = QuicSide.of(mallory)) {
            QuicChannel connection = side.connect(address);
            side.open(connection).write((byte) Streams.LINK);
            FrameLog.of(nextAccepted());
            assertThatThrownBy(() -> side.open(connection)).isInstanceOf(QuicException.class);
        }
        assertThat(accepted()).isZero();
    }

    @Test
    void aConnectionWithoutAStreamIsClosedInTime() throws InterruptedException {
        Transport hasty = make(Duration.ofMillis(300));
        Address there = done(hasty.listen(wire -> {}));
        try (QuicSide side = QuicSide.of(mallory)) {
            QuicChannel connection = side.connect(there);
            assertThat(connection.closeFuture().await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            awaitRefused(1);
        } finally {
            done(hasty.close());
        }
    }

    @Test
    void aQuarterOfTheConnectionsWithoutAWireIsOfOneAddressAndNotOneMore() throws InterruptedException {
        Transport patient = make(Duration.ofMinutes(1));
        AtomicLong wires = new AtomicLong();
        Address there = done(patient.listen(wire -> wires.incrementAndGet()));
        try (QuicSide side = QuicSide.patient(mallory)) {
            QuicChannel first = side.connect(there, "127.0.0.1");
            for (int i = 1; i < Arrivals.MAX_WITHOUT_WIRE / 4; i++) {
                side.connect(there, "127.0.0.1");
            }
            assertCutOff(side, there);
            // What it repeats, before it hears that it was refused, is refused again.
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(refused).hasPositiveValue());
            side.open(side.connect(there, "127.0.0.2")).write((byte) Streams.LINK);
            side.open(first).write((byte) Streams.LINK);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(wires).hasValue(2));
        } finally {
            done(patient.close());
        }
    }

    // Who is dialled from here.

    @Test
    void anotherNodeThanTheOneThatWasDialledIsRefused() throws InterruptedException {
        HonestPair honest = honestPair();
        assertThatThrownBy(() -> done(dialler.dial(address, mallory.nodeId())))
                .rootCause()
                .hasMessage("cannot reach " + address + " (another node answers there)");
        awaitRefused(1);
        honest.talks();
    }

    @Test
    void aNodeWithACopiedCertificateIsRefused() {
        NodeCertificate copied = QuicSide.certificate(mallory.nodeId(), mallory);
        MemoryKeyHolder thief = MemoryKeyHolder.generate(RANDOM);
        NodeCertificate stolen =
                new NodeCertificate(QuicSide.certificate(thief.nodeId(), thief).key(), copied.certificate());
        assertDialFails(stolen);
    }

    @Test
    void aNodeWhoseCertificateNoNodeSignedIsRefused() {
        MemoryKeyHolder other = MemoryKeyHolder.generate(RANDOM);
        assertDialFails(QuicSide.certificate(mallory.nodeId(), other));
    }

    private void assertDialFails(NodeCertificate shown) {
        StreamSettings stream = new StreamSettings("127.0.0.1", 0, Duration.ofSeconds(5), 1);
        Transport impostor = QuicTransport.of(
                new QuicTransport.Settings(stream, Duration.ofMinutes(1)), shown, RANDOM, refused::addAndGet);
        try {
            Address there = done(impostor.listen(wire -> {}));
            assertThatThrownBy(() -> done(dialler.dial(there, mallory.nodeId())))
                    .rootCause()
                    .hasMessageStartingWith("cannot reach " + there + " (")
                    .hasMessageNotContainingAny("null", "\n");
        } finally {
            done(impostor.close());
        }
    }

    @Test
    void aHostThatSaysNothingIsGivenUp() throws IOException {
        Transport hasty = make(Duration.ofMillis(300));
        try (DatagramSocket mute = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Address there = new Address("quic", "127.0.0.1", mute.getLocalPort());
            assertThatThrownBy(() -> done(hasty.dial(there, mallory.nodeId())))
                    .hasMessageContaining("cannot reach " + there + " (no answer within 300 ms)");
        } finally {
            done(hasty.close());
        }
    }
}
