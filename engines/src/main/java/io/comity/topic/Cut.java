package io.comity.topic;

import io.comity.evidence.Hashing;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import io.comity.wire.Verified;
import java.util.Optional;

/**
 * The word of a topic's owner that what a publisher says under one chain counts up to here and no further: how a right to
 * publish is taken back on every node, be it told by anybody. A COSE_Sign1 by the owner over the canonical CBOR array {@code [1,
 * topic, publisher, grant, epoch, sequence]}. Of several for one chain the one that leaves least holds.
 *
 * @param grant the id of the chain that is dead
 * @param epoch of the last message that counts
 * @param sequence of the last message that counts; 0 when none of the epoch does
 */
public record Cut(TopicId topic, NodeId publisher, Bytes grant, long epoch, long sequence) {
    public static final String DOMAIN = "comity/1 topic cut";

    /** Of the signed object. */
    public static final int MAX_SIGNED_BYTES = 320;

    private static final int VERSION = 1;
    private static final int FIELDS = 6;

    /** Expected caller: the Router, for the topic's owner. */
    public Bytes sign(KeyHolder owner) {
        CborWriter out = new CborWriter(160, MAX_SIGNED_BYTES).array(FIELDS).uint(VERSION);
        out.bytes(topic.hash()).bytes(publisher.key()).bytes(grant).uint(epoch).uint(sequence);
        return Bytes.of(CoseSign1.sign(owner, DOMAIN, out.toByteArray()));
    }

    /** The cut in bytes from outside, if {@code owner}, whose key was admitted before, made it. Two signature checks. */
    public static Optional<Verified<Cut>> read(Bytes signed, NodeId owner) {
        return signed.size() <= MAX_SIGNED_BYTES
                        && CoseSign1.verify(signed.toArray(), DOMAIN, owner) instanceof CoseSign1.Accepted accepted
                ? content(accepted.object().value().payload())
                        .map(content -> accepted.object().map(object -> content))
                : Optional.empty();
    }

    private static Optional<Cut> content(Bytes payload) {
        byte[] bytes = payload.toArray();
        CborReader in = new CborReader(bytes, 0, bytes.length);
        in.tuple(FIELDS);
        boolean isKnown = in.uint() == VERSION;
        Bytes topic = in.fixed(TopicId.BYTES);
        Bytes publisher = in.fixed(NodeId.SIZE_BYTES);
        Bytes grant = in.fixed(Hashing.BYTES);
        long epoch = in.uint();
        long sequence = in.uint();
        return in.finish() == null && isKnown
                ? Optional.of(new Cut(new TopicId(topic), new NodeId(publisher), grant, epoch, sequence))
                : Optional.empty();
    }

    /** Whether a message in {@code slot} still counts. */
    boolean admits(Slot slot) {
        return slot.epoch() < epoch || slot.epoch() == epoch && slot.sequence() <= sequence;
    }

    /** Whether it leaves less than {@code other}. */
    boolean isNarrowerThan(Cut other) {
        return epoch < other.epoch || epoch == other.epoch && sequence < other.sequence;
    }
}
