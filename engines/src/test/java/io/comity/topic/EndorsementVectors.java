package io.comity.topic;

import static io.comity.detached.Json.object;
import static io.comity.topic.TopicVectors.BOB;
import static io.comity.topic.TopicVectors.MALLORY;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.wire.CborWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Of {@link TopicVectors}: the owner's words for batches of others. */
final class EndorsementVectors {
    private static final KeyHolder OWNERS_KEY = Cast.OWNERS.epochKey;

    private EndorsementVectors() {}

    static List<Object> endorsements() {
        Batch batch = batch(1);
        byte[] good = Endorsement.sign(OWNERS_KEY, 5, batch).encode();
        RawBatch forged = new RawBatch(BOB, "a", "b");
        forged.key = MALLORY.epochKey;
        BitSet second = new BitSet();
        second.set(1);
        List<Object> all = new ArrayList<>();
        all.add(endorsement("of this batch", good, batch));
        all.add(endorsement("of one of which this is a part", good, batch.only(second)));
        all.add(endorsement(
                "of the greatest epoch",
                Endorsement.sign(OWNERS_KEY, Long.MAX_VALUE, batch).encode(),
                batch));
        all.add(endorsement("of another batch", good, batch(2)));
        all.add(endorsement("of what another key signed", good, read(forged)));
        all.add(endorsement(
                "by another key", Endorsement.sign(MALLORY.epochKey, 5, batch).encode(), batch));
        all.add(endorsement(
                "by the owner's own key",
                Endorsement.sign(Newsroom.OWNER, 5, batch).encode(),
                batch));
        all.add(endorsement(
                "under another domain", encoded(5, OWNERS_KEY.sign("comity/1 other", signed(1, batch))), batch));
        all.add(endorsement(
                "of another version", encoded(5, OWNERS_KEY.sign(Endorsement.DOMAIN, signed(2, batch))), batch));
        all.add(endorsement("a signature of 63 bytes", encoded(5, new byte[63]), batch));
        all.add(endorsement("cut short", TopicVectors.cutShort(good), batch));
        all.add(endorsement("with a byte behind it", Arrays.copyOf(good, good.length + 1), batch));
        return all;
    }

    private static Batch batch(long first) {
        RawBatch raw = new RawBatch(BOB, "a", "b");
        raw.first = first;
        return read(raw);
    }

    private static Batch read(RawBatch raw) {
        byte[] bytes = raw.bytes();
        return Batch.read(bytes, 0, bytes.length).orElseThrow();
    }

    private static byte[] signed(int version, Batch batch) {
        Stamp stamp = batch.stamp();
        CborWriter out = new CborWriter(192, 256).array(6).uint(version);
        out.bytes(stamp.topic().hash()).bytes(stamp.publisher().key());
        out.uint(stamp.first().epoch()).uint(stamp.first().sequence());
        return out.bytes(batch.signature()).toByteArray();
    }

    private static byte[] encoded(long epoch, byte[] signature) {
        return new CborWriter(80, 80).array(2).uint(epoch).bytes(signature).toByteArray();
    }

    private static Map<String, Object> endorsement(String name, byte[] bytes, Batch batch) {
        return object(
                "name",
                name,
                "endorsement",
                Bytes.of(bytes).toHex(),
                "batch",
                VectorBytes.write(batch.bytes()),
                "accepted",
                Endorsement.read(bytes)
                        .filter(read -> read.isOf(batch, OWNERS_KEY.nodeId()))
                        .isPresent());
    }
}
