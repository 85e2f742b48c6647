package io.comity.topic;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What proves to anybody, without a network, that a publisher signed two messages for one slot: the canonical CBOR array {@code
 * [1, key, batch, key, batch]}, each batch cut down to the one message, each key vouched for by the publisher. Nobody can make
 * one against a publisher that never did it.
 *
 * @param slot that both are in
 * @param signed the bytes, to be shown to others
 */
public record Equivocation(TopicId topic, Slot slot, Bytes signed) {
    /** Two messages as long as may be, with what is beside them. */
    public static final int MAX_BYTES = 2 * (Batch.MAX_BYTES + PublisherKey.MAX_SIGNED_BYTES + 16);

    private static final int VERSION = 1;
    private static final int FIELDS = 5;

    /** One of the two. */
    record Side(Bytes key, Batch batch) {
        /** The message in {@code slot} alone. */
        Side only(Slot slot) {
            BitSet place = new BitSet();
            place.set((int) (slot.sequence() - batch.stamp().first().sequence()));
            return new Side(key, batch.only(place));
        }

        private void write(CborWriter out) {
            out.bytes(key).bytes(batch.bytes());
        }
    }

    /** The proof of two batches that were verified, and hold different messages in {@code slot}. */
    static Equivocation of(Slot slot, Side one, Side other) {
        CborWriter out = new CborWriter(1_024, MAX_BYTES).array(FIELDS).uint(VERSION);
        one.only(slot).write(out);
        other.only(slot).write(out);
        return new Equivocation(one.batch().stamp().topic(), slot, Bytes.of(out.toByteArray()));
    }

    /** The proof in bytes from outside, if it proves it. At most eight signature checks; never throws. */
    public static Optional<Equivocation> read(Bytes signed) {
        if (signed.size() > MAX_BYTES) {
            return Optional.empty();
        }
        byte[] bytes = signed.toArray();
        CborReader in = new CborReader(bytes, 0, bytes.length);
        in.tuple(FIELDS);
        boolean isKnown = in.uint() == VERSION;
        Bytes key = in.bytes(PublisherKey.MAX_SIGNED_BYTES);
        byte[] batch = in.byteArray(Batch.MAX_BYTES);
        Bytes otherKey = in.bytes(PublisherKey.MAX_SIGNED_BYTES);
        byte[] otherBatch = in.byteArray(Batch.MAX_BYTES);
        if (in.finish() != null || !isKnown) {
            return Optional.empty();
        }
        return side(key, batch).flatMap(one -> side(otherKey, otherBatch).flatMap(other -> proof(one, other, signed)));
    }

    /** One message that its publisher said, if it did. */
    private static Optional<Side> side(Bytes key, byte[] encoded) {
        return Batch.read(encoded, 0, encoded.length)
                .filter(batch -> single(batch).isPresent() && isSaid(key, batch))
                .map(batch -> new Side(key, batch));
    }

    private static boolean isSaid(Bytes key, Batch batch) {
        return NodeId.admit(batch.stamp().publisher().key().toArray())
                .flatMap(publisher -> PublisherKey.read(key, publisher))
                .filter(word -> word.value().epoch() == batch.stamp().first().epoch())
                .filter(word -> batch.isSigned(word.value().key()))
                .isPresent();
    }

    private static OptionalInt single(Batch batch) {
        int place = batch.next(0);
        return batch.next(place + 1) < 0 ? OptionalInt.of(place) : OptionalInt.empty();
    }

    private static Optional<Equivocation> proof(Side one, Side other, Bytes signed) {
        int place = one.batch().next(0);
        int otherPlace = other.batch().next(0);
        Slot slot = one.batch().stamp().slot(place);
        boolean isLie = one.batch().stamp().topic().equals(other.batch().stamp().topic())
                && slot.equals(other.batch().stamp().slot(otherPlace))
                && !one.batch().isSameMessage(place, other.batch(), otherPlace);
        return isLie ? Optional.of(new Equivocation(one.batch().stamp().topic(), slot, signed)) : Optional.empty();
    }
}
