package io.comity.pubsub;

import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.topic.Batch;
import io.comity.topic.Press;
import io.comity.topic.PublisherKey;
import io.comity.topic.Publishers;
import io.comity.topic.Slot;
import io.comity.topic.TopicAdvert;
import io.comity.topic.TopicDescription;
import io.comity.topic.TopicId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Who owns a topic of texts, and what it says there. */
final class Owner {
    static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
    static final Protocol<String> PROTOCOL = Protocol.of(String.class);
    static final List<String> TYPES = PROTOCOL.wireNames();

    final MemoryKeyHolder node = key(1);
    final MemoryKeyHolder epochKey = key(2);
    final Bytes word;
    final TopicAdvert advert;
    final Publishers publishers = new Publishers(node.nodeId(), "news", "publish", TYPES, Publishers.Limits.DEFAULT);
    private final Press press = new Press(TopicId.of(node.nodeId(), "news"), node.nodeId(), 1, epochKey);

    Owner() {
        this(Duration.ofHours(1));
    }

    /** @param life of what it signs */
    Owner(Duration life) {
        word = word(node, epochKey, life);
        advert = advert(1, NOW, life);
        publishers.introduce(node.nodeId(), word, Bytes.EMPTY, NOW).ifPresent(why -> {
            throw new AssertionError(why);
        });
    }

    static MemoryKeyHolder key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return MemoryKeyHolder.fromSeed(seed);
    }

    /** A node's word for a key in its first epoch. */
    static Bytes word(MemoryKeyHolder node, MemoryKeyHolder epochKey, Duration life) {
        long issued = NOW.getEpochSecond();
        return new PublisherKey(node.nodeId(), 1, epochKey.nodeId(), issued, issued + life.toSeconds()).sign(node);
    }

    TopicAdvert advert(long version, Instant issued, Duration life) {
        return TopicAdvert.sign(
                node,
                new TopicDescription(
                        "news",
                        version,
                        issued,
                        issued.plus(life),
                        "publish",
                        TopicDescription.Retention.NONE,
                        Bytes.of(PROTOCOL.digest()),
                        TYPES));
    }

    /** The same, of messages that are others. */
    static TopicDescription ofOtherMessages(TopicDescription like) {
        return with(like.name(), Bytes.of(new byte[16]), like);
    }

    static TopicDescription called(String name, TopicDescription like) {
        return with(name, like.digest(), like);
    }

    private static TopicDescription with(String name, Bytes digest, TopicDescription like) {
        return new TopicDescription(
                name,
                like.version(),
                like.issuedAt(),
                like.expiresAt(),
                like.publishers(),
                like.retention(),
                digest,
                like.types());
    }

    static Signing signing(KeyHolder node) {
        return paper -> CompletableFuture.completedStage(paper.apply(node));
    }

    /** Of its own engine, which stores nothing. */
    TopicPubSub.Settings settings(Company company) {
        return new TopicPubSub.Settings(
                node.nodeId(),
                node.nodeId(),
                "news",
                PROTOCOL,
                advert,
                null,
                null,
                new Publishing(1, epochKey, word, signing(node)),
                claims -> CompletableFuture.completedStage(List.of()),
                () -> NOW,
                company);
    }

    /** A batch of texts of less than 24 bytes each. */
    Batch says(String... texts) {
        for (String text : texts) {
            byte[] letters = text.getBytes(StandardCharsets.UTF_8);
            byte[] body = new byte[1 + letters.length];
            body[0] = (byte) (0x60 | letters.length);
            System.arraycopy(letters, 0, body, 1, letters.length);
            press.add(0, body);
        }
        return printed();
    }

    Batch says(byte[] body) {
        press.add(0, body);
        return printed();
    }

    /** A batch of one body that comes after these. */
    Batch answers(List<Slot> after, byte[] body) {
        press.add(0, body);
        return press.print(Bytes.EMPTY, after, NOW.toEpochMilli()).orElseThrow();
    }

    private Batch printed() {
        return press.print(Bytes.EMPTY, List.of(), NOW.toEpochMilli()).orElseThrow();
    }

    static BitSet first() {
        BitSet first = new BitSet();
        first.set(0);
        return first;
    }

    Feed.Introduced introduction() {
        return new Feed.Introduced(node.nodeId().key().toArray(), word.toArray(), new byte[0]);
    }
}
