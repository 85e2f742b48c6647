package io.comity.mission;

import io.comity.identity.Base32;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import io.comity.wire.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Ticket} signed by the node that will honour it, with the addresses at which that node is reached: what is handed to
 * a friend as text. Whoever presents it first has it, so it is passed on as a secret is.
 *
 * <p>A COSE_Sign1 over the canonical CBOR array {@code [1, id, mission, epoch, generation, expiry in Unix seconds,
 * [address…]]}; for several holders or with caveats, {@code [2, id, mission, epoch, generation, expiry, uses, caveats,
 * [address…]]}. What fits the first form is written in it.
 */
public record Invitation(NodeId issuer, Ticket ticket, List<String> addresses, Bytes signed) {
    static final String DOMAIN = "comity/1 invitation";
    static final int MAX_ADDRESSES = 16;
    static final int MAX_ADDRESS_BYTES = 256;
    static final int MAX_SIGNED_BYTES = 4_096;

    private static final String KIND = "invite";
    private static final int PLAIN = 1;
    private static final int PLAIN_FIELDS = 7;
    private static final int LIMITED = 2;
    private static final int LIMITED_FIELDS = 9;

    public Invitation {
        addresses = List.copyOf(addresses);
    }

    /**
     * Signs {@code ticket}; at most the first {@value #MAX_ADDRESSES} addresses are told.
     *
     * @throws MissionException when it would be too long to be read
     */
    public static Invitation sign(KeyHolder issuer, Ticket ticket, List<String> addresses) {
        List<String> told = addresses.subList(0, Math.min(MAX_ADDRESSES, addresses.size()));
        CborWriter out = new CborWriter(256, MAX_SIGNED_BYTES - CoseSign1.OVERHEAD_BYTES);
        try {
            write(out, ticket, told);
        } catch (CborWriter.Full tooLong) {
            throw new MissionException("the invitation is longer than " + MAX_SIGNED_BYTES
                    + " bytes; name engines instead of their messages, or listen at fewer addresses");
        }
        byte[] signed = CoseSign1.sign(issuer, DOMAIN, out.toByteArray());
        return new Invitation(issuer.nodeId(), ticket, told, Bytes.of(signed));
    }

    private static void write(CborWriter out, Ticket ticket, List<String> told) {
        out.array(ticket.isPlain() ? PLAIN_FIELDS : LIMITED_FIELDS).uint(ticket.isPlain() ? PLAIN : LIMITED);
        out.bytes(ticket.id()).text(ticket.mission()).uint(ticket.epoch()).uint(ticket.generation());
        out.uint(ticket.expiresAt().getEpochSecond());
        if (!ticket.isPlain()) {
            CaveatCodec.write(out.uint(ticket.uses()), ticket.caveats());
        }
        out.array(told.size());
        told.forEach(out::text);
    }

    /** Reads the text form; every way in which it can be wrong is told in one line. */
    public static Parsed<Invitation> parse(String text) {
        return Base32.parse(KIND, text, MAX_SIGNED_BYTES).then(Invitation::read);
    }

    /** Checks who signed the bytes of an invitation, and reads it. */
    public static Parsed<Invitation> read(Bytes signed) {
        return CoseSign1.verify(signed.toArray(), DOMAIN) instanceof CoseSign1.Accepted accepted
                ? verified(accepted.object(), signed)
                : new Parsed.Refused<>("nobody's signature makes it valid; ask for a new one");
    }

    /** The ticket in bytes that someone presented, if {@code issuer} itself signed it. */
    public static Parsed<Verified<Ticket>> redeemable(Bytes presented, NodeId issuer) {
        if (!(CoseSign1.verify(presented.toArray(), DOMAIN, issuer) instanceof CoseSign1.Accepted accepted)) {
            return new Parsed.Refused<>("not signed by " + issuer);
        }
        return verified(accepted.object(), presented)
                .then(read -> new Parsed.Accepted<>(accepted.object().map(object -> read.ticket())));
    }

    private static Parsed<Invitation> verified(Verified<CoseSign1.Signed> object, Bytes signed) {
        byte[] payload = object.value().payload().toArray();
        CborReader in = new CborReader(payload, 0, payload.length);
        int fields = in.array(LIMITED_FIELDS);
        long version = in.uint(LIMITED);
        Bytes id = in.fixed(Ticket.ID_BYTES);
        String mission = in.text(Mission.MAX_NAME_BYTES);
        long epoch = in.uint();
        long generation = in.uint();
        long expiry = in.uint(Instant.MAX.getEpochSecond());
        long uses = version == LIMITED ? in.uint(Ticket.MAX_USES) : 1;
        Caveats caveats = version == LIMITED ? CaveatCodec.read(in) : Caveats.NONE;
        List<String> addresses = addresses(in);
        boolean isForm = version == LIMITED
                ? fields == LIMITED_FIELDS && uses >= 1 && (uses > 1 || !caveats.equals(Caveats.NONE))
                : fields == PLAIN_FIELDS && version == PLAIN;
        // The name is shown to people, so it must not be able to draw on their terminals.
        if (in.finish() != null || !isForm || !Mission.isName(mission)) {
            return new Parsed.Refused<>("it is of a newer Comity or not an invitation at all");
        }
        Ticket ticket = new Ticket(id, mission, epoch, generation, Instant.ofEpochSecond(expiry), uses, caveats);
        return new Parsed.Accepted<>(new Invitation(object.value().signer(), ticket, addresses, signed));
    }

    private static List<String> addresses(CborReader in) {
        int count = in.array(MAX_ADDRESSES);
        List<String> addresses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            addresses.add(in.text(MAX_ADDRESS_BYTES));
        }
        return addresses;
    }

    /** What whoever accepts it may do, for people, before they accept. */
    public List<String> describe() {
        return ticket.caveats().describe();
    }

    /** Letters and digits only, with a checksum, so that it survives mail, paper and a QR code. */
    public String text() {
        return Base32.text(KIND, signed.toArray());
    }

    /** Never the text: whoever reads a log must not be able to accept it. */
    @Override
    public String toString() {
        return "invitation of " + issuer + " to \"" + ticket.mission() + "\" until " + ticket.expiresAt();
    }
}
