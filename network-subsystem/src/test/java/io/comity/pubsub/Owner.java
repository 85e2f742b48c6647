package io.comity.pubsub;

import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.topic.Batch;
import io.comity.topic.Press;
import io.comity.topic.PublisherKey;
import io.comity.topic.Publishers;
import io.comity.topic.TopicAdvert;
import io.comity.topic.TopicDescription;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;

/** Who owns a topic of texts, and what it says there. */
final class Owner {
    static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
    static final Protocol<String> PROTOCOL = Protocol.of(String.class);
    static final List<String> TYPES = PROTOCOL.wireNames();

    final MemoryKeyHolder node = key(1);
    final MemoryKeyHolder epochKey = key(2);
    final Bytes word = new PublisherKey(
                    node.nodeId(), 1, epochKey.nodeId(), NOW.getEpochSecond(), NOW.getEpochSecond() + 3_600)
            .sign(node);
    final TopicAdvert advert = TopicAdvert.sign(
            node,
            new TopicDescription(
                    "news",
                    1,
                    NOW,
                    NOW.plusSeconds(3_600),
                    "publish",
                    TopicDescription.Retention.NONE,
                    Bytes.of(PROTOCOL.digest()),
                    TYPES));
    final Publishers publishers = new Publishers(node.nodeId(), "news", "publish", TYPES, Publishers.Limits.DEFAULT);
    private final Press press = new Press(advert.topic(), node.nodeId(), 1, epochKey);

    Owner() {
        publishers.introduce(node.nodeId(), word, Bytes.EMPTY, NOW).ifPresent(why -> {
            throw new AssertionError(why);
        });
    }

    static MemoryKeyHolder key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return MemoryKeyHolder.fromSeed(seed);
    }

    /** A batch of one text of less than 24 bytes. */
    Batch says(String text) {
        byte[] letters = text.getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[1 + letters.length];
        body[0] = (byte) (0x60 | letters.length);
        System.arraycopy(letters, 0, body, 1, letters.length);
        return says(body);
    }

    Batch says(byte[] body) {
        press.add(0, body);
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
