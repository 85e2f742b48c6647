package io.comity.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Ed25519Test {
    /** RFC 8032 section 7.1, test 1. */
    private static final String SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

    private static final String KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    private static final String SIGNATURE_OF_NOTHING =
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                    + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

    private static final String DOMAIN = "comity/1 test";
    private static final byte[] MESSAGE = "the quick brown fox".getBytes(UTF_8);
    private static final BigInteger A = new BigInteger("7421965098134567890123456789012345678901234567");
    private static final BigInteger R = new BigInteger("3141592653589793238462643383279502884197169399");
    private static final byte[] POINT_R = Curve.BASE.times(R).encoded();

    private final MemoryKeyHolder alice =
            MemoryKeyHolder.fromSeed(HexFormat.of().parseHex(SEED));

    @Test
    void signsAsTheRfcDoes() {
        assertThat(alice.nodeId().key().toHex()).isEqualTo(KEY);
        assertThat(HexFormat.of().formatHex(alice.sign(new byte[0]))).isEqualTo(SIGNATURE_OF_NOTHING);
    }

    @Test
    void verifiesTheSliceThatWasSignedAndNoOther() {
        byte[] signature = alice.sign(DOMAIN, MESSAGE);
        byte[] around = ("xx" + new String(MESSAGE, UTF_8) + "yy").getBytes(UTF_8);
        assertThat(verify(around, 2, MESSAGE.length, signature)).isTrue();
        assertThat(verify(around, 1, MESSAGE.length, signature)).isFalse();
        assertThat(verify(around, 2, MESSAGE.length + 1, signature)).isFalse();
    }

    @Test
    void signsTheDomainAZeroByteAndTheMessage() {
        byte[] spelledOut = ("comity/1 test\0" + new String(MESSAGE, UTF_8)).getBytes(UTF_8);
        assertThat(alice.sign(DOMAIN, MESSAGE)).isEqualTo(alice.sign(spelledOut));
        assertThat(Ed25519.sign(HexFormat.of().parseHex(SEED), DOMAIN, MESSAGE)).isEqualTo(alice.sign(spelledOut));
    }

    @Test
    void refusesASignatureMadeUnderAnotherDomain() {
        byte[] signature = alice.sign("comity/1 other", MESSAGE);
        assertThat(verify(MESSAGE, 0, MESSAGE.length, signature)).isFalse();
    }

    @Test
    void refusesDomainsThatWouldNotSeparate() {
        for (String bad : List.of("", "a\0b", "ümlaut", "x".repeat(Domain.MAX_LENGTH + 1))) {
            assertThatThrownBy(() -> alice.sign(bad, MESSAGE)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(alice.sign("x".repeat(Domain.MAX_LENGTH), MESSAGE)).hasSize(64);
    }

    @Test
    void refusesASignatureOfSixtyThreeBytesOrSixtyFive() {
        byte[] signature = alice.sign(DOMAIN, MESSAGE);
        for (int size : new int[] {0, 1, 32, 63, 65, 128}) {
            assertThat(verify(MESSAGE, 0, MESSAGE.length, Arrays.copyOf(signature, size)))
                    .as("%d bytes", size)
                    .isFalse();
        }
    }

    @Test
    void refusesEverySingleFlippedBit() {
        byte[] signature = alice.sign(DOMAIN, MESSAGE);
        for (int bit = 0; bit < 512; bit++) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(verify(MESSAGE, 0, MESSAGE.length, flipped))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void refusesAScalarOfTheGroupOrderOrMore() {
        byte[] signature = alice.sign(DOMAIN, MESSAGE);
        BigInteger s = Curve.little(Arrays.copyOfRange(signature, 32, 64));
        for (int times = 1; times <= 15; times++) {
            byte[] shifted = signature.clone();
            byte[] scalar = Curve.little(s.add(Curve.L.multiply(BigInteger.valueOf(times))));
            System.arraycopy(scalar, 0, shifted, 32, 32);
            assertThat(verify(MESSAGE, 0, MESSAGE.length, shifted))
                    .as("S + %d L", times)
                    .isFalse();
        }
    }

    @Test
    void theForgeriesBelowWouldHoldUnderAnHonestKey() {
        byte[] honest = Curve.BASE.times(A).encoded();
        assertThat(Forgery.withR(A, honest, R, POINT_R, MESSAGE).isAccepted()).isTrue();
        assertThat(NodeId.admit(honest)).isPresent();
    }

    /** With such a key anyone can sign: eight times the key is nothing, so {@code (rB, r)} holds for every message. */
    @Test
    void refusesKeysOfSmallOrderInEveryEncoding() {
        List<byte[]> keys = smallOrderEncodings();
        assertThat(keys).hasSize(14);
        for (byte[] key : keys) {
            assertThat(NodeId.admit(key)).isEmpty();
            for (int message = 0; message < 16; message++) {
                Forgery forgery = Forgery.withR(BigInteger.ZERO, key, R, POINT_R, new byte[] {(byte) message});
                assertThat(forgery.isAccepted())
                        .as(HexFormat.of().formatHex(key))
                        .isFalse();
            }
        }
    }

    @Test
    void refusesKeysThatAreNotCanonical() {
        for (int y = 0; y < 19; y++) {
            for (boolean sign : new boolean[] {false, true}) {
                byte[] key = Curve.encode(Curve.P.add(BigInteger.valueOf(y)), sign);
                assertThat(NodeId.admit(key)).as("p + %d", y).isEmpty();
                assertThat(Forgery.withR(BigInteger.ZERO, key, R, POINT_R, MESSAGE)
                                .isAccepted())
                        .isFalse();
            }
        }
    }

    /** On these the two verification equations may differ, so they are stopped when the key is admitted. */
    @Test
    void admitsNoKeyOfMixedOrder() {
        for (Curve.Point torsion : Curve.torsion().subList(1, 8)) {
            assertThat(NodeId.admit(Curve.BASE.times(A).plus(torsion).encoded()))
                    .isEmpty();
        }
    }

    /** The rule is the cofactored one; that is why a signature's bytes are never an id. */
    @Test
    void acceptsTorsionThatTheOwnerOfAGoodKeyAddsToR() {
        byte[] honest = Curve.BASE.times(A).encoded();
        for (Curve.Point torsion : Curve.torsion()) {
            assertThat(Forgery.withR(
                                    A,
                                    honest,
                                    R,
                                    Curve.BASE.times(R).plus(torsion).encoded(),
                                    MESSAGE)
                            .isAccepted())
                    .isTrue();
        }
    }

    @Test
    void refusesAnRThatIsNotCanonical() {
        byte[] honest = Curve.BASE.times(A).encoded();
        byte[] neutral = Curve.encode(BigInteger.ONE, false);
        assertThat(Forgery.withR(A, honest, BigInteger.ZERO, neutral, MESSAGE).isAccepted())
                .isTrue();
        List<byte[]> others = List.of(
                Curve.encode(BigInteger.ONE, true),
                Curve.encode(Curve.P.add(BigInteger.ONE), false),
                Curve.encode(Curve.P.add(BigInteger.ONE), true));
        for (byte[] pointR : others) {
            assertThat(Forgery.withR(A, honest, BigInteger.ZERO, pointR, MESSAGE)
                            .isAccepted())
                    .isFalse();
        }
    }

    @Test
    void refusesKeysOfAnotherLength() {
        byte[] key = alice.nodeId().key().toArray();
        for (int size : new int[] {0, 31, 33}) {
            assertThat(NodeId.admit(Arrays.copyOf(key, size))).isEmpty();
            assertThat(Ed25519.verifyRaw(Arrays.copyOf(key, size), MESSAGE, new byte[64]))
                    .isFalse();
        }
    }

    @Test
    void neverThrowsOnRandomBytes() {
        Random random = new Random(8032);
        for (int round = 0; round < 2_000; round++) {
            byte[] key = new byte[32];
            byte[] signature = new byte[64];
            random.nextBytes(key);
            random.nextBytes(signature);
            signature[63] &= 0x0f;
            assertThat(Ed25519.verifyRaw(key, MESSAGE, signature)).isFalse();
        }
    }

    private boolean verify(byte[] message, int offset, int length, byte[] signature) {
        return Ed25519.verify(alice.nodeId(), DOMAIN, message, offset, length, signature);
    }

    /** Eight canonical ones; y of 0, 1 and p - 1 also come with p added or with a sign that zero does not have. */
    private static List<byte[]> smallOrderEncodings() {
        List<byte[]> encodings = new ArrayList<>();
        Curve.torsion().forEach(point -> encodings.add(point.encoded()));
        encodings.add(Curve.encode(BigInteger.ONE, true));
        encodings.add(Curve.encode(Curve.P.subtract(BigInteger.ONE), true));
        for (BigInteger y : List.of(Curve.P, Curve.P.add(BigInteger.ONE))) {
            encodings.add(Curve.encode(y, false));
            encodings.add(Curve.encode(y, true));
        }
        return encodings;
    }
}
