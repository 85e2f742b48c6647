package io.comity.mission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.Parsed;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class InvitationTest {
    private static final MemoryKeyHolder ALICE = MemoryKeyHolder.fromSeed(new byte[32]);
    private static final Ticket TICKET =
            new Ticket(Bytes.of(new byte[Ticket.ID_BYTES]), "hello", 7, 1, Instant.parse("2026-12-01T00:00:00Z"));
    private static final Invitation INVITATION = Invitation.sign(ALICE, TICKET, List.of("tcp://127.0.0.1:4711"));

    private static String refusal(String text) {
        return ((Parsed.Refused<Invitation>) Invitation.parse(text)).reason();
    }

    @Test
    void comesBackFromItsTextAsItWas() {
        assertThat(Invitation.parse(INVITATION.text())).isEqualTo(new Parsed.Accepted<>(INVITATION));
        assertThat(INVITATION.issuer()).isEqualTo(ALICE.nodeId());
    }

    @Test
    void everyWrongLetterIsNoticed() {
        String text = INVITATION.text();
        for (int i = 0; i < text.length(); i++) {
            char wrong = text.charAt(i) == 'a' ? 'b' : 'a';
            String altered = text.substring(0, i) + wrong + text.substring(i + 1);
            assertThat(Invitation.parse(altered)).as("letter %d", i).isInstanceOf(Parsed.Refused.class);
            assertThat(refusal(altered)).doesNotContain("\n");
        }
    }

    @Test
    void everyFlippedBitOfItsBytesIsNoticed() {
        byte[] signed = INVITATION.signed().toArray();
        for (int bit = 0; bit < signed.length * 8; bit++) {
            byte[] altered = signed.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Invitation.read(Bytes.of(altered))).as("bit %d", bit).isInstanceOf(Parsed.Refused.class);
            assertThat(Invitation.redeemable(Bytes.of(altered), ALICE.nodeId())).isInstanceOf(Parsed.Refused.class);
        }
    }

    @Test
    void isRedeemedOnlyByWhoSignedIt() {
        MemoryKeyHolder mallory = MemoryKeyHolder.fromSeed(new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
            30, 31, 32
        });
        Invitation forged = Invitation.sign(mallory, TICKET, List.of());
        assertThat(Invitation.redeemable(forged.signed(), ALICE.nodeId())).isInstanceOf(Parsed.Refused.class);
        assertThat(Invitation.redeemable(INVITATION.signed(), ALICE.nodeId())).isInstanceOf(Parsed.Accepted.class);
    }

    @Test
    void anObjectSignedForAnotherPurposeIsNoInvitation() {
        byte[] payload = new CborWriter(16, 16).array(1).uint(1).toByteArray();
        byte[] advert = CoseSign1.sign(ALICE, "comity/1 node advert", payload);
        assertThat(Invitation.read(Bytes.of(advert))).isInstanceOf(Parsed.Refused.class);
    }

    @Test
    void anInvitationOfAnotherVersionIsRefusedThoughSigned() {
        CborWriter out =
                new CborWriter(128, 128).array(7).uint(2).bytes(TICKET.id()).text("hello");
        out.uint(7).uint(1).uint(1).array(0);
        Bytes signed = Bytes.of(CoseSign1.sign(ALICE, Invitation.DOMAIN, out.toByteArray()));
        assertThat(Invitation.read(signed)).isInstanceOf(Parsed.Refused.class);
    }

    @Test
    void tellsForHowManyItIsAndOnWhatTerms() {
        Caveats caveats = Caveats.NONE.rate(5, Duration.ofSeconds(1)).until(Instant.parse("2026-11-27T12:00:00Z"));
        for (long uses : List.of(1L, 2L, (long) Ticket.MAX_USES)) {
            Ticket ticket = new Ticket(TICKET.id(), "hello", 7, 1, TICKET.expiresAt(), uses, caveats);
            Invitation invitation = Invitation.sign(ALICE, ticket, List.of("tcp://127.0.0.1:4711"));
            assertThat(Invitation.parse(invitation.text())).isEqualTo(new Parsed.Accepted<>(invitation));
            assertThat(invitation.describe())
                    .containsExactly(
                            "5 times a second, up to 5 at once",
                            "until Friday, 27 November 2026, 12:00 UTC",
                            "not to be passed on");
        }
        for (long uses : List.of(0L, Ticket.MAX_USES + 1L)) {
            assertThatThrownBy(() -> new Ticket(TICKET.id(), "hello", 7, 1, TICKET.expiresAt(), uses, caveats))
                    .isInstanceOf(MissionException.class);
        }
    }

    @Test
    void anInvitationHasOneForm() {
        // Uses, caveats, addresses.
        for (String tail : List.of("028080", "018080", "008080", "1927118080", "02820b0080", "0280")) {
            byte[] head = new CborWriter(128, 128)
                    .array(tail.length() == 4 ? 8 : 9)
                    .uint(2)
                    .bytes(TICKET.id())
                    .text("hello")
                    .uint(7)
                    .uint(1)
                    .uint(1)
                    .toByteArray();
            byte[] rest = Bytes.ofHex(tail).toArray();
            byte[] payload = Arrays.copyOf(head, head.length + rest.length);
            System.arraycopy(rest, 0, payload, head.length, rest.length);
            Parsed<Invitation> read = Invitation.read(Bytes.of(CoseSign1.sign(ALICE, Invitation.DOMAIN, payload)));
            assertThat(read instanceof Parsed.Accepted).as(tail).isEqualTo(tail.equals("028080"));
        }
    }

    @Test
    void aMissionThatNoNodeCouldDefineIsRefusedThoughSigned() {
        for (String mission : List.of("", "Hello", "a\u001b[2Jb", "a\nb", "a b")) {
            Ticket ticket = new Ticket(TICKET.id(), mission, 7, 1, TICKET.expiresAt());
            Invitation drawn = Invitation.sign(ALICE, ticket, List.of());
            assertThat(Invitation.parse(drawn.text())).as(mission).isInstanceOf(Parsed.Refused.class);
        }
    }

    @Test
    void tellsAsManyAddressesAsItMayAndNotOneMore() {
        List<String> addresses = IntStream.rangeClosed(0, Invitation.MAX_ADDRESSES)
                .mapToObj(i -> "tcp://127.0.0.1:" + (1_000 + i))
                .toList();
        Invitation many = Invitation.sign(ALICE, TICKET, addresses);
        assertThat(many.addresses()).hasSize(Invitation.MAX_ADDRESSES);
        assertThat(Invitation.parse(many.text())).isEqualTo(new Parsed.Accepted<>(many));
    }

    @Test
    void itsDescriptionDoesNotGiveItAway() {
        assertThat(INVITATION.toString())
                .contains("hello")
                .doesNotContain(INVITATION.text().substring(20));
    }
}
