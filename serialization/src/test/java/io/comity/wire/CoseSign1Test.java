package io.comity.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.Bytes;
import io.comity.identity.Ed25519;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.Sha256;
import io.comity.wire.CoseSign1.Accepted;
import io.comity.wire.CoseSign1.Checked;
import io.comity.wire.CoseSign1.Reason;
import io.comity.wire.CoseSign1.Refused;
import io.comity.wire.CoseSign1.Signed;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoseSign1Test {
    private static final String DOMAIN = "comity/1 test";
    private static final String DOMAIN_HEX = "636f6d6974792f312074657374";
    private static final byte[] PAYLOAD = hex("8301626869f5");

    /** RFC 8032 section 7.1, tests 1 and 2. */
    private final MemoryKeyHolder alice =
            MemoryKeyHolder.fromSeed(hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

    private final MemoryKeyHolder bob =
            MemoryKeyHolder.fromSeed(hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));

    private final String protectedHex =
            "5826a20127045820" + alice.nodeId().key().toHex();
    private final byte[] object = CoseSign1.sign(alice, DOMAIN, PAYLOAD);

    @Test
    void isTheArrayOfFourThatTheRfcDescribes() {
        byte[] structure = hex("846a5369676e617475726531" + protectedHex + "4d" + DOMAIN_HEX + "468301626869f5");
        String signature = HexFormat.of().formatHex(alice.sign(structure));
        assertThat(HexFormat.of().formatHex(object))
                .isEqualTo("84" + protectedHex + "a0" + "468301626869f5" + "5840" + signature);
        assertThat(signature)
                .isEqualTo("c0846f0b26bec10945782d73fc596bd2cc377f4aee447d37cbc56281d2b4e252"
                        + "46c375c1a6b60216adf4c5c54f535bd707500326e8257c90acdf29ad4abfc706");
        assertThat(accepted(CoseSign1.verify(object, DOMAIN)).id()).isEqualTo(Bytes.of(Sha256.of(structure)));
    }

    @Test
    void isAcceptedFromTheExpectedSignerOrFromTheOneItNames() {
        Signed named = accepted(CoseSign1.verify(object, DOMAIN));
        assertThat(named.signer()).isEqualTo(alice.nodeId());
        assertThat(named.payload()).isEqualTo(Bytes.of(PAYLOAD));
        assertThat(accepted(CoseSign1.verify(object, DOMAIN, alice.nodeId()))).isEqualTo(named);
        assertThat(CoseSign1.verify(object, DOMAIN, bob.nodeId())).isEqualTo(new Refused(Reason.OTHER_SIGNER));
    }

    @Test
    void isRefusedUnderAnotherDomain() {
        assertThat(CoseSign1.verify(object, "comity/1 tesu")).isEqualTo(new Refused(Reason.SIGNATURE));
        assertThat(CoseSign1.verify(object, "comity/1 tes")).isEqualTo(new Refused(Reason.SIGNATURE));
    }

    @Test
    void cannotBeMadeFromASignatureThatIsNotCose() {
        byte[] plain = alice.sign(DOMAIN, PAYLOAD);
        byte[] grafted = object.clone();
        System.arraycopy(plain, 0, grafted, grafted.length - 64, 64);
        assertThat(CoseSign1.verify(grafted, DOMAIN)).isEqualTo(new Refused(Reason.SIGNATURE));
        byte[] signature = Arrays.copyOfRange(object, object.length - 64, object.length);
        assertThat(Ed25519.verify(alice.nodeId(), DOMAIN, PAYLOAD, 0, PAYLOAD.length, signature))
                .isFalse();
    }

    @Test
    void isRefusedWithAnySingleBitFlippedAndAtEveryShorterLength() {
        for (int bit = 0; bit < object.length * 8; bit++) {
            byte[] flipped = object.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(CoseSign1.verify(flipped, DOMAIN)).as("bit %d", bit).isInstanceOf(Refused.class);
        }
        for (int size = 0; size < object.length; size++) {
            assertThat(CoseSign1.verify(Arrays.copyOf(object, size), DOMAIN)).isEqualTo(new Refused(Reason.MALFORMED));
        }
    }

    @Test
    void isRefusedWithAnythingAroundOrBetween() {
        String whole = HexFormat.of().formatHex(object);
        assertThat(verify(whole + "00")).isEqualTo(new Refused(Reason.MALFORMED));
        assertThat(verify("d2" + whole)).isEqualTo(new Refused(Reason.MALFORMED));
        assertThat(verify(whole.replaceFirst("^84", "9804"))).isEqualTo(new Refused(Reason.MALFORMED));
        assertThat(verify(whole.replaceFirst("^84", "85") + "f6")).isEqualTo(new Refused(Reason.MALFORMED));
        assertThat(verify(whole.replace("a046", "80" + "46"))).isEqualTo(new Refused(Reason.MALFORMED));
    }

    @Test
    void isRefusedWithOtherHeaders() {
        String whole = HexFormat.of().formatHex(object);
        assertThat(verify(whole.replace("a046", "a1010046"))).isEqualTo(new Refused(Reason.HEADER));
        assertThat(verify(whole.replace("a046", "bfff46"))).isEqualTo(new Refused(Reason.HEADER));
        assertThat(verify(whole.replace("a20127", "a20126"))).isEqualTo(new Refused(Reason.HEADER));
        assertThat(verify(whole.replace(protectedHex, "43a10127"))).isEqualTo(new Refused(Reason.HEADER));
        assertThat(verify(whole.replace(protectedHex, "40"))).isEqualTo(new Refused(Reason.HEADER));
    }

    @Test
    void isRefusedWithASignatureOfAnotherLength() {
        String body = HexFormat.of().formatHex(object, 0, object.length - 66);
        String signature = HexFormat.of().formatHex(object, object.length - 64, object.length);
        assertThat(verify(body + "583f" + signature.substring(2))).isEqualTo(new Refused(Reason.SIGNATURE));
        assertThat(verify(body + "5841" + signature + "00")).isEqualTo(new Refused(Reason.SIGNATURE));
        assertThat(verify(body + "40")).isEqualTo(new Refused(Reason.SIGNATURE));
    }

    @Test
    void isRefusedWhenItNamesAKeyWithWhichAnyoneCanSign() {
        String neutral = "01" + "00".repeat(31);
        String forged =
                "84" + "5826a20127045820" + neutral + "a0" + "468301626869f5" + "5840" + neutral + "00".repeat(32);
        assertThat(verify(forged)).isEqualTo(new Refused(Reason.KEY));
    }

    @Test
    void isRefusedWhenTheSignedPayloadIsNotCanonical() {
        byte[] structure = hex("846a5369676e617475726531" + protectedHex + "4d" + DOMAIN_HEX + "43190001");
        String signature = HexFormat.of().formatHex(alice.sign(structure));
        assertThat(verify("84" + protectedHex + "a0" + "43190001" + "5840" + signature))
                .isEqualTo(new Refused(Reason.PAYLOAD));
    }

    @Test
    void carriesTheLargestPayloadAndRefusesOneByteMore() {
        byte[] largest = byteString(CoseSign1.MAX_PAYLOAD_BYTES);
        byte[] full = CoseSign1.sign(alice, DOMAIN, largest);
        assertThat(full).hasSize(CoseSign1.MAX_OBJECT_BYTES);
        assertThat(accepted(CoseSign1.verify(full, DOMAIN)).payload()).isEqualTo(Bytes.of(largest));
        assertThat(CoseSign1.verify(Arrays.copyOf(full, full.length + 1), DOMAIN))
                .isEqualTo(new Refused(Reason.TOO_LARGE));
        byte[] tooLarge = byteString(CoseSign1.MAX_PAYLOAD_BYTES + 1);
        assertThatThrownBy(() -> CoseSign1.sign(alice, DOMAIN, tooLarge)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesALargerPayloadBehindAShorterSignature() {
        for (int signatureBytes = 0; signatureBytes < 64; signatureBytes++) {
            CborWriter out = new CborWriter(0, CoseSign1.MAX_OBJECT_BYTES);
            byte[] header = hex(protectedHex + "a0");
            int head = CborWriter.headSize(signatureBytes);
            int room = CoseSign1.MAX_OBJECT_BYTES - 1 - header.length - 3 - head - signatureBytes;
            out.array(4)
                    .encoded(header, 0, header.length)
                    .bytes(byteString(room))
                    .bytes(new byte[signatureBytes]);
            assertThat(out.length()).isEqualTo(CoseSign1.MAX_OBJECT_BYTES);
            assertThat(CoseSign1.verify(out.toByteArray(), DOMAIN)).isEqualTo(new Refused(Reason.SIGNATURE));
        }
    }

    @Test
    void neverThrowsOnRandomBytes() {
        Random random = new Random(9052);
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = RandomItem.bytes(random, random.nextInt(200));
            if (bytes.length > 0) {
                bytes[0] = (byte) 0x84;
            }
            assertThat(CoseSign1.verify(bytes, DOMAIN)).isInstanceOf(Refused.class);
        }
    }

    private static Checked verify(String hex) {
        return CoseSign1.verify(hex(hex), DOMAIN);
    }

    private static Signed accepted(Checked checked) {
        assertThat(checked).isInstanceOf(Accepted.class);
        return ((Accepted) checked).object().value();
    }

    /** A canonical byte string that takes {@code size} bytes with its head of three. */
    private static byte[] byteString(int size) {
        return new CborWriter(size, size).bytes(new byte[size - 3]).toByteArray();
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
