package io.comity.mission;

import static io.comity.detached.Json.object;
import static io.comity.mission.People.ALICE;
import static io.comity.mission.People.BOB;
import static io.comity.mission.People.CAROL;
import static io.comity.mission.People.LATER;
import static io.comity.mission.People.LINK;
import static io.comity.mission.People.MALLORY;
import static io.comity.mission.People.NOW;
import static io.comity.mission.People.TOKEN;
import static io.comity.mission.People.encode;
import static io.comity.mission.People.node;
import static io.comity.mission.People.root;
import static io.comity.mission.People.salt;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.wire.CborWriter;
import io.comity.wire.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a node in another language must make of chains, caveats and proofs, made by this code from fixed keys. */
final class GrantVectors {
    private static final Caveats EVERY = Caveats.NONE
            .notBefore(NOW)
            .until(LATER)
            .rate(50, Duration.ofSeconds(1))
            .burst(100)
            .inFlight(10)
            .quota(100_000)
            .maxBytes(4_096)
            .evidence(Evidence.BATCH)
            .depth(7)
            .only(Kind.all("clock"), new Kind("greeter", "Greet"), new Kind("greeter", "Note"));
    private static final SignedGrant ROOT = root(node(BOB), EVERY);

    private GrantVectors() {}

    static Map<String, Object> all() {
        return object(
                "about",
                "Grants, see grants.md. Bytes are in hex. A chain is read as one of the owner's at the second now: sound, or its"
                        + " first flaw and in which link. met is what holds in the end, as the bytes of caveats.",
                "keys",
                object(
                        "owner", key(1, ALICE),
                        "bob", key(2, BOB),
                        "carol", key(3, CAROL),
                        "mallory", key(4, MALLORY),
                        "missionKey", key(5, TOKEN)),
                "chains",
                chains(),
                "caveats",
                caveats(),
                "possessions",
                possessions(),
                "notices",
                notices(),
                "presentations",
                presentations());
    }

    private static Map<String, Object> key(int seed, MemoryKeyHolder key) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return object(
                "seed", Bytes.of(bytes).toHex(), "public", key.nodeId().key().toHex());
    }

    // Chains.

    private static SignedGrant child(Caveats caveats) {
        return SignedGrant.child(BOB, ROOT, node(CAROL), caveats, salt(2), NOW);
    }

    private static List<Object> chains() {
        List<Object> all = new ArrayList<>();
        SignedGrant child = child(Caveats.NONE.every(Duration.ofMillis(200)).only(new Kind("greeter", "Greet")));
        all.add(chain("a root", NOW, encode(ROOT)));
        all.add(chain("a root without caveats, to a mission key", NOW, encode(toToken())));
        all.add(chain("a child that narrows", NOW, encode(ROOT, child)));
        all.add(chain("a child that states nothing", NOW, encode(ROOT, child(Caveats.NONE))));
        all.add(chain("eight links", NOW, links(8)));
        all.add(chain("nine links", NOW, links(9)));
        all.add(chain("no link", NOW, encode()));
        all.add(chain("in its first second", NOW, encode(ROOT)));
        all.add(chain("a second too early", NOW.minusSeconds(1), encode(ROOT)));
        all.add(chain("in its last second", LATER.minusSeconds(1), encode(ROOT)));
        all.add(chain("at its expiry", LATER, encode(ROOT)));
        all.add(chain("a child wider in rate", NOW, encode(ROOT, child(Caveats.NONE.every(Duration.ofNanos(1))))));
        all.add(chain("a child wider in burst", NOW, encode(ROOT, child(Caveats.NONE.burst(101)))));
        all.add(chain(
                "a child that asks for less evidence", NOW, encode(ROOT, child(Caveats.NONE.evidence(Evidence.OFF)))));
        all.add(chain("a child with as much depth", NOW, encode(ROOT, child(Caveats.NONE.depth(7)))));
        all.add(chain("a child of a kind not given", NOW, encode(ROOT, child(Caveats.NONE.only(Kind.all("greeter"))))));
        all.add(chain("a child of a root without depth", NOW, childOfRootWithoutDepth()));
        all.add(chain("a child signed by another", NOW, encode(ROOT, forged(MALLORY, ROOT.id(), "hello", 7))));
        all.add(chain("a child of another parent", NOW, encode(ROOT, forged(BOB, child.id(), "hello", 7))));
        all.add(chain("a child of another mission", NOW, encode(ROOT, forged(BOB, ROOT.id(), "other", 7))));
        all.add(chain("a child of another serial", NOW, encode(ROOT, forged(BOB, ROOT.id(), "hello", 8))));
        all.add(chain("a child alone", NOW, encode(child)));
        all.add(chain("a root of another owner", NOW, encode(ofMallory())));
        byte[] altered = encode(ROOT).toArray();
        altered[altered.length - 1] ^= 1;
        all.add(chain("an altered signature", NOW, Bytes.of(altered)));
        return all;
    }

    private static SignedGrant toToken() {
        return root(Holder.missionKey(TOKEN.nodeId()), Caveats.NONE);
    }

    private static SignedGrant ofMallory() {
        return SignedGrant.root(MALLORY, 7, "hello", node(BOB), Caveats.NONE, salt(1), NOW);
    }

    private static Bytes childOfRootWithoutDepth() {
        SignedGrant root = root(node(BOB), Caveats.NONE);
        return encode(root, SignedGrant.child(BOB, root, node(CAROL), Caveats.NONE, salt(2), NOW));
    }

    private static SignedGrant forged(MemoryKeyHolder signer, Bytes parent, String mission, long serial) {
        return SignedGrant.sign(
                signer,
                new SignedGrant.Content(
                        salt(2), ALICE.nodeId(), serial, mission, node(CAROL), parent, NOW, Caveats.NONE));
    }

    /** Bob to himself, again and again. */
    private static Bytes links(int count) {
        List<SignedGrant> links = new ArrayList<>(List.of(ROOT));
        while (links.size() < count) {
            SignedGrant last = links.get(links.size() - 1);
            links.add(SignedGrant.child(BOB, last, node(BOB), Caveats.NONE, salt(links.size()), NOW));
        }
        return encode(links.toArray(new SignedGrant[0]));
    }

    private static Map<String, Object> chain(String name, Instant now, Bytes encoded) {
        Map<String, Object> vector = object("name", name, "now", now.getEpochSecond(), "chain", encoded.toHex());
        if (Chain.read(encoded, ALICE.nodeId(), now) instanceof Chain.Sound sound) {
            Chain chain = sound.chain().value();
            vector.put("verdict", "sound");
            vector.put("id", chain.id().toHex());
            vector.put("holder", chain.holder().key().key().toHex());
            vector.put("met", bytes(chain.caveats()).toHex());
        } else if (Chain.read(encoded, ALICE.nodeId(), now) instanceof Chain.Worthless worthless) {
            vector.put("verdict", worthless.flaw().label());
            vector.put("link", (long) worthless.link());
        }
        return vector;
    }

    // What is smaller.

    static Bytes bytes(Caveats caveats) {
        CborWriter out = new CborWriter(64, SignedGrant.MAX_SIGNED_BYTES);
        CaveatCodec.write(out, caveats);
        return Bytes.of(out.toByteArray());
    }

    private static List<Object> caveats() {
        List<Object> all = new ArrayList<>();
        all.add(object("name", "none", "caveats", bytes(Caveats.NONE).toHex(), "accepted", true));
        all.add(object("name", "each", "caveats", bytes(EVERY).toHex(), "accepted", true));
        all.add(object("name", "nothing may be sent", "caveats", "820a80", "accepted", true));
        for (Caveat caveat : Caveat.values()) {
            all.add(number(caveat, caveat.max(), "the most", true));
            all.add(number(caveat, caveat.max() + 1, "one more than the most", false));
        }
        all.add(object("name", "a key that is not known", "caveats", "820b00", "accepted", false));
        all.add(object("name", "keys that fall", "caveats", "8405010401", "accepted", false));
        all.add(object("name", "a key twice", "caveats", "8405010501", "accepted", false));
        all.add(object("name", "a key without a value", "caveats", "8105", "accepted", false));
        all.add(object("name", "a map", "caveats", "a10501", "accepted", false));
        all.add(object("name", "an interval of 0", "caveats", "820300", "accepted", false));
        all.add(object(
                "name", "kinds that are not sorted", "caveats", "820a84616261546161" + "6154", "accepted", false));
        all.add(object("name", "an engine without a type", "caveats", "820a816161", "accepted", false));
        all.add(object("name", "an engine in capitals", "caveats", "820a8261416154", "accepted", false));
        return all;
    }

    private static Map<String, Object> number(Caveat caveat, long value, String name, boolean accepted) {
        byte[] bytes =
                new CborWriter(16, 16).array(2).uint(caveat.key()).uint(value).toByteArray();
        return object(
                "name",
                name + " of key " + caveat.key(),
                "caveats",
                Bytes.of(bytes).toHex(),
                "accepted",
                accepted);
    }

    private static List<Object> possessions() {
        Bytes chain = toToken().id();
        Bytes good = Possession.prove(TOKEN, LINK, chain, BOB.nodeId());
        List<Object> all = new ArrayList<>();
        all.add(possession("of the mission key", good, chain));
        all.add(possession("by another key", Possession.prove(MALLORY, LINK, chain, BOB.nodeId()), chain));
        all.add(possession("for another presenter", Possession.prove(TOKEN, LINK, chain, CAROL.nodeId()), chain));
        all.add(possession("on another link", Possession.prove(TOKEN, chain, chain, BOB.nodeId()), chain));
        all.add(possession("cut short", Bytes.of(good.toArray(), 0, good.size() - 1), chain));
        return all;
    }

    private static Map<String, Object> possession(String name, Bytes proof, Bytes chain) {
        boolean accepted =
                Possession.check(proof, TOKEN.nodeId(), LINK, BOB.nodeId()).isPresent();
        return object(
                "name", name,
                "key", TOKEN.nodeId().key().toHex(),
                "link", LINK.toHex(),
                "chain", chain.toHex(),
                "presenter", BOB.nodeId().key().toHex(),
                "proof", proof.toHex(),
                "accepted", accepted);
    }

    private static List<Object> notices() {
        Bytes chain = toToken().id();
        Bytes good = Notice.sign(ALICE, chain, Reason.REVOKED, NOW);
        List<Object> all = new ArrayList<>();
        all.add(notice("of the owner", good));
        all.add(notice("by another node", Notice.sign(MALLORY, chain, Reason.REVOKED, NOW)));
        all.add(notice(
                "of a chain whose id is short", Notice.sign(ALICE, Bytes.of(new byte[31]), Reason.REVOKED, NOW)));
        all.add(notice("cut short", Bytes.of(good.toArray(), 0, good.size() - 1)));
        all.add(notice("too long", Bytes.of(Arrays.copyOf(good.toArray(), Notice.MAX_SIGNED_BYTES + 1))));
        return all;
    }

    private static Map<String, Object> notice(String name, Bytes signed) {
        Notice read = Notice.read(signed, ALICE.nodeId()).map(Verified::value).orElse(null);
        return read == null
                ? object("name", name, "notice", signed.toHex(), "accepted", false)
                : object(
                        "name",
                        name,
                        "notice",
                        signed.toHex(),
                        "accepted",
                        true,
                        "chain",
                        read.chain().toHex(),
                        "reason",
                        (long) read.reason().code(),
                        "at",
                        read.at().getEpochSecond());
    }

    private static List<Object> presentations() {
        Chain chain = People.read(encode(toToken()));
        Bytes proof = Possession.prove(TOKEN, LINK, chain.id(), BOB.nodeId());
        return List.of(
                object(
                        "name",
                        "of a node's chain",
                        "presentation",
                        Presentation.of(chain).encode().toHex()),
                object(
                        "name",
                        "of a mission key's chain",
                        "presentation",
                        Presentation.of(chain, proof).encode().toHex()));
    }
}
