package io.comity.topic;

import io.comity.evidence.Hashing;
import io.comity.identity.Bytes;
import io.comity.identity.Ed25519;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.Fault;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one publisher that were signed together, or some of them: the others are then hashes, so that whoever wants few
 * of them needs the rest no more than those who pass them on, and can still show that its publisher said them. Its form is the
 * canonical CBOR array {@code [stamp, signature, places, [type, body…], beside]}:
 * <pre>
 *  stamp      [topic, publisher, epoch, first, count, time, grant, [publisher, epoch, sequence…]], see {@link Stamp}
 *  places     a bit for each message, from the highest of the first byte on: whether it is here; nothing when all are
 *  beside     the hashes beside those that are here, see {@link BatchTree}
 * </pre>
 * Immutable, but for its bytes, which must not change. That it was read says that its form is right and nothing else: ask
 * {@link #isSigned}.
 */
public final class Batch {
    /** Of one message's body. */
    public static final int MAX_BODY_BYTES = 48 * 1_024;

    /** Of the whole. */
    public static final int MAX_BYTES = 56 * 1_024;

    /** Of a message's wire type, in the list of its topic. */
    public static final int MAX_TYPE = 255;

    /** Of one message, beside its bytes: its leaf, its type and where it is. */
    private static final int MESSAGE_BYTES = Hashing.BYTES + 3 * Integer.BYTES;

    private static final int FIELDS = 5;
    private static final int MAX_PLACES_BYTES = Stamp.MAX_COUNT / 8;

    private final Stamp stamp;
    private final Bytes signature;
    private final byte[] encoded;
    private final BitSet present;
    private final int[] types;
    private final int[] offsets;
    private final int[] lengths;
    private final byte[] beside;
    private byte @Nullable [] leaves;
    private @Nullable Bytes root;

    private Batch(
            Stamp stamp,
            Bytes signature,
            byte[] encoded,
            BitSet present,
            int[] types,
            int[] offsets,
            int[] lengths,
            byte[] beside) {
        this.stamp = stamp;
        this.signature = signature;
        this.encoded = encoded;
        this.present = present;
        this.types = types;
        this.offsets = offsets;
        this.lengths = lengths;
        this.beside = beside;
    }

    /** About what it takes in memory, in bytes: many times as much as it is long when its messages are short. */
    public int weight() {
        return encoded.length + MESSAGE_BYTES * stamp.count();
    }

    /** One message before it is signed. */
    public record Draft(int type, byte[] body) {}

    /**
     * Signs messages together.
     *
     * @param key a key that the publisher vouched for, see {@link PublisherKey}
     * @param stamp with as many messages as there are drafts
     */
    public static Batch sign(KeyHolder key, Stamp stamp, List<Draft> drafts) {
        if (drafts.size() != stamp.count() || drafts.isEmpty()) {
            throw new IllegalArgumentException(drafts.size() + " messages are not " + stamp.count());
        }
        CborWriter out = head(stamp, stamp.sign(key, root(drafts)), new byte[0], drafts.size(), MAX_BYTES);
        drafts.forEach(draft -> out.uint(draft.type()).bytes(draft.body()));
        byte[] encoded = out.bytes(new byte[0]).toByteArray();
        return read(encoded, 0, encoded.length).orElseThrow();
    }

    private static Bytes root(List<Draft> drafts) {
        Hashing hashing = new Hashing();
        byte[] leaves = new byte[drafts.size() * Hashing.BYTES];
        BitSet all = new BitSet();
        for (int place = 0; place < drafts.size(); place++) {
            Draft draft = drafts.get(place);
            BatchTree.leaf(hashing, draft.type(), draft.body(), 0, draft.body().length, leaves, place);
            all.set(place);
        }
        return Objects.requireNonNull(
                new BatchTree(hashing, leaves, drafts.size(), all, new byte[0]).root(), "nothing is missing");
    }

    private static CborWriter head(Stamp stamp, Bytes signature, byte[] places, int messages, int maxBytes) {
        CborWriter out = new CborWriter(Math.min(1_024, maxBytes), maxBytes).array(FIELDS);
        stamp.write(out);
        return out.bytes(signature).bytes(places).array(2 * messages);
    }

    /** What {@code bytes[offset, offset + length)} hold, if it is a batch. Never throws; the bytes are copied. */
    public static Optional<Batch> read(byte[] bytes, int offset, int length) {
        if (length > MAX_BYTES) {
            return Optional.empty();
        }
        byte[] own = Arrays.copyOfRange(bytes, offset, offset + length);
        CborReader in = new CborReader(own, 0, length);
        in.tuple(FIELDS);
        Stamp stamp = Stamp.read(in);
        Bytes signature = in.fixed(Ed25519.SIGNATURE_BYTES);
        BitSet present = places(in, stamp.count());
        int here = present.cardinality();
        int[] types = new int[stamp.count()];
        int[] offsets = new int[stamp.count()];
        int[] lengths = new int[stamp.count()];
        in.tuple(2 * here);
        for (int place = present.nextSetBit(0);
                place >= 0 && in.fault() == null;
                place = present.nextSetBit(place + 1)) {
            types[place] = (int) in.uint(MAX_TYPE);
            lengths[place] = in.slice(MAX_BODY_BYTES);
            offsets[place] = in.sliceOffset();
        }
        byte[] beside = in.byteArray(Stamp.MAX_COUNT * Hashing.BYTES);
        return in.finish() == null
                ? Optional.of(new Batch(stamp, signature, own, present, types, offsets, lengths, beside))
                : Optional.empty();
    }

    private static BitSet places(CborReader in, int count) {
        byte[] bits = in.byteArray(MAX_PLACES_BYTES);
        BitSet present = new BitSet(count);
        if (bits.length == 0) {
            present.set(0, count);
            return present;
        }
        for (int place = 0; place < 8 * bits.length; place++) {
            present.set(place, (bits[place / 8] >>> (7 - place % 8) & 1) == 1);
        }
        boolean isCanonical = bits.length == (count + 7) / 8
                && present.length() <= count
                && present.cardinality() > 0
                && present.cardinality() < count;
        if (!isCanonical) {
            in.refuse(Fault.OUT_OF_RANGE);
        }
        return present;
    }

    private static byte[] bits(BitSet present, int count) {
        if (present.cardinality() == count) {
            return new byte[0];
        }
        byte[] bits = new byte[(count + 7) / 8];
        present.stream().forEach(place -> bits[place / 8] |= (byte) (0x80 >>> place % 8));
        return bits;
    }

    /** The same signature over fewer messages, and nothing of the others but hashes. */
    Batch only(BitSet wanted) {
        BitSet kept = kept(wanted);
        return kept.equals(present) ? this : cut(kept, MAX_BYTES);
    }

    /** These messages in as few bytes as may be: hashes of short messages can take more room than the messages, which then stay. */
    public Batch with(BitSet wanted) {
        BitSet kept = kept(wanted);
        if (kept.equals(present)) {
            return this;
        }
        try {
            return cut(kept, encoded.length);
        } catch (CborWriter.Full longer) {
            return this;
        }
    }

    private BitSet kept(BitSet wanted) {
        BitSet kept = (BitSet) present.clone();
        kept.and(wanted);
        if (kept.isEmpty()) {
            throw new IllegalArgumentException("nothing of it is left");
        }
        return kept;
    }

    private Batch cut(BitSet kept, int maxBytes) {
        CborWriter out = head(stamp, signature, bits(kept, stamp.count()), kept.cardinality(), maxBytes);
        kept.stream().forEach(place -> out.uint(types[place]).bytes(encoded, offsets[place], lengths[place]));
        byte[] cut = out.bytes(tree().besideOnly(kept)).toByteArray();
        return read(cut, 0, cut.length).orElseThrow();
    }

    public Stamp stamp() {
        return stamp;
    }

    Bytes signature() {
        return signature;
    }

    /** Of the messages that are here. */
    public BitSet places() {
        return (BitSet) present.clone();
    }

    /** Whether every message of the batch is here. */
    public boolean isWhole() {
        return present.cardinality() == stamp.count();
    }

    public boolean has(int place) {
        return present.get(place);
    }

    /** The first place from {@code place} on of which the message is here, or -1. */
    public int next(int place) {
        return present.nextSetBit(place);
    }

    public int type(int place) {
        return types[place];
    }

    /** The array that holds all of it; a message's body is {@code [offset, offset + length)} of it. */
    public byte[] bytes() {
        return encoded;
    }

    public int offset(int place) {
        return offsets[place];
    }

    public int length(int place) {
        return lengths[place];
    }

    /** Whether the hash of one message that is here stands at {@code at} of {@code hashes}. */
    boolean isLeaf(int place, byte[] hashes, int at) {
        int from = place * Hashing.BYTES;
        return Arrays.equals(leaves(), from, from + Hashing.BYTES, hashes, at, at + Hashing.BYTES);
    }

    /** The hash of one message that is here, to {@code out}. */
    void copyLeaf(int place, byte[] out, int at) {
        System.arraycopy(leaves(), place * Hashing.BYTES, out, at, Hashing.BYTES);
    }

    /** Whether two messages that are here have the same hash. */
    boolean isSameMessage(int place, Batch other, int otherPlace) {
        return isLeaf(place, other.leaves(), otherPlace * Hashing.BYTES);
    }

    private byte[] leaves() {
        byte[] known = leaves;
        if (known == null) {
            Hashing hashing = new Hashing();
            known = new byte[stamp.count() * Hashing.BYTES];
            for (int place = next(0); place >= 0; place = next(place + 1)) {
                BatchTree.leaf(hashing, types[place], encoded, offsets[place], lengths[place], known, place);
            }
            leaves = known;
        }
        return known;
    }

    /** Whether {@code key} signed all of it. Hashes it and checks one signature. */
    public boolean isSigned(NodeId key) {
        Bytes known = root();
        return known != null && stamp.isSigned(key, known, signature);
    }

    private @Nullable Bytes root() {
        if (root == null) {
            root = tree().root();
        }
        return root;
    }

    private BatchTree tree() {
        return new BatchTree(new Hashing(), leaves(), stamp.count(), present, beside);
    }

    /** Whether both are the same bytes. */
    public boolean isSameAs(Batch other) {
        return Arrays.equals(encoded, other.encoded);
    }

    @Override
    public String toString() {
        return "batch of " + stamp.count() + " from " + stamp.first();
    }
}
