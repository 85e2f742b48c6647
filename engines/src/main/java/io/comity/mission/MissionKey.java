package io.comity.mission;

import io.comity.identity.Base32;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A mission key pair with what it is good for: what an owner hands to a friend, who may hand it on to others. Whoever has the text
 * has the rights, all under one account; revoking the key's holder takes them back from all.
 *
 * <p>The text is checked base32 of the canonical CBOR array {@code [1, private key, owner, chain, [address…]]}.
 */
public final class MissionKey {
    static final int MAX_PAYLOAD_BYTES = 8_192;

    private static final String KIND = "mission";
    private static final int VERSION = 1;
    private static final int FIELDS = 5;
    /** Of the private key. */
    public static final int SEED_BYTES = 32;

    private final Bytes seed;
    private final KeyHolder key;
    private final Chain chain;
    private final List<String> addresses;

    private MissionKey(Bytes seed, Chain chain, List<String> addresses) {
        this.seed = seed;
        this.key = MemoryKeyHolder.fromSeed(seed.toArray());
        this.chain = chain;
        this.addresses = List.copyOf(addresses);
    }

    /** The public half of {@code seed}, 32 random bytes: whom the owner's grant names as its holder. */
    public static Holder holder(Bytes seed) {
        return Holder.missionKey(MemoryKeyHolder.fromSeed(seed.toArray()).nodeId());
    }

    /** Puts key and grant together; at most the first {@value Invitation#MAX_ADDRESSES} addresses are told. */
    public static MissionKey of(Bytes seed, Chain chain, List<String> addresses) {
        if (!chain.holder().equals(holder(seed))) {
            throw new MissionException("the grant is not of this mission key");
        }
        return new MissionKey(seed, chain, addresses.subList(0, Math.min(Invitation.MAX_ADDRESSES, addresses.size())));
    }

    /** Whether a text claims to be one. */
    public static boolean isText(String text) {
        return Base32.isOf(KIND, text);
    }

    /** Reads the text form, and holds its chain against {@code now}; every way in which it can be wrong is told in one line. */
    public static Parsed<MissionKey> parse(String text, Instant now) {
        return Base32.parse(KIND, text, MAX_PAYLOAD_BYTES).then(payload -> read(payload, now));
    }

    private static Parsed<MissionKey> read(Bytes payload, Instant now) {
        byte[] bytes = payload.toArray();
        CborReader in = new CborReader(bytes, 0, bytes.length);
        in.tuple(FIELDS);
        boolean isKnown = in.uint() == VERSION;
        Bytes seed = in.fixed(SEED_BYTES);
        Bytes owner = in.fixed(NodeId.SIZE_BYTES);
        Bytes chain = in.bytes(MAX_PAYLOAD_BYTES);
        List<String> addresses = new ArrayList<>();
        for (int left = in.array(Invitation.MAX_ADDRESSES); left > 0; left--) {
            addresses.add(in.text(Invitation.MAX_ADDRESS_BYTES));
        }
        if (in.finish() != null || !isKnown) {
            return new Parsed.Refused<>("it is of a newer Comity or not a mission key at all");
        }
        return NodeId.admit(owner.toArray())
                .map(node -> held(seed, Chain.read(chain, node, now), addresses))
                .orElseGet(() -> new Parsed.Refused<>("its owner is no node"));
    }

    private static Parsed<MissionKey> held(Bytes seed, Chain.Reading reading, List<String> addresses) {
        if (reading instanceof Chain.Worthless worthless) {
            return new Parsed.Refused<>(
                    "its grant is worth nothing now (" + worthless.flaw().label() + "); ask its owner for a new one");
        }
        Chain chain = ((Chain.Sound) reading).chain().value();
        return chain.holder().equals(holder(seed))
                ? new Parsed.Accepted<>(new MissionKey(seed, chain, addresses))
                : new Parsed.Refused<>("its grant is of another key; ask its owner for a new one");
    }

    /** A secret: whoever reads it has the rights. */
    public String text() {
        CborWriter out = new CborWriter(512, MAX_PAYLOAD_BYTES).array(FIELDS).uint(VERSION);
        try {
            out.bytes(seed).bytes(owner().key()).bytes(chain.encoded()).array(addresses.size());
            addresses.forEach(out::text);
        } catch (CborWriter.Full tooLong) {
            throw new MissionException("the mission key would be longer than " + MAX_PAYLOAD_BYTES
                    + " bytes; tell fewer addresses, or grant it by a shorter chain");
        }
        return Base32.text(KIND, out.toByteArray());
    }

    /** The public half, which every holder of the text proves to have. */
    public NodeId holder() {
        return key.nodeId();
    }

    public NodeId owner() {
        return chain.root().owner();
    }

    public Chain chain() {
        return chain;
    }

    public List<String> addresses() {
        return addresses;
    }

    /** What {@code presenter} sends to the owner over the link with this handshake hash, or session with this id. */
    public Presentation presentation(Bytes link, NodeId presenter) {
        return Presentation.of(chain, Possession.prove(key, link, chain.id(), presenter));
    }

    /** As {@link Chain#extend}, by this key. */
    public Chain extend(Holder holder, Caveats caveats, Bytes salt, Instant now) {
        return chain.extend(key, holder, caveats, salt, now);
    }

    /** Never the private key: whoever reads a log must not have the rights. */
    @Override
    public String toString() {
        return "mission key " + key.nodeId() + " for \"" + chain.root().mission() + "\" of " + owner();
    }
}
