package io.comity.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.session.Party.Talk;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes that no peer of ours sent, or that it sent at another time: the answer is always a fault, never an exception. */
class HandshakeHostileBytesTest {
    private static final long SEED = 20_260_701;
    private static final int KEYS_BYTES = Prefix.SIZE_BYTES + X25519KeyPair.KEY_BYTES;

    private final Party alice = Party.alice();
    private final Party bob = Party.bob();

    /** The three frames of an honest handshake; every test can come back to any point of it, for all keys are fixed. */
    private record Transcript(byte[] first, byte[] second, byte[] third) {}

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void refusesEverySingleFlippedBit(CipherSuite suite) {
        Transcript honest = transcript(suite);
        for (int bit = 0; bit < honest.first.length * 8; bit++) {
            List<Output> answer = alice.answering().hear(flipped(honest.first, bit));
            if (answer.get(0) instanceof Output.Send send) {
                answer = diallingAgain(suite).hear(send.frame());
            }
            assertFailed(answer, "frame 1, bit " + bit);
        }
        for (int bit = 0; bit < honest.second.length * 8; bit++) {
            assertFailed(diallingAgain(suite).hear(flipped(honest.second, bit)), "frame 2, bit " + bit);
        }
        for (int bit = 0; bit < honest.third.length * 8; bit++) {
            assertFailed(answeringAgain(honest).hear(flipped(honest.third, bit)), "frame 3, bit " + bit);
        }
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void refusesEveryOtherLength(CipherSuite suite) {
        Transcript honest = transcript(suite);
        for (int length = 0; length <= honest.first.length + 1; length++) {
            if (length != honest.first.length) {
                assertFailed(alice.answering().hear(Arrays.copyOf(honest.first, length)), "frame 1, " + length);
            }
        }
        for (int length = 0; length <= honest.second.length + 1; length++) {
            if (length != honest.second.length) {
                assertFailed(diallingAgain(suite).hear(Arrays.copyOf(honest.second, length)), "frame 2, " + length);
            }
        }
        for (int length = 0; length <= honest.third.length + 1; length++) {
            if (length != honest.third.length) {
                assertFailed(answeringAgain(honest).hear(Arrays.copyOf(honest.third, length)), "frame 3, " + length);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void staysSilentWhenAnOpeningDoesNotEndInZeros(CipherSuite suite) {
        byte[] first = transcript(suite).first;
        for (int at = KEYS_BYTES; at < first.length; at++) {
            assertThat(alice.answering().hear(flipped(first, at * 8))).isEqualTo(failed(Fault.MALFORMED));
        }
    }

    @Test
    void refusesAFrameOneByteBeyondTheMaximumUnread() {
        byte[] largest = new byte[Handshake.MAX_FRAME_BYTES];
        Arrays.fill(largest, (byte) 9);
        assertThat(diallingAgain(CipherSuite.AES_GCM).hear(largest)).isEqualTo(failed(Fault.UNAUTHENTIC));
        byte[] beyond = Arrays.copyOf(largest, largest.length + 1);
        assertThat(diallingAgain(CipherSuite.AES_GCM).hear(beyond)).isEqualTo(failed(Fault.MALFORMED));
    }

    @Test
    void refusesFramesOfAnotherHandshake() {
        Transcript honest = transcript(CipherSuite.AES_GCM);
        assertFailed(bob.again().dialling(alice.node(), CipherSuite.AES_GCM).hear(honest.second), "old frame 2");
        Talk answerer = alice.again().answering();
        answerer.hear(honest.first);
        assertFailed(answerer.hear(honest.third), "old frame 3");
    }

    @Test
    void refusesFramesOutOfOrderTwiceOrSentBack() {
        Transcript honest = transcript(CipherSuite.AES_GCM);
        assertFailed(alice.answering().hear(honest.second), "frame 2 first");
        assertFailed(alice.answering().hear(honest.third), "frame 3 first");
        assertFailed(answeringAgain(honest).hear(honest.first), "frame 1 again");
        assertFailed(answeringAgain(honest).hear(honest.second), "frame 2 sent back");
        assertFailed(diallingAgain(CipherSuite.AES_GCM).hear(honest.first), "frame 1 sent back");
        assertFailed(diallingAgain(CipherSuite.AES_GCM).hear(honest.third), "frame 3 for frame 2");
    }

    @Test
    void refusesEveryInputAfterTheEnd() {
        Transcript honest = transcript(CipherSuite.AES_GCM);
        Talk established = answeringAgain(honest);
        assertThat(established.hear(honest.third)).first().isInstanceOf(Output.Established.class);
        Talk failed = alice.answering();
        failed.hear(new byte[0]);
        for (Talk over : List.of(established, failed)) {
            assertThat(over.handshake().frame(honest.third)).isEqualTo(failed(Fault.OUT_OF_TURN));
            assertThat(over.handshake().signed(new byte[64])).isEqualTo(failed(Fault.OUT_OF_TURN));
            assertThat(over.handshake().start()).isEqualTo(failed(Fault.OUT_OF_TURN));
        }
    }

    @Test
    void refusesWhatComesBeforeItsTurn() {
        Transcript honest = transcript(CipherSuite.AES_GCM);
        Handshake notStarted = Handshake.responder(alice.local(), alice.ephemerals());
        assertThat(notStarted.frame(honest.first)).isEqualTo(failed(Fault.OUT_OF_TURN));

        Handshake nothingAsked = Handshake.responder(alice.local(), alice.ephemerals());
        nothingAsked.start();
        assertThat(nothingAsked.signed(new byte[64])).isEqualTo(failed(Fault.OUT_OF_TURN));

        Handshake signing = Handshake.responder(alice.local(), alice.ephemerals());
        signing.start();
        signing.frame(honest.first);
        assertThat(signing.frame(honest.third)).isEqualTo(failed(Fault.OUT_OF_TURN));
    }

    @Test
    void neverThrowsOnAGarbageOpening() {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] prefix = Prefix.write(CipherSuite.AES_GCM, alice.node());
        for (int i = 0; i < 100_000; i++) {
            byte[] garbage = garbage(random, i % 2 == 0 ? Handshake.OPENING_BYTES : random.nextInt(300));
            boolean goodPrefix = i % 100 == 0;
            System.arraycopy(
                    prefix,
                    0,
                    garbage,
                    0,
                    Math.min(garbage.length, goodPrefix ? Prefix.SIZE_BYTES : random.nextInt(30)));
            boolean zeros = i % 200 == 0 && garbage.length > KEYS_BYTES;
            if (zeros) {
                Arrays.fill(garbage, KEYS_BYTES, garbage.length, (byte) 0);
            }
            List<Output> answer = alice.answering().hear(garbage);
            assertThat(answer).hasSize(1);
            assertThat(answer.get(0) instanceof Output.Send)
                    .as("seed %d, case %d", SEED, i)
                    .isEqualTo(goodPrefix && zeros && garbage.length == Handshake.OPENING_BYTES);
        }
    }

    @Test
    void neverThrowsOnGarbageLaterInTheHandshake() {
        SplittableRandom random = new SplittableRandom(SEED);
        Transcript honest = transcript(CipherSuite.AES_GCM);
        for (int i = 0; i < 2_000; i++) {
            byte[] garbage = garbage(random, random.nextInt(Handshake.MAX_FRAME_BYTES + 2));
            assertFailed(diallingAgain(CipherSuite.AES_GCM).hear(garbage), "seed " + SEED + ", frame 2, case " + i);
            assertFailed(answeringAgain(honest).hear(garbage), "seed " + SEED + ", frame 3, case " + i);
        }
    }

    @Test
    void neverThrowsOnAGarbageIdentity() {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] honest = IdentityPayload.write(alice.local(), Bytes.EMPTY, new byte[64]);
        assertThat(IdentityPayload.read(honest)).isNotNull();
        for (int i = 0; i < 100_000; i++) {
            byte[] mutated = i % 2 == 0
                    ? garbage(random, random.nextInt(IdentityPayload.MAX_BYTES))
                    : Arrays.copyOf(honest, random.nextInt(honest.length + 4));
            for (int change = random.nextInt(4); change > 0 && mutated.length > 0; change--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            IdentityPayload read = IdentityPayload.read(mutated);
            if (read != null) {
                assertThat(read.key().size() + read.signature().size()).isEqualTo(96);
                assertThat(read.minVersion()).isBetween(1, read.maxVersion());
            }
        }
    }

    private Transcript transcript(CipherSuite suite) {
        Talk dialler = diallingAgain(suite);
        Talk answerer = alice.answering();
        byte[] first = dialler.sent();
        answerer.hear(first);
        byte[] second = answerer.sent();
        dialler.hear(second);
        return new Transcript(first, second, dialler.sent());
    }

    /** Bob again when he has sent the first frame. */
    private Talk diallingAgain(CipherSuite suite) {
        return bob.dialling(alice.node(), suite);
    }

    /** Alice again when she has heard the first frame and sent the second. */
    private Talk answeringAgain(Transcript honest) {
        Talk answerer = alice.answering();
        answerer.hear(honest.first);
        assertThat(answerer.sent()).isEqualTo(honest.second);
        return answerer;
    }

    private static byte[] flipped(byte[] frame, int bit) {
        byte[] copy = frame.clone();
        copy[bit / 8] ^= (byte) (1 << bit % 8);
        return copy;
    }

    private static byte[] garbage(SplittableRandom random, int length) {
        byte[] garbage = new byte[length];
        random.nextBytes(garbage);
        return garbage;
    }

    private static void assertFailed(List<Output> outputs, String when) {
        assertThat(outputs).as(when).singleElement().isInstanceOf(Output.Failed.class);
    }

    private static List<Output> failed(Fault fault) {
        return List.of(new Output.Failed(fault));
    }
}
