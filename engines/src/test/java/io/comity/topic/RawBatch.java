package io.comity.topic;

import io.comity.evidence.Hashing;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.wire.CborWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A batch field by field, with whatever in them, signed all the same; what is not said is right. */
final class RawBatch {
    private final Newsroom.Voice voice;
    Bytes topic;
    KeyHolder key;
    String domain = Stamp.DOMAIN;
    int version = 1;
    long first = 1;
    long time = Newsroom.NOW.toEpochMilli();
    Bytes grant;
    final List<Object> after = new ArrayList<>();
    final List<Batch.Draft> drafts = new ArrayList<>();
    /** As many as there are drafts, unless it is said. */
    long count = -1;

    byte[] places = {};
    /** Of those at the places; all, unless it is said. */
    @Nullable
    List<Integer> here;

    byte[] beside = {};
    int signatureBytes = 64;

    RawBatch(Newsroom.Voice voice, String... texts) {
        this.voice = voice;
        topic = Newsroom.TOPIC.hash();
        key = voice.epochKey;
        grant = voice.grant;
        for (String text : texts) {
            say(0, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    RawBatch say(int type, byte[] body) {
        drafts.add(new Batch.Draft(type, body));
        return this;
    }

    RawBatch say(int times, int type, byte[] body) {
        for (int i = 0; i < times; i++) {
            say(type, body);
        }
        return this;
    }

    /** One more slot that was seen. */
    RawBatch sees(Bytes publisher, long epoch, long sequence) {
        after.addAll(List.of(publisher, epoch, sequence));
        return this;
    }

    /** Cut down to these. */
    RawBatch only(Integer... wanted) {
        here = List.of(wanted);
        BitSet kept = new BitSet();
        List.of(wanted).forEach(kept::set);
        places = new byte[(drafts.size() + 7) / 8];
        kept.stream().forEach(place -> places[place / 8] |= (byte) (0x80 >>> place % 8));
        BitSet all = new BitSet();
        all.set(0, drafts.size());
        beside = tree(all).besideOnly(kept);
        return this;
    }

    byte[] bytes() {
        byte[] signature = Arrays.copyOf(key.sign(domain, signed()), signatureBytes);
        CborWriter out = writer().array(5).array(8);
        fields(out);
        List<Integer> present = here == null ? all() : here;
        out.bytes(signature).bytes(places).array(2 * present.size());
        present.forEach(place ->
                out.uint(drafts.get(place).type()).bytes(drafts.get(place).body()));
        return out.bytes(beside).toByteArray();
    }

    private List<Integer> all() {
        List<Integer> all = new ArrayList<>();
        for (int place = 0; place < drafts.size(); place++) {
            all.add(place);
        }
        return all;
    }

    private byte[] signed() {
        CborWriter out = writer().array(10).uint(version);
        fields(out);
        return out.bytes(root()).toByteArray();
    }

    private void fields(CborWriter out) {
        out.bytes(topic).bytes(voice.id().key()).uint(voice.epoch).uint(first);
        out.uint(count < 0 ? drafts.size() : count).uint(time).bytes(grant).array(after.size());
        for (Object each : after) {
            if (each instanceof Bytes bytes) {
                out.bytes(bytes);
            } else {
                out.uint((Long) each);
            }
        }
    }

    Bytes root() {
        BitSet all = new BitSet();
        all.set(0, drafts.size());
        boolean isEmpty = drafts.isEmpty();
        return isEmpty
                ? Bytes.of(new byte[Hashing.BYTES])
                : Objects.requireNonNull(tree(all).root());
    }

    private BatchTree tree(BitSet all) {
        Hashing hashing = new Hashing();
        byte[] leaves = new byte[drafts.size() * Hashing.BYTES];
        for (int place = 0; place < drafts.size(); place++) {
            Batch.Draft draft = drafts.get(place);
            BatchTree.leaf(hashing, draft.type(), draft.body(), 0, draft.body().length, leaves, place);
        }
        return new BatchTree(hashing, leaves, drafts.size(), all, new byte[0]);
    }

    private static CborWriter writer() {
        return new CborWriter(1_024, 1 << 20);
    }
}
