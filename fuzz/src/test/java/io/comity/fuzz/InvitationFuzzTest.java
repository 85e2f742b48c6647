package io.comity.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.comity.identity.Base32;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Holder;
import io.comity.mission.Invitation;
import io.comity.mission.MissionKey;
import io.comity.mission.Ticket;
import io.comity.wire.CborWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * What people hand to each other as text: invitations, mission keys, grants, ids of nodes; raw, under a true checksum, and under
 * a true signature. A refusal is one line that shows nothing of what it refuses.
 */
final class InvitationFuzzTest extends FuzzTarget {
    private static final String DOMAIN = "comity/1 invitation";
    private static final List<String> KINDS = List.of("invite", "mission", "grant", "node");
    private static final int SIGNED = 8;

    @FuzzTest(maxDuration = "")
    void fuzz(byte[] input) {
        measured(input);
    }

    /** Which text, and how much of it is true. */
    @Override
    void judge(byte[] input) {
        Input in = new Input(input);
        int kind = in.choice(12);
        byte[] rest = in.rest();
        if (kind >= SIGNED) {
            signed(rest);
        } else if (kind >= KINDS.size()) {
            text(Base32.text(KINDS.get(kind - KINDS.size()), rest));
        } else {
            text(new String(rest, StandardCharsets.UTF_8));
        }
    }

    private static void text(String text) {
        Parsed<Invitation> invitation = Invitation.parse(text);
        judge(invitation, text, Invitation::text);
        invitation.toOptional().ifPresent(InvitationFuzzTest::shown);
        judge(MissionKey.parse(text, People.NOW), text, MissionKey::text);
        judge(Chain.parse(text, People.NOW), text, Chain::text);
        judge(NodeId.parse(text), text, NodeId::text);
    }

    private interface Writing<T> {
        String text(T value);
    }

    private static <T> void judge(Parsed<T> parsed, String text, Writing<T> writing) {
        if (parsed instanceof Parsed.Refused<T> refused) {
            Must.hold(refused.reason().chars().noneMatch(Character::isISOControl), "a refusal of more than one line");
            Must.hold(refused.reason().length() < 256, "a refusal as long as what it refuses");
        } else {
            String plain = text.replaceAll("[ \\t-\\r]", "").toLowerCase(java.util.Locale.ROOT);
            Must.equal(writing.text(((Parsed.Accepted<T>) parsed).value()), plain, "the text, written again");
        }
    }

    private static void shown(Invitation invitation) {
        invitation.describe();
        Must.hold(!invitation.toString().contains(invitation.text()), "a log would show the invitation");
    }

    private static void signed(byte[] payload) {
        Bytes object = Bytes.of(Signed.object(People.ALICE, DOMAIN, payload));
        Parsed<Invitation> read = Invitation.read(object);
        Must.equal(
                Invitation.redeemable(object, People.ALICE_ID).toOptional().isPresent(),
                read.toOptional().isPresent(),
                "whether it is good for something");
        Must.equal(
                Invitation.redeemable(object, People.BOB_ID).toOptional().isPresent(), false, "whether Bob honours it");
        read.toOptional().ifPresent(invitation -> {
            shown(invitation);
            Invitation again = Invitation.sign(People.ALICE, invitation.ticket(), invitation.addresses());
            Must.equal(again.signed(), object, "the invitation, written again");
        });
    }

    @Override
    List<byte[]> seeds() {
        Ticket plain = new Ticket(Bytes.of(new byte[16]), "hello", 3, 1, People.NOW.plusSeconds(60));
        Caveats caveats = Caveats.NONE.rate(5, Duration.ofSeconds(1)).depth(1);
        Ticket many = new Ticket(plain.id(), "hello", 3, 1, plain.expiresAt(), 5, caveats);
        Invitation first = Invitation.sign(People.ALICE, plain, List.of("tcp://a.example:4711"));
        byte[] limited = new CborWriter(256, 1_024)
                .array(9)
                .uint(2)
                .bytes(plain.id())
                .text("hello")
                .uint(3)
                .uint(1)
                .uint(1_700_000_060)
                .uint(5)
                .encoded(GrantFuzzTest.caveats(caveats), 0, GrantFuzzTest.caveats(caveats).length)
                .array(0)
                .toByteArray();
        byte[] plainAtLength = new CborWriter(256, 1_024)
                .array(9)
                .uint(2)
                .bytes(plain.id())
                .text("hello")
                .uint(3)
                .uint(1)
                .uint(1_700_000_060)
                .uint(1)
                .array(0)
                .array(0)
                .toByteArray();
        String key = missionKey().text();
        String id = People.ALICE_ID.text();
        String otherLetter = id.substring(0, id.length() - 1) + (char) (id.charAt(id.length() - 1) + 1);
        return List.of(
                Seeds.join(new byte[] {0}, Seeds.text(first.text())),
                Seeds.join(
                        new byte[] {0},
                        Seeds.text(
                                Invitation.sign(People.ALICE, many, List.of()).text())),
                Seeds.join(new byte[] {1}, Seeds.text(key)),
                Seeds.join(new byte[] {2}, Seeds.text(missionKey().chain().text())),
                Seeds.join(new byte[] {3}, Seeds.text(People.ALICE_ID.text())),
                Seeds.join(new byte[] {3}, Seeds.text(" " + People.BOB_ID.text().toUpperCase(java.util.Locale.ROOT))),
                Seeds.join(new byte[] {4}, first.signed().toArray()),
                Seeds.join(new byte[] {7}, People.ALICE_ID.key().toArray()),
                Seeds.join(new byte[] {3}, Seeds.text(otherLetter)),
                Seeds.join(new byte[] {SIGNED}, plainAtLength),
                Seeds.join(new byte[] {SIGNED}, limited),
                Seeds.join(new byte[] {SIGNED}, payloadOf(first)));
    }

    private static byte[] payloadOf(Invitation invitation) {
        byte[] object = invitation.signed().toArray();
        return java.util.Arrays.copyOfRange(object, 44, object.length - 66);
    }

    private static MissionKey missionKey() {
        Bytes seed = Bytes.of(People.seed(9));
        byte[] root =
                Signed.object(People.ALICE, io.comity.mission.SignedGrant.DOMAIN, rootPayload(MissionKey.holder(seed)));
        Bytes chain = Bytes.of(new CborWriter(512, 8_192).array(1).bytes(root).toByteArray());
        Chain.Sound sound = (Chain.Sound) Chain.read(chain, People.ALICE_ID, People.NOW);
        return MissionKey.of(seed, sound.chain().value(), List.of("tcp://a.example:4711"));
    }

    private static byte[] rootPayload(Holder holder) {
        return new CborWriter(256, 1_024)
                .array(10)
                .uint(1)
                .bytes(new byte[16])
                .bytes(People.ALICE_ID.key())
                .uint(7)
                .text("hello")
                .uint(1)
                .bytes(holder.key().key())
                .bytes(new byte[0])
                .uint(1_600_000_000)
                .array(0)
                .toByteArray();
    }
}
