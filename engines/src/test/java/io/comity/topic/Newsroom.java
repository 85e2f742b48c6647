package io.comity.topic;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Holder;
import io.comity.mission.Mission;
import io.comity.mission.SignedGrant;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The owner of a topic, and publishers that it lets in. */
final class Newsroom {
    static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
    static final String NAME = "blocks";
    static final String MISSION = "publish-blocks";
    static final List<String> TYPES = List.of("Block", "Vote");
    static final MemoryKeyHolder OWNER = key(1);
    static final TopicId TOPIC = TopicId.of(OWNER.nodeId(), NAME);

    private static int salts;

    private Newsroom() {}

    static MemoryKeyHolder key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return MemoryKeyHolder.fromSeed(seed);
    }

    static Publishers publishers() {
        return new Publishers(OWNER.nodeId(), NAME, MISSION, TYPES, Publishers.Limits.DEFAULT);
    }

    /** A right of {@code mission} for a node. */
    static Chain chain(MemoryKeyHolder owner, String mission, NodeId holder, Caveats caveats) {
        Authority authority = new Authority(owner.nodeId(), NOW.toEpochMilli(), Authority.Limits.DEFAULT, List.of());
        authority.define(new Mission(mission, Map.of(Publishers.engineName(NAME), Set.of())));
        byte[] salt = new byte[SignedGrant.SALT_BYTES];
        salt[0] = (byte) ++salts;
        SignedGrant root = authority.grant(owner, mission, Holder.node(holder), caveats, Bytes.of(salt), NOW);
        Chain.Sound sound = (Chain.Sound) Chain.read(Chain.encode(root), owner.nodeId(), NOW);
        return sound.chain().value();
    }

    /** Somebody who publishes: a node, the key of one epoch, and by which right. */
    static final class Voice {
        final MemoryKeyHolder node;
        final MemoryKeyHolder epochKey;
        final long epoch;
        final Bytes word;
        Bytes chain = Bytes.EMPTY;
        Bytes grant = Bytes.EMPTY;
        private TopicId topic = TOPIC;
        private long next = 1;

        Voice(int number, long epoch) {
            node = key(number);
            epochKey = key(100 + 10 * number + (int) epoch);
            this.epoch = epoch;
            long issued = NOW.getEpochSecond();
            word = new PublisherKey(node.nodeId(), epoch, epochKey.nodeId(), issued, issued + 86_400).sign(node);
        }

        Voice granted(Caveats caveats) {
            Chain given = Newsroom.chain(OWNER, MISSION, node.nodeId(), caveats);
            chain = given.encoded();
            grant = given.id();
            return this;
        }

        Voice by(Voice other) {
            chain = other.chain;
            grant = other.grant;
            return this;
        }

        Voice on(TopicId other) {
            topic = other;
            return this;
        }

        NodeId id() {
            return node.nodeId();
        }

        Slot slot(long sequence) {
            return new Slot(id(), epoch, sequence);
        }

        /** The next messages, said at once at this time. */
        Batch says(Instant at, String... texts) {
            Batch batch = says(next, at, 0, texts);
            next += texts.length;
            return batch;
        }

        Batch says(String... texts) {
            return says(NOW, texts);
        }

        Batch says(long first, Instant at, int type, String... texts) {
            return says(first, at, type, List.of(), texts);
        }

        Batch says(long first, Instant at, int type, List<Slot> after, String... texts) {
            List<Batch.Draft> drafts = new ArrayList<>();
            for (String text : texts) {
                drafts.add(new Batch.Draft(type, text.getBytes(StandardCharsets.UTF_8)));
            }
            Stamp stamp = new Stamp(topic, slot(first), texts.length, at.toEpochMilli(), grant, after);
            return Batch.sign(epochKey, stamp, drafts);
        }
    }

    static String text(Batch batch, int place) {
        return new String(batch.bytes(), batch.offset(place), batch.length(place), StandardCharsets.UTF_8);
    }

    /** As it arrives. */
    static Batch carried(Batch batch) {
        return Batch.read(batch.bytes(), 0, batch.bytes().length).orElseThrow();
    }

    static String[] texts(int count) {
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = "message " + i;
        }
        return texts;
    }
}
