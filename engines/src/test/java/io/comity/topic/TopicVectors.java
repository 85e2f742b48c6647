package io.comity.topic;

import static io.comity.detached.Json.object;
import static io.comity.topic.Newsroom.NOW;
import static io.comity.topic.Newsroom.OWNER;

import io.comity.identity.Base32;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import io.comity.wire.Verified;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What {@code docs/protocol/topics-vectors.json} holds: names, and what is signed for a topic. */
final class TopicVectors {
    static final Newsroom.Voice BOB = new Newsroom.Voice(2, 5);
    static final Newsroom.Voice CAROL = new Newsroom.Voice(3, 5);
    static final Newsroom.Voice MALLORY = new Newsroom.Voice(4, 5);

    private static final long SECOND = NOW.getEpochSecond();
    /** Of a COSE_Sign1 that was accepted otherwise. */
    private static final String OTHER_DOMAIN = "comity/1 other";

    private TopicVectors() {}

    static Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(
                "about",
                "Topics, see topics.md. Bytes are in hex; long ones are lists of parts, each in hex, or in hex with how often"
                        + " it stands there. Numbers from 2^53 on are in decimal digits. Message n of a tree is of type n"
                        + " modulo 256, and its body is the ASCII text of n. The steps of a script are one after the other.");
        all.put("keys", keys());
        all.put("ids", ids());
        all.put("notNames", List.of("", "A", "a b", "-a", "a/", "é", "a".repeat(65)));
        all.put("notIds", notIds());
        all.put("adverts", adverts());
        all.put("publisherKeys", publisherKeys());
        all.put("cuts", cuts());
        all.put("papers", papers());
        all.putAll(BatchVectors.all());
        List<Object> scripts = new ArrayList<>(JudgingVectors.scripts());
        scripts.addAll(RefusingVectors.scripts());
        all.put("scripts", scripts);
        return all;
    }

    private static Map<String, Object> keys() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("owner", key(OWNER));
        keys.put("bob", key(BOB.node));
        keys.put("carol", key(CAROL.node));
        keys.put("mallory", key(MALLORY.node));
        keys.put("bobsEpoch5", key(BOB.epochKey));
        keys.put("ownersEpoch5", key(Cast.OWNERS.epochKey));
        return keys;
    }

    private static Map<String, Object> key(MemoryKeyHolder holder) {
        return object("public", hex(holder.nodeId()));
    }

    static String hex(NodeId node) {
        return node.key().toHex();
    }

    // What a topic is called.

    private static List<Object> ids() {
        return List.of(
                id(OWNER.nodeId(), Newsroom.NAME),
                id(BOB.id(), Newsroom.NAME),
                id(OWNER.nodeId(), "a"),
                id(OWNER.nodeId(), "0" + "-._/".repeat(15) + "abc"));
    }

    private static Map<String, Object> id(NodeId owner, String name) {
        TopicId id = TopicId.of(owner, name);
        return object("owner", hex(owner), "name", name, "id", id.hash().toHex(), "text", id.text());
    }

    private static List<Object> notIds() {
        byte[] hash = Newsroom.TOPIC.hash().toArray();
        return List.of(
                Base32.text("node", hash),
                Base32.text("topic", Arrays.copyOf(hash, TopicId.BYTES - 1)),
                Base32.text("topic", Arrays.copyOf(hash, TopicId.BYTES + 1)),
                Newsroom.TOPIC.text().replace("topic1", "topic"),
                Newsroom.TOPIC.text() + "a");
    }

    // Adverts.

    /** What an advert says, field by field. */
    private static final class Advert {
        long format = 1;
        String name = Newsroom.NAME;
        long version = 7;
        long issued = SECOND;
        long expires = SECOND + 60;
        String publishers = Newsroom.MISSION;
        List<Long> retention = List.of(1L, 2L, 3L);
        byte[] digest = new byte[16];
        List<String> types = Newsroom.TYPES;

        byte[] bytes() {
            CborWriter out = new CborWriter(512, 1 << 20).array(9).uint(format).text(name);
            out.uint(version).uint(issued).uint(expires).text(publishers);
            out.array(retention.size());
            retention.forEach(out::uint);
            out.bytes(digest).array(types.size());
            types.forEach(out::text);
            return out.toByteArray();
        }

        byte[] signed(KeyHolder by, String domain) {
            return CoseSign1.sign(by, domain, bytes());
        }
    }

    private static List<Object> adverts() {
        List<Object> all = new ArrayList<>();
        all.add(advert("as it should be", changed -> {}));
        all.add(advert("the least numbers", changed -> {
            changed.version = 0;
            changed.issued = 0;
            changed.expires = 1;
            changed.publishers = "";
            changed.retention = List.of(0L, 0L, 0L);
        }));
        all.add(advert("the greatest numbers", changed -> {
            changed.version = Long.MAX_VALUE;
            changed.expires = 253_402_300_799L;
            changed.publishers = "p".repeat(64);
            changed.retention = List.of(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        }));
        all.add(advert("another format", changed -> changed.format = 2));
        all.add(advert("no name", changed -> changed.name = ""));
        all.add(advert("a name of 64 characters", changed -> changed.name = "n".repeat(64)));
        all.add(advert("a name of 65 characters", changed -> changed.name = "n".repeat(65)));
        all.add(advert("a name in capitals", changed -> changed.name = "Blocks"));
        all.add(advert("over before it is issued", changed -> changed.expires = SECOND - 1));
        all.add(advert("over when it is issued", changed -> changed.expires = SECOND));
        all.add(advert("good beyond the year 9999", changed -> changed.expires = 253_402_300_800L));
        all.add(advert("a mission of 65 bytes", changed -> changed.publishers = "p".repeat(65)));
        all.add(advert("a retention of two numbers", changed -> changed.retention = List.of(1L, 2L)));
        all.add(advert("a digest of 15 bytes", changed -> changed.digest = new byte[15]));
        all.add(advert("no types", changed -> changed.types = List.of()));
        all.add(advert("256 types of 128 bytes", changed -> changed.types = types(256, 128)));
        all.add(advert("257 types", changed -> changed.types = types(257, 1)));
        all.add(advert("a type of 129 bytes", changed -> changed.types = types(1, 129)));
        byte[] good = new Advert().signed(OWNER, TopicAdvert.DOMAIN);
        all.add(advert("by another node", new Advert().signed(BOB.node, TopicAdvert.DOMAIN)));
        all.add(advert("under another domain", new Advert().signed(OWNER, OTHER_DOMAIN)));
        all.add(advert("cut short", cutShort(good)));
        all.add(advert("with a byte behind it", Arrays.copyOf(good, good.length + 1)));
        all.add(advert("with a field more", CoseSign1.sign(OWNER, TopicAdvert.DOMAIN, oneMore(new Advert().bytes()))));
        return all;
    }

    private static List<String> types(int count, int length) {
        List<String> types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            types.add("T".repeat(length));
        }
        return types;
    }

    private static Map<String, Object> advert(String name, Consumer<Advert> change) {
        Advert changed = new Advert();
        change.accept(changed);
        return advert(name, changed.signed(OWNER, TopicAdvert.DOMAIN));
    }

    private static Map<String, Object> advert(String name, byte[] signed) {
        Map<String, Object> vector = object("name", name, "advert", VectorBytes.write(signed));
        TopicAdvert read = TopicAdvert.read(Bytes.of(signed), OWNER.nodeId())
                .map(Verified::value)
                .orElse(null);
        vector.put("accepted", read != null);
        if (read != null) {
            vector.put("says", said(read));
        }
        return vector;
    }

    static Map<String, Object> said(TopicAdvert advert) {
        TopicDescription says = advert.description();
        TopicDescription.Retention kept = says.retention();
        return object(
                "topic",
                advert.topic().hash().toHex(),
                "called",
                says.name(),
                "version",
                VectorBytes.number(says.version()),
                "issued",
                says.issuedAt().getEpochSecond(),
                "expires",
                says.expiresAt().getEpochSecond(),
                "publishers",
                says.publishers(),
                "retention",
                List.of(
                        VectorBytes.number(kept.seconds()),
                        VectorBytes.number(kept.messages()),
                        VectorBytes.number(kept.bytes())),
                "digest",
                says.digest().toHex(),
                "types",
                (long) says.types().size(),
                "last",
                says.types().get(says.types().size() - 1));
    }

    // Keys of publishers.

    private static List<Object> publisherKeys() {
        long most = PublisherKey.MAX_LIFETIME_SECONDS;
        byte[] good = word(5, BOB.epochKey.nodeId(), SECOND, SECOND + most);
        byte[] signed = bobs(good);
        byte[] other = CoseSign1.sign(MALLORY.node, PublisherKey.DOMAIN, good);
        byte[] twisted = new byte[NodeId.SIZE_BYTES];
        twisted[0] = 1;
        NodeId bobs = BOB.epochKey.nodeId();
        List<Object> all = new ArrayList<>();
        all.add(publisherKey("good for 90 days", signed));
        all.add(publisherKey("good for a second longer", bobs(word(5, bobs, SECOND, SECOND + most + 1))));
        all.add(publisherKey("good for a second", bobs(word(0, bobs, 0, 1))));
        all.add(publisherKey("good for no time", bobs(word(5, bobs, SECOND, SECOND))));
        all.add(publisherKey(
                "the greatest numbers", bobs(word(Long.MAX_VALUE, bobs, Long.MAX_VALUE - most, Long.MAX_VALUE))));
        all.add(publisherKey("a key that is no sound point", bobs(word(5, new NodeId(Bytes.of(twisted)), 0, 1))));
        all.add(publisherKey("another version", bobs(changedVersion(good))));
        all.add(publisherKey("a field more", bobs(oneMore(good))));
        all.add(publisherKey("by another node", other));
        all.add(publisherKey("under another domain", CoseSign1.sign(BOB.node, OTHER_DOMAIN, good)));
        all.add(publisherKey("cut short", cutShort(signed)));
        all.add(publisherKey("with a byte behind it", Arrays.copyOf(signed, signed.length + 1)));
        return all;
    }

    private static byte[] word(long epoch, NodeId key, long issued, long expires) {
        CborWriter out = new CborWriter(96, 320).array(5).uint(1).uint(epoch).bytes(key.key());
        return out.uint(issued).uint(expires).toByteArray();
    }

    private static byte[] bobs(byte[] payload) {
        return CoseSign1.sign(BOB.node, PublisherKey.DOMAIN, payload);
    }

    private static byte[] changedVersion(byte[] payload) {
        byte[] changed = payload.clone();
        changed[1] = 2;
        return changed;
    }

    /** The same array with a zero behind its other elements. */
    private static byte[] oneMore(byte[] array) {
        byte[] more = Arrays.copyOf(array, array.length + 1);
        more[0]++;
        return more;
    }

    static byte[] cutShort(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length - 1);
    }

    private static Map<String, Object> publisherKey(String name, byte[] signed) {
        PublisherKey read = PublisherKey.read(Bytes.of(signed), BOB.id())
                .map(Verified::value)
                .orElse(null);
        Map<String, Object> vector = object("name", name, "word", VectorBytes.write(signed), "accepted", read != null);
        if (read != null) {
            vector.put("epoch", VectorBytes.number(read.epoch()));
            vector.put("key", hex(read.key()));
            vector.put("issued", VectorBytes.number(read.issued()));
            vector.put("expires", VectorBytes.number(read.expires()));
        }
        return vector;
    }

    // Cuts.

    private static List<Object> cuts() {
        Bytes grant = Bytes.of(new byte[32]);
        byte[] payload = cut(Newsroom.TOPIC.hash(), grant, 5, 9);
        byte[] good = owners(payload);
        List<Object> all = new ArrayList<>();
        all.add(cut("after the ninth message of epoch 5", good));
        all.add(cut("before all", owners(cut(Newsroom.TOPIC.hash(), grant, 0, 0))));
        all.add(cut("the greatest numbers", owners(cut(Newsroom.TOPIC.hash(), grant, Long.MAX_VALUE, Long.MAX_VALUE))));
        all.add(cut("of no chain", owners(cut(Newsroom.TOPIC.hash(), Bytes.EMPTY, 5, 9))));
        all.add(cut("of a topic whose id is short", owners(cut(Bytes.of(new byte[31]), grant, 5, 9))));
        all.add(cut("another version", owners(changedVersion(payload))));
        all.add(cut("a field more", owners(oneMore(payload))));
        all.add(cut("by the publisher", CoseSign1.sign(BOB.node, Cut.DOMAIN, payload)));
        all.add(cut("under another domain", CoseSign1.sign(OWNER, OTHER_DOMAIN, payload)));
        all.add(cut("cut short", cutShort(good)));
        all.add(cut("with a byte behind it", Arrays.copyOf(good, good.length + 1)));
        return all;
    }

    private static byte[] cut(Bytes topic, Bytes grant, long epoch, long sequence) {
        CborWriter out = new CborWriter(160, 320).array(6).uint(1).bytes(topic);
        return out.bytes(BOB.id().key()).bytes(grant).uint(epoch).uint(sequence).toByteArray();
    }

    private static byte[] owners(byte[] payload) {
        return CoseSign1.sign(OWNER, Cut.DOMAIN, payload);
    }

    private static Map<String, Object> cut(String name, byte[] signed) {
        Cut read =
                Cut.read(Bytes.of(signed), OWNER.nodeId()).map(Verified::value).orElse(null);
        Map<String, Object> vector = object("name", name, "cut", VectorBytes.write(signed), "accepted", read != null);
        if (read != null) {
            vector.put("topic", read.topic().hash().toHex());
            vector.put("publisher", hex(read.publisher()));
            vector.put("grant", read.grant().toHex());
            vector.put("epoch", VectorBytes.number(read.epoch()));
            vector.put("sequence", VectorBytes.number(read.sequence()));
        }
        return vector;
    }

    // Papers.

    private static List<Object> papers() {
        Bytes chain = Bytes.of(new byte[100]);
        byte[] good = new Paper(BOB.word, chain).encode().toArray();
        List<Object> all = new ArrayList<>();
        all.add(paper("of somebody with a right", good));
        all.add(paper("of the owner", new Paper(BOB.word, Bytes.EMPTY).encode().toArray()));
        all.add(paper("as long as may be", paper(320, 32_793)));
        all.add(paper("a key too long", paper(321, 0)));
        all.add(paper("a chain too long", paper(0, 32_794)));
        all.add(paper("a field more", oneMore(good)));
        all.add(paper("cut short", cutShort(good)));
        all.add(paper("with a byte behind it", Arrays.copyOf(good, good.length + 1)));
        return all;
    }

    private static byte[] paper(int keyBytes, int chainBytes) {
        CborWriter out = new CborWriter(512, 1 << 16).array(2);
        return out.bytes(new byte[keyBytes]).bytes(new byte[chainBytes]).toByteArray();
    }

    private static Map<String, Object> paper(String name, byte[] bytes) {
        Paper read = Paper.read(Bytes.of(bytes)).orElse(null);
        Map<String, Object> vector = object("name", name, "paper", VectorBytes.write(bytes), "accepted", read != null);
        if (read != null) {
            vector.put("key", VectorBytes.write(read.key().toArray()));
            vector.put("chain", VectorBytes.write(read.chain().toArray()));
        }
        return vector;
    }
}
