package io.comity.artery;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.artery.CanonicalHeader.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalHeaderTest {
    private static final Endpoint SELF = new Endpoint("127.0.0.1", 4711);
    private static final long UID = 0x1122334455667788L;

    private final CanonicalHeader header = new CanonicalHeader(SELF);

    @Test
    void acceptsTheHeaderOfAPacketByteForByte() {
        String recipient = HexFormat.of()
                .formatHex("akka://comity@127.0.0.1:4711/user/gateway".getBytes(StandardCharsets.US_ASCII));
        byte[] golden = HexFormat.of()
                .parseHex("00000000" + "8877665544332211" + "95030000" + "1c000000" + "1e000000" + "49000000" + "0000"
                        + "2900" + recipient + "0100" + "70");
        assertThat(header.check(golden, 0, golden.length, UID)).isEqualTo(Verdict.PACKET);
        assertThat(header.packetBytes()).isEqualTo(golden.length);
    }

    @Test
    void acceptsTheHeadersOfBothHandshakes() {
        assertThat(check(envelope(UID, 917, "", "", "d"))).isEqualTo(Verdict.REQUEST);
        assertThat(check(envelope(UID, 917, "", "", "e"))).isEqualTo(Verdict.RESPONSE);
    }

    @Test
    void refusesEveryOtherByteOfAPacketsHeader() {
        byte[] good = envelope(UID, 917, "", SELF.gateway(), "p");
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            assertThat(check(bad)).as("byte %d", i).isGreaterThan(Verdict.PACKET);
        }
    }

    @Test
    void refusesEveryOtherByteOfAHandshakesHeader() {
        byte[] good = envelope(UID, 917, "", "", "d");
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= i == good.length - 1 ? 2 : 1;
            assertThat(check(bad).isAccepted()).as("byte %d", i).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 917, '', akka://comity@127.0.0.1:4711/user/gateway, p, FOREIGN_UID",
        "0, 0, '', akka://comity@127.0.0.1:4711/user/gateway, p, FOREIGN_SERIALIZER",
        "0, 17, '', '', d, FOREIGN_SERIALIZER",
        "0, 917, '', akka://comity@127.0.0.1:4711/remote/x, p, FOREIGN_RECIPIENT",
        "0, 917, '', akka://comity@127.0.0.1:4711/user/gatewaz, p, FOREIGN_RECIPIENT",
        "0, 917, '', akka://comity@127.0.0.1:4711/user/gateway, q, FOREIGN_MANIFEST",
        "0, 917, '', '', b, FOREIGN_MANIFEST",
        "0, 917, '', '', p, FOREIGN_MANIFEST",
        "0, 917, akka://comity@127.0.0.1:1/user/x, '', d, FOREIGN_RECIPIENT",
        "0, 917, '', '', dd, MALFORMED",
    })
    void saysWhatIsForeign(long offUid, int serializer, String sender, String recipient, String manifest, Verdict why) {
        assertThat(check(envelope(UID + offUid, serializer, sender, recipient, manifest)))
                .isEqualTo(why);
    }

    @Test
    void refusesAHandshakeHeaderOneByteShort() {
        byte[] good = envelope(UID, 917, "", "", "d");
        assertThat(header.check(good, 0, CanonicalHeader.HANDSHAKE_BYTES - 1, UID))
                .isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void refusesAPacketHeaderOneByteShort() {
        byte[] good = envelope(UID, 917, "", SELF.gateway(), "p");
        assertThat(header.check(good, 0, header.packetBytes() - 1, UID)).isEqualTo(Verdict.FOREIGN_RECIPIENT);
    }

    private Verdict check(byte[] bytes) {
        return header.check(bytes, 0, bytes.length, UID);
    }

    /** As Akka's EnvelopeBuffer writes it. */
    static byte[] envelope(long uid, int serializer, String sender, String recipient, String manifest) {
        ByteBuffer out = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0).putLong(uid).putInt(serializer).position(28);
        literal(out, 16, sender);
        literal(out, 20, recipient);
        literal(out, 24, manifest);
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private static void literal(ByteBuffer out, int tag, String text) {
        out.putInt(tag, out.position()).putShort((short) text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
    }
}
