package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.session.Handshake;
import io.comity.session.Output;
import io.comity.transport.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bytes from nobody in particular come to: silence, a closed connection, a count; and honest peers notice nothing. */
final class HostileStrangerTest {
    private static final int KEY_OFFSET = 38;
    private static final int PADDING_OFFSET = 70;
    private static final int OPENING_BYTES = 220;

    private final KeyHolder mallory = MemoryKeyHolder.fromSeed(filled(32, 9));

    @TempDir
    Path home;

    private static byte[] filled(int size, int with) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(4).putInt(length).array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A frame 1 that would be answered. */
    private byte[] opening(Node node) {
        Output first = RawPeer.opening(node.id(), mallory).start().get(0);
        return ((Output.Send) first).frame();
    }

    private static byte[] altered(byte[] frame, int at, int with) {
        byte[] copy = frame.clone();
        copy[at] = (byte) with;
        return copy;
    }

    private Stream<byte[]> garbage(Node alice, Node bob) {
        byte[] opening = opening(alice);
        Random random = new Random(7);
        byte[] noise = new byte[4_000];
        random.nextBytes(noise);
        List<byte[]> all = new ArrayList<>(List.of(
                length(0),
                length(-1),
                length(Integer.MIN_VALUE),
                length(Integer.MAX_VALUE),
                length(Wire.MAX_HANDSHAKE_FRAME_BYTES + 1),
                RawSocket.framed(filled(Wire.MAX_HANDSHAKE_FRAME_BYTES, 1)),
                RawSocket.framed(filled(1, 0)),
                RawSocket.framed(filled(OPENING_BYTES, 0)),
                RawSocket.framed(Arrays.copyOf(opening, PADDING_OFFSET)),
                RawSocket.framed(Arrays.copyOf(opening, opening.length - 1)),
                RawSocket.framed(Arrays.copyOf(opening, opening.length + 1)),
                RawSocket.framed(opening(bob)),
                noise,
                ascii("GET / HTTP/1.1\r\nHost: alice\r\n\r\n"),
                ascii("SSH-2.0-OpenSSH_9.6\r\n"),
                new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3}));
        // Another magic, handshake version, suite; other than zeros at the end; a key of small order.
        all.add(RawSocket.framed(altered(opening, 0, 'X')));
        all.add(RawSocket.framed(altered(opening, 4, 2)));
        all.add(RawSocket.framed(altered(opening, 5, 99)));
        all.add(RawSocket.framed(altered(opening, PADDING_OFFSET, 1)));
        all.add(RawSocket.framed(altered(opening, OPENING_BYTES - 1, 1)));
        byte[] weak = opening.clone();
        Arrays.fill(weak, KEY_OFFSET, PADDING_OFFSET, (byte) 0);
        all.add(RawSocket.framed(weak));
        return all.stream();
    }

    @Test
    void garbageIsAnsweredByNotOneByteAndAClosedConnection() {
        try (Neighbours town = new Neighbours(home, Map.of())) {
            List<byte[]> attacks = garbage(town.alice(), town.bob()).toList();
            long counted = town.count("dropped.handshake");
            for (byte[] attack : attacks) {
                assertThat(answerTo(attack, town.alice())).isEmpty();
                town.awaitCount("dropped.handshake", ++counted);
                town.bobIsServed();
            }
            assertThat(town.deliveredOfOthers()).isZero();
        }
    }

    private static byte[] answerTo(byte[] attack, Node node) {
        try (RawSocket socket = new RawSocket(node.addresses().get(0))) {
            socket.write(attack);
            return socket.readToTheEnd();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void whoStopsInTheMiddleOfAFrameIsForgottenAtOnceWhenItHangsUp() throws IOException {
        try (Neighbours town = new Neighbours(home, Map.of())) {
            byte[] opening = RawSocket.framed(opening(town.alice()));
            for (int kept = 0; kept < opening.length; kept += 3) {
                try (RawSocket socket = new RawSocket(town.alice().addresses().get(0))) {
                    socket.write(Arrays.copyOf(opening, kept));
                    socket.finish();
                    assertThat(socket.readToTheEnd()).isEmpty();
                }
            }
            town.bobIsServed();
            town.awaitCount("dropped.handshake", (opening.length + 2) / 3);
        }
    }

    @Test
    void whoSaysNothingOrTooLittleIsClosedAfterTheHandshakeTimeout() throws IOException {
        try (Neighbours town = new Neighbours(home, Map.of("comity.connection.handshake-timeout", "500ms"));
                RawSocket silent = new RawSocket(town.alice().addresses().get(0));
                RawSocket slow = new RawSocket(town.alice().addresses().get(0))) {
            slow.write(length(OPENING_BYTES));
            assertThat(silent.readToTheEnd()).isEmpty();
            assertThat(slow.readToTheEnd()).isEmpty();
            town.awaitCount("dropped.handshake", 2);
            town.bobIsServed();
        }
    }

    @Test
    void whoOpensWellAndWaitsHearsNoMoreThanItSaid() throws IOException {
        try (Neighbours town = new Neighbours(home, Map.of("comity.connection.handshake-timeout", "500ms"));
                RawSocket patient = new RawSocket(town.alice().addresses().get(0))) {
            byte[] said = RawSocket.framed(opening(town.alice()));
            patient.write(said);
            assertThat(patient.readToTheEnd()).hasSizeBetween(1, said.length);
            town.awaitCount("dropped.handshake", 1);
        }
    }

    @Test
    void whoOpensWellAndThenFailsToAuthenticateHearsNothingMore() throws IOException {
        try (Neighbours town = new Neighbours(home, Map.of())) {
            for (byte[] third : List.of(filled(1, 0), filled(200, 5), filled(Wire.MAX_HANDSHAKE_FRAME_BYTES, 6))) {
                try (RawSocket socket = new RawSocket(town.alice().addresses().get(0))) {
                    socket.write(RawSocket.framed(opening(town.alice())));
                    assertThat(socket.readFrame()).isNotEmpty();
                    socket.write(RawSocket.framed(third));
                    assertThat(socket.readToTheEnd()).isEmpty();
                }
            }
            town.awaitCount("dropped.handshake", 3);
            assertThat(town.alice().counters()).containsEntry("dropped.record", 0L);
            town.bobIsServed();
        }
    }

    @Test
    void whoSignsWithAnotherKeyThanItShowsIsNoPeer() throws IOException {
        try (Neighbours town = new Neighbours(home, Map.of());
                RawSocket socket = new RawSocket(town.alice().addresses().get(0))) {
            KeyHolder other = MemoryKeyHolder.fromSeed(filled(32, 10));
            Handshake handshake = RawPeer.opening(town.alice().id(), mallory);
            socket.write(RawSocket.framed(((Output.Send) handshake.start().get(0)).frame()));
            Output.Sign sign = (Output.Sign) handshake.frame(socket.readFrame()).get(0);
            byte[] forged = other.sign(Handshake.SIGNATURE_DOMAIN, sign.statement());
            Output.Send third = (Output.Send) handshake.signed(forged).get(0);
            socket.write(RawSocket.framed(third.frame()));
            assertThat(socket.readToTheEnd()).isEmpty();
            town.awaitCount("dropped.handshake", 1);
            town.bobIsServed();
        }
    }

    @Test
    void connectionsAtTheMostAreServedAndOnePastItIsClosedUnread() throws IOException {
        try (Neighbours town = new Neighbours(home, Map.of("comity.connection.max", 2))) {
            try (RawSocket second = new RawSocket(town.alice().addresses().get(0))) {
                second.write(RawSocket.framed(opening(town.alice())));
                assertThat(second.readFrame()).isNotEmpty();
                try (RawSocket third = new RawSocket(town.alice().addresses().get(0))) {
                    third.write(RawSocket.framed(opening(town.alice())));
                    assertThat(third.readToTheEnd()).isEmpty();
                }
                town.awaitCount("dropped.busy", 1);
                town.bobIsServed();
            }
            town.awaitCount("dropped.handshake", 1);
            // The place of the second is free again, as soon as its end is known.
            await().atMost(Neighbours.PATIENCE).until(() -> isAnswered(town.alice()));
        }
    }

    private boolean isAnswered(Node node) {
        try (RawSocket socket = new RawSocket(node.addresses().get(0))) {
            socket.write(RawSocket.framed(opening(node)));
            return socket.readFrame().length > 0;
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void manyStrangersAtOnceDoNotKeepAnHonestPeerWaiting() throws IOException {
        try (Neighbours town = new Neighbours(home, Map.of())) {
            List<RawSocket> crowd = new ArrayList<>();
            try {
                for (int i = 0; i < 200; i++) {
                    RawSocket socket = new RawSocket(town.alice().addresses().get(0));
                    crowd.add(socket);
                    socket.write(length(1 + i));
                }
                town.bobIsServed();
            } finally {
                for (RawSocket socket : crowd) {
                    socket.close();
                }
            }
            await().atMost(Neighbours.PATIENCE)
                    .until(() -> town.count("dropped.handshake") + town.count("dropped.busy") == 200);
            assertThat(town.count("dropped.busy"))
                    .as("more than one source may bring")
                    .isPositive();
        }
    }
}
