package io.comity.advert;

import static io.comity.advert.Adverts.NOW;
import static io.comity.advert.Adverts.advert;
import static io.comity.advert.Adverts.description;
import static io.comity.advert.Adverts.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.Bytes;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class NodeAdvertTest {
    private static final String GOLDEN =
            "84" + "5826a20127045820" + "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"
                    + "a0" + "5839" + "8801" + "1b0000018b00000001" + "1b0000018b00000000" + "1a6553f100" + "1a65654280"
                    + "05" + "f5"
                    + "8182" + "747463703a2f2f3132372e302e302e313a34373131" + "1864" + "5840";

    private static final Contact LONGEST = new Contact("x".repeat(Contact.MAX_ADDRESS_BYTES), Contact.MAX_WEIGHT);

    private static Refusal refusal(Bytes bytes) {
        return ((NodeAdvert.Worthless) NodeAdvert.read(bytes)).refusal();
    }

    /** Signed properly by a node, whatever it holds. */
    private static Bytes signed(Consumer<CborWriter> payload) {
        CborWriter out = new CborWriter(64, 16_000);
        payload.accept(out);
        return Bytes.of(CoseSign1.sign(key(0), NodeAdvert.DOMAIN, out.toByteArray()));
    }

    private static Bytes withContacts(Consumer<CborWriter> contacts) {
        return signed(out -> contacts.accept(
                out.array(8).uint(1).uint(1).uint(1).uint(1).uint(2).uint(0).bool(false)));
    }

    @Test
    void comesBackFromItsBytesAsItWas() {
        NodeAdvert advert = advert(0, 7);
        assertThat(((NodeAdvert.Signed) NodeAdvert.read(advert.signed()))
                        .advert()
                        .value())
                .isEqualTo(advert);
        assertThat(advert.node()).isEqualTo(key(0).nodeId());
    }

    @Test
    void hasOneFormOnTheWire() {
        NodeDescription described = new NodeDescription(
                0x18b_0000_0001L,
                0x18b_0000_0000L,
                java.time.Instant.ofEpochSecond(0x6553_f100),
                java.time.Instant.ofEpochSecond(0x6565_4280),
                List.of(new Contact("tcp://127.0.0.1:4711", 100)),
                5,
                true);
        String hex = advert(0, described).signed().toHex();
        assertThat(hex).startsWith(GOLDEN);
        assertThat(hex).hasSize(GOLDEN.length() + 128);
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] bytes = advert(1, 1).signed().toArray();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] altered = bytes.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(NodeAdvert.read(Bytes.of(altered))).as("bit %d", bit).isInstanceOf(NodeAdvert.Worthless.class);
        }
    }

    @Test
    void everyCutIsNoticed() {
        byte[] bytes = advert(1, 1).signed().toArray();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(refusal(Bytes.of(bytes, 0, length))).isEqualTo(Refusal.MALFORMED);
        }
    }

    @Test
    void whatWasSignedForAnotherPurposeIsForged() {
        CborWriter out = new CborWriter(256, 256);
        description(1).write(out);
        byte[] other = CoseSign1.sign(key(1), "comity/1 invitation", out.toByteArray());
        assertThat(refusal(Bytes.of(other))).isEqualTo(Refusal.FORGED);
    }

    @Test
    void whatAnotherNodeSignedIsForgedForTheOneThatIsExpected() {
        assertThat(NodeAdvert.read(advert(1, 1).signed(), key(2).nodeId()))
                .isEqualTo(new NodeAdvert.Worthless(Refusal.FORGED));
    }

    @Test
    void anotherFormIsMalformedThoughSigned() {
        assertThat(refusal(signed(out -> out.array(1).uint(1)))).isEqualTo(Refusal.MALFORMED);
        assertThat(refusal(signed(out -> out.array(8)
                        .uint(2)
                        .uint(1)
                        .uint(1)
                        .uint(1)
                        .uint(2)
                        .uint(0)
                        .bool(false)
                        .array(0))))
                .isEqualTo(Refusal.MALFORMED);
    }

    @Test
    void anEndThatIsNotAfterItsBeginningIsMalformed() {
        assertThat(refusal(signed(out -> out.array(8)
                        .uint(1)
                        .uint(1)
                        .uint(1)
                        .uint(5)
                        .uint(5)
                        .uint(0)
                        .bool(false)
                        .array(0))))
                .isEqualTo(Refusal.MALFORMED);
    }

    @Test
    void aTimeBeyondTheYear9999IsMalformed() {
        assertThat(refusal(signed(out -> out.array(8)
                        .uint(1)
                        .uint(1)
                        .uint(1)
                        .uint(1)
                        .uint(NodeDescription.MAX_SECOND + 1)
                        .uint(0)
                        .bool(false)
                        .array(0))))
                .isEqualTo(Refusal.MALFORMED);
    }

    @Test
    void anAddressThatCouldDrawOnATerminalIsMalformed() {
        for (String address : List.of("", "tcp://a b:1", "tcp://\u001b[2J:1", "tcp://ü:1", "a\nb", "\u007f")) {
            assertThat(refusal(withContacts(
                            out -> out.array(1).array(2).text(address).uint(1))))
                    .as(address)
                    .isEqualTo(Refusal.MALFORMED);
        }
    }

    @Test
    void aWeightMayBe255AndNot256() {
        assertThat(NodeAdvert.read(
                        withContacts(out -> out.array(1).array(2).text("a").uint(255))))
                .isInstanceOf(NodeAdvert.Signed.class);
        assertThat(refusal(withContacts(out -> out.array(1).array(2).text("a").uint(256))))
                .isEqualTo(Refusal.MALFORMED);
        assertThatThrownBy(() -> new Contact("a", 256)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAddressMayBeAsLongAsItMayAndNotOneLetterLonger() {
        assertThatThrownBy(() -> new Contact(LONGEST.address() + "x", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(refusal(withContacts(out ->
                        out.array(1).array(2).text(LONGEST.address() + "x").uint(1))))
                .isEqualTo(Refusal.MALFORMED);
    }

    @Test
    void theLargestAdvertFitsAndOneMoreAddressDoesNot() {
        List<Contact> most = Collections.nCopies(NodeDescription.MAX_CONTACTS, LONGEST);
        NodeDescription largest = new NodeDescription(
                Long.MAX_VALUE, Long.MAX_VALUE, NOW, NOW.plusSeconds(1), most, Long.MAX_VALUE, true);
        assertThat(NodeAdvert.read(advert(1, largest).signed())).isInstanceOf(NodeAdvert.Signed.class);
        assertThatThrownBy(() -> new NodeDescription(
                        1, 1, NOW, NOW.plusSeconds(1), Collections.nCopies(most.size() + 1, LONGEST), 0, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(refusal(withContacts(out -> {
                    out.array(most.size() + 1);
                    for (int i = 0; i <= most.size(); i++) {
                        out.array(2).text("a").uint(1);
                    }
                })))
                .isEqualTo(Refusal.MALFORMED);
    }

    @Test
    void whatIsLongerThanAnAdvertMayBeIsRefusedUnread() {
        assertThat(refusal(Bytes.of(new byte[NodeAdvert.MAX_SIGNED_BYTES]))).isEqualTo(Refusal.MALFORMED);
        assertThat(refusal(Bytes.of(new byte[NodeAdvert.MAX_SIGNED_BYTES + 1]))).isEqualTo(Refusal.TOO_LARGE);
    }
}
