package io.comity.protocol;

import static io.comity.protocol.VectorFile.hex;

import io.comity.identity.Base32;
import io.comity.identity.Bytes;
import io.comity.mission.Caveats;
import io.comity.mission.Invitation;
import io.comity.mission.Ticket;
import io.comity.wire.CoseSign1;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Invitations as text. */
final class InvitationVectors {
    private static final String DOMAIN = "comity/1 invitation";
    private static final String KIND = "invite";
    private static final Bytes ID = Bytes.ofHex("00112233445566778899aabbccddeeff");
    private static final Instant EXPIRY = Instant.ofEpochSecond(1_900_000_000);

    /** One that is well formed, but for what stands in front of and behind its parts. */
    private static final String ID_ITEM = "50" + ID.toHex();

    private static final String HELLO = "65 68656c6c6f";

    private InvitationVectors() {}

    static VectorFile file() {
        VectorFile file =
                new VectorFile("Each text is to be read as an invitation (identity.md). Expiry is not looked at here.");
        accept(file, "with one address", new Ticket(ID, "hello", 7, 0, EXPIRY), List.of("tcp://192.0.2.1:4711"));
        accept(file, "without an address", new Ticket(ID, "h", 0, 3, EXPIRY), List.of());
        accept(
                file,
                "the longest",
                new Ticket(
                        ID,
                        "m".repeat(64),
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        Instant.ofEpochSecond(Instant.MAX.getEpochSecond())),
                Collections.nCopies(8, "a".repeat(256)));
        Caveats caveats = Caveats.NONE.rate(5, Duration.ofSeconds(1)).quota(1_000);
        accept(file, "for three holders", new Ticket(ID, "hello", 7, 9, EXPIRY, 3, Caveats.NONE), List.of());
        accept(
                file,
                "for less than the whole mission",
                new Ticket(ID, "hello", 7, 9, EXPIRY, 1, caveats),
                List.of("tcp://192.0.2.1:4711"));
        payloads(file);
        objects(file);
        return file;
    }

    private static void accept(VectorFile file, String name, Ticket ticket, List<String> addresses) {
        Invitation invitation = Invitation.sign(Keys.ALICE, ticket, addresses);
        byte[] signed = invitation.signed().toArray();
        byte[] payload = ((CoseSign1.Accepted) CoseSign1.verify(signed, DOMAIN))
                .object()
                .value()
                .payload()
                .toArray();
        file.accept(name)
                .put("text", invitation.text())
                .put("issuer", invitation.issuer().text())
                .put("signed", hex(signed))
                .put("payload", Diagnostic.of(payload));
    }

    private static void refuse(VectorFile file, String name, byte[] signed) {
        file.refuse(name).put("text", Base32.text(KIND, signed));
    }

    /** Truly signed, and wrong. */
    private static void payload(VectorFile file, String name, String payload) {
        refuse(file, name, CoseSign1.sign(Keys.ALICE, DOMAIN, hex(payload)));
    }

    private static void payloads(VectorFile file) {
        payload(file, "version 2", "87 02" + ID_ITEM + HELLO + "07 00 1a713fb300 80");
        String ticket = ID_ITEM + HELLO + "07 00 1a713fb300";
        payload(file, "version 2 of what version 1 can say", "89 02" + ticket + "01 80 80");
        payload(file, "version 2 for nobody", "89 02" + ticket + "00 80 80");
        payload(file, "version 2 for 10001 holders", "89 02" + ticket + "192711 80 80");
        payload(file, "version 3", "89 03" + ticket + "02 80 80");
        payload(file, "six fields", "86 01" + ID_ITEM + HELLO + "07 00 1a713fb300");
        payload(file, "eight fields", "88 01" + ID_ITEM + HELLO + "07 00 1a713fb300 80 00");
        payload(file, "an id of 15 bytes", "87 01 4f 00112233445566778899aabbccddee" + HELLO + "07 00 1a713fb300 80");
        payload(file, "a mission without a name", "87 01" + ID_ITEM + "60 07 00 1a713fb300 80");
        payload(file, "a mission in capitals", "87 01" + ID_ITEM + "65 48656c6c6f 07 00 1a713fb300 80");
        payload(file, "a mission of 65 letters", "87 01" + ID_ITEM + "7841" + "6d".repeat(65) + "07 00 1a713fb300 80");
        payload(file, "a mission with an escape", "87 01" + ID_ITEM + "65 61 1b 5b 30 6d 07 00 1a713fb300 80");
        payload(file, "17 addresses", "87 01" + ID_ITEM + HELLO + "07 00 1a713fb300 91" + "60".repeat(17));
        payload(
                file,
                "an address of 257 bytes",
                "87 01" + ID_ITEM + HELLO + "07 00 1a713fb300 81 790101" + "61".repeat(257));
        payload(file, "an expiry beyond the calendar", "87 01" + ID_ITEM + HELLO + "07 00 1b00701cd2fa957900 80");
        payload(file, "a negative expiry", "87 01" + ID_ITEM + HELLO + "07 00 20 80");
        payload(file, "not an array", "00");
    }

    private static void objects(VectorFile file) {
        byte[] payload = hex("87 01" + ID_ITEM + HELLO + "07 00 1a713fb300 80");
        byte[] good = CoseSign1.sign(Keys.ALICE, DOMAIN, payload);
        refuse(file, "signed under another domain", CoseSign1.sign(Keys.ALICE, "comity/1 handshake", payload));
        refuse(file, "signed by another than it names", withSigner(good));
        refuse(file, "an altered payload", HandshakeVectors.changed(good, 60));
        refuse(file, "an altered signature", HandshakeVectors.changed(good, good.length - 40));
        refuse(file, "another algorithm", HandshakeVectors.changed(good, 5));
        refuse(
                file,
                "a header in the unprotected map",
                VectorFile.join(head(good, 41), hex("a1 01 27"), tail(good, 42)));
        refuse(file, "a byte after it", VectorFile.join(good, new byte[1]));
        refuse(file, "cut short", head(good, good.length - 1));
        refuse(file, "a signature with its S above L", aboveOrder(good));
        refuse(file, "tagged", VectorFile.join(hex("d2"), good));
        refuse(file, "a payload that is not canonical", withPayload(good, payload.length));
        refuse(file, "nothing", new byte[0]);
        file.refuse("a node id").put("text", Keys.ALICE.nodeId().text());
        String text = Base32.text(KIND, good);
        file.refuse("a wrong letter")
                .put("text", text.substring(0, 99) + (text.charAt(99) == 'a' ? 'b' : 'a') + text.substring(100));
    }

    private static byte[] withSigner(byte[] good) {
        byte[] other = good.clone();
        Keys.BOB.nodeId().key().copyTo(other, 9);
        return other;
    }

    /** S + L is the same number modulo L, and as little accepted as any S beyond L. */
    private static byte[] aboveOrder(byte[] good) {
        byte[] order = hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        byte[] above = good.clone();
        int carry = 0;
        for (int i = 0; i < 32; i++) {
            int sum = (above[above.length - 32 + i] & 0xff) + (order[i] & 0xff) + carry;
            above[above.length - 32 + i] = (byte) sum;
            carry = sum >>> 8;
        }
        return above;
    }

    /** The last item, an empty array, made an empty map: of the same length. */
    private static byte[] withPayload(byte[] good, int length) {
        byte[] other = good.clone();
        int payload = good.length - 66 - length;
        other[payload + length - 1] = (byte) 0xa0;
        return other;
    }

    private static byte[] head(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }
}
