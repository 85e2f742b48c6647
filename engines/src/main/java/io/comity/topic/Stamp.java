package io.comity.topic;

import io.comity.evidence.Hashing;
import io.comity.identity.Bytes;
import io.comity.identity.Ed25519;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * What a publisher says of messages that it signs together. Signed is the canonical CBOR array {@code [1, topic, publisher,
 * epoch, first, count, time, grant, [publisher, epoch, sequence…], root]} under {@value #DOMAIN}.
 *
 * @param first the slot of the first message; the others follow without a gap
 * @param count of messages, 1 to {@value #MAX_COUNT}
 * @param timeMillis Unix milliseconds by the publisher's clock; never falls as sequences rise
 * @param grant the id of the chain by which it may publish, or nothing for the topic's owner
 * @param after what it had seen of others, for whoever wants causal order; at most {@value #MAX_AFTER}
 */
public record Stamp(TopicId topic, Slot first, int count, long timeMillis, Bytes grant, List<Slot> after) {
    public static final int MAX_COUNT = 256;
    public static final int MAX_AFTER = 16;

    static final String DOMAIN = "comity/1 topic batch";
    static final int FIELDS = 8;
    static final int MAX_BYTES = 1_280;

    private static final int VERSION = 1;
    private static final int SLOT_FIELDS = 3;

    /** The end of the year 9999. */
    private static final long MAX_MILLIS = 253_402_300_799_999L;

    public Stamp {
        after = List.copyOf(after);
    }

    public NodeId publisher() {
        return first.publisher();
    }

    /** The slot of the message at {@code place}. */
    public Slot slot(int place) {
        return new Slot(first.publisher(), first.epoch(), first.sequence() + place);
    }

    /** 64 bytes. */
    Bytes sign(KeyHolder key, Bytes root) {
        return Bytes.of(key.sign(DOMAIN, signed(root)));
    }

    /** Whether {@code key} signed it over these messages. One signature check. */
    boolean isSigned(NodeId key, Bytes root, Bytes signature) {
        byte[] signed = signed(root);
        return Ed25519.verify(key, DOMAIN, signed, 0, signed.length, signature.toArray());
    }

    private byte[] signed(Bytes root) {
        CborWriter out = new CborWriter(256, MAX_BYTES).array(FIELDS + 2).uint(VERSION);
        writeFields(out);
        return out.bytes(root).toByteArray();
    }

    void write(CborWriter out) {
        out.array(FIELDS);
        writeFields(out);
    }

    private void writeFields(CborWriter out) {
        out.bytes(topic.hash()).bytes(publisher().key());
        out.uint(first.epoch())
                .uint(first.sequence())
                .uint(count)
                .uint(timeMillis)
                .bytes(grant);
        out.array(SLOT_FIELDS * after.size());
        for (Slot slot : after) {
            out.bytes(slot.publisher().key()).uint(slot.epoch()).uint(slot.sequence());
        }
    }

    /** What {@code in} has next; meaningless when it has a fault afterwards. */
    static Stamp read(CborReader in) {
        in.tuple(FIELDS);
        Bytes topic = in.fixed(TopicId.BYTES);
        Bytes publisher = in.fixed(NodeId.SIZE_BYTES);
        long epoch = in.uint();
        long first = sequence(in);
        int count = (int) in.uint(MAX_COUNT);
        long time = in.uint(MAX_MILLIS);
        Bytes grant = in.bytes(Hashing.BYTES);
        boolean isSound = count > 0 && first <= Long.MAX_VALUE - count && grant.size() % Hashing.BYTES == 0;
        if (!isSound) {
            in.refuse(Fault.OUT_OF_RANGE);
        }
        List<Slot> after = after(in);
        return in.fault() == null
                ? new Stamp(
                        new TopicId(topic), new Slot(new NodeId(publisher), epoch, first), count, time, grant, after)
                : NONE;
    }

    private static List<Slot> after(CborReader in) {
        int elements = in.array(SLOT_FIELDS * MAX_AFTER);
        if (elements % SLOT_FIELDS != 0) {
            in.refuse(Fault.WRONG_COUNT);
        }
        List<Slot> after = new ArrayList<>();
        for (int left = elements; left > 0 && in.fault() == null; left -= SLOT_FIELDS) {
            Bytes publisher = in.fixed(NodeId.SIZE_BYTES);
            long epoch = in.uint();
            long sequence = sequence(in);
            if (in.fault() == null) {
                after.add(new Slot(new NodeId(publisher), epoch, sequence));
            }
        }
        return after;
    }

    private static long sequence(CborReader in) {
        long sequence = in.uint();
        if (sequence == 0) {
            in.refuse(Fault.OUT_OF_RANGE);
            return 1;
        }
        return sequence;
    }

    /** In place of what could not be read. */
    private static final Stamp NONE = new Stamp(
            new TopicId(Bytes.of(new byte[TopicId.BYTES])),
            new Slot(new NodeId(Bytes.of(new byte[NodeId.SIZE_BYTES])), 0, 1),
            1,
            0,
            Bytes.EMPTY,
            List.of());
}
