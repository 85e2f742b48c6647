package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import io.comity.wire.Verified;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One link of a {@link Chain}: the right to act under a mission of {@code owner}, given to a key. A root is signed by the owner,
 * a child by its parent's holder. That it is signed says nothing of whether it stands; see {@link Chain}.
 *
 * <p>A COSE_Sign1 (see {@link CoseSign1}) over the canonical CBOR array {@code [1, salt, owner, serial, mission, role, holder,
 * parent, issued, caveats]}.
 *
 * @param id SHA-256 of what was signed: of its content and signer, and not of the signature, which has many forms
 * @param salt 16 random bytes, so that no two grants are one
 * @param serial of the root: how many grants its owner made before, in the whole life of its key; the same in every child
 * @param parent the id of the link before; empty in a root
 * @param issuedAt by the signer's clock
 * @param signed the bytes of the object
 */
public record SignedGrant(
        Bytes id,
        NodeId signer,
        Bytes salt,
        NodeId owner,
        long serial,
        String mission,
        Holder holder,
        Bytes parent,
        Instant issuedAt,
        Caveats caveats,
        Bytes signed) {
    public static final String DOMAIN = "comity/1 grant";
    public static final int SALT_BYTES = 16;
    public static final int ID_BYTES = 32;
    /** Of the object; caveats with many long names are held by it too. */
    public static final int MAX_SIGNED_BYTES = 4_096;

    private static final int VERSION = 1;
    private static final int FIELDS = 10;
    private static final int MAX_PAYLOAD_BYTES = MAX_SIGNED_BYTES - CoseSign1.OVERHEAD_BYTES;

    /** What a grant says besides its signature. */
    record Content(
            Bytes salt,
            NodeId owner,
            long serial,
            String mission,
            Holder holder,
            Bytes parent,
            Instant issuedAt,
            Caveats caveats) {}

    /** Expected caller: the Router, for the owner's node. */
    static SignedGrant root(
            KeyHolder owner, long serial, String mission, Holder holder, Caveats caveats, Bytes salt, Instant now) {
        return sign(owner, new Content(salt, owner.nodeId(), serial, mission, holder, Bytes.EMPTY, now, caveats));
    }

    /**
     * Passes on what {@code parent} gives to {@code signer}, its holder. Nothing is held back here: a child that widens is
     * worthless to whoever verifies it, see {@link Chain#extend}.
     */
    static SignedGrant child(
            KeyHolder signer, SignedGrant parent, Holder holder, Caveats caveats, Bytes salt, Instant now) {
        return sign(
                signer,
                new Content(
                        salt, parent.owner(), parent.serial(), parent.mission(), holder, parent.id(), now, caveats));
    }

    static SignedGrant sign(KeyHolder signer, Content content) {
        CborWriter out = new CborWriter(256, MAX_PAYLOAD_BYTES).array(FIELDS).uint(VERSION);
        try {
            out.bytes(content.salt()).bytes(content.owner().key()).uint(content.serial());
            out.text(content.mission()).uint(content.holder().role().ordinal());
            out.bytes(content.holder().key().key()).bytes(content.parent());
            out.uint(content.issuedAt().getEpochSecond());
            CaveatCodec.write(out, content.caveats());
        } catch (CborWriter.Full tooLong) {
            throw new MissionException("the grant is longer than " + MAX_SIGNED_BYTES
                    + " bytes; name engines instead of their messages, or make two grants");
        }
        Bytes signed = Bytes.of(CoseSign1.sign(signer, DOMAIN, out.toByteArray()));
        return read(signed, signer.nodeId())
                .map(Verified::value)
                .orElseThrow(() -> new MissionException("a grant of this content is worth nothing: " + content));
    }

    /** The grant in bytes from outside, if they are one and {@code signer} signed it; costs two signature checks. */
    static Optional<Verified<SignedGrant>> read(Bytes signed, NodeId signer) {
        return signed.size() <= MAX_SIGNED_BYTES
                        && CoseSign1.verify(signed.toArray(), DOMAIN, signer) instanceof CoseSign1.Accepted accepted
                ? content(accepted.object().value().payload())
                        .map(content -> accepted.object().map(object -> of(object, content, signed)))
                : Optional.empty();
    }

    private static SignedGrant of(CoseSign1.Signed object, Content content, Bytes signed) {
        return new SignedGrant(
                object.id(),
                object.signer(),
                content.salt(),
                content.owner(),
                content.serial(),
                content.mission(),
                content.holder(),
                content.parent(),
                content.issuedAt(),
                content.caveats(),
                signed);
    }

    private static Optional<Content> content(Bytes payload) {
        byte[] bytes = payload.toArray();
        CborReader in = new CborReader(bytes, 0, bytes.length);
        in.tuple(FIELDS);
        boolean isKnown = in.uint() == VERSION;
        Bytes salt = in.fixed(SALT_BYTES);
        Bytes owner = in.fixed(NodeId.SIZE_BYTES);
        long serial = in.uint();
        String mission = in.text(Mission.MAX_NAME_BYTES);
        int role = (int) in.uint(Holder.Role.values().length - 1);
        Bytes key = in.fixed(NodeId.SIZE_BYTES);
        Bytes parent = in.bytes(ID_BYTES);
        long issued = in.uint(Caveat.MAX_SECONDS);
        Caveats caveats = CaveatCodec.read(in);
        if (in.finish() != null || !isKnown || !Mission.isName(mission) || !isParent(parent)) {
            return Optional.empty();
        }
        @Nullable NodeId holder = NodeId.admit(key.toArray()).orElse(null);
        return holder == null
                ? Optional.empty()
                : Optional.of(new Content(
                        salt,
                        new NodeId(owner),
                        serial,
                        mission,
                        new Holder(Holder.Role.values()[role], holder),
                        parent,
                        Instant.ofEpochSecond(issued),
                        caveats));
    }

    private static boolean isParent(Bytes parent) {
        return parent.size() == 0 || parent.size() == ID_BYTES;
    }

    public boolean isRoot() {
        return parent.size() == 0;
    }

    /** Whose and for what; never the bytes. */
    @Override
    public String toString() {
        return "grant " + id + " of \"" + mission + "\" of " + owner + " to " + holder.key() + " " + caveats;
    }
}
