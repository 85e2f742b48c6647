package io.comity.dissemination;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.topic.Slot;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link Talk} in bytes: the canonical CBOR array {@code [code, …]} of what follows, where a slot is three elements.
 * <pre>
 *  code  talk         elements after it
 *     0  Have         publisher, epoch, sequence … of 1 to 64 slots
 *     1  Graft        the same
 *     2  Prune        publisher
 *     3  Join
 *     4  ForwardJoin  node, steps
 *     5  Ask          urgent
 *     6  Accept
 *     7  Refuse
 *     8  Leave
 *     9  Replaced     node
 *    10  Shuffle      node … up to 16
 *    11  Shuffled     the same
 * </pre>
 * Keys are not admitted here: whoever dials a node or verifies what it signed does that.
 */
public final class TalkCodec {
    /** As many slots as may be, with numbers as long as may be. */
    public static final int MAX_BYTES = 4 * 1_024;

    private static final int SLOT_FIELDS = 3;
    private static final int MAX_ELEMENTS = 1 + SLOT_FIELDS * Talk.MAX_SLOTS;

    private TalkCodec() {}

    public static byte[] encode(Talk talk) {
        CborWriter out = new CborWriter(128, MAX_BYTES);
        if (talk instanceof Talk.Have have) {
            slots(out, 0, have.slots());
        } else if (talk instanceof Talk.Graft graft) {
            slots(out, 1, graft.slots());
        } else if (talk instanceof Talk.Prune prune) {
            nodes(out, 2, List.of(prune.publisher()));
        } else if (talk instanceof Talk.Join) {
            nodes(out, 3, List.of());
        } else if (talk instanceof Talk.ForwardJoin walk) {
            out.array(3).uint(4).bytes(walk.node().key()).uint(walk.steps());
        } else if (talk instanceof Talk.Ask ask) {
            out.array(2).uint(5).bool(ask.urgent());
        } else if (talk instanceof Talk.Accept) {
            nodes(out, 6, List.of());
        } else if (talk instanceof Talk.Refuse) {
            nodes(out, 7, List.of());
        } else if (talk instanceof Talk.Leave) {
            nodes(out, 8, List.of());
        } else if (talk instanceof Talk.Replaced replaced) {
            nodes(out, 9, List.of(replaced.by()));
        } else if (talk instanceof Talk.Shuffle shuffle) {
            nodes(out, 10, shuffle.nodes());
        } else {
            nodes(out, 11, ((Talk.Shuffled) talk).nodes());
        }
        return out.toByteArray();
    }

    private static void slots(CborWriter out, int code, List<Slot> slots) {
        out.array(1 + SLOT_FIELDS * slots.size()).uint(code);
        slots.forEach(
                slot -> out.bytes(slot.publisher().key()).uint(slot.epoch()).uint(slot.sequence()));
    }

    private static void nodes(CborWriter out, int code, List<NodeId> nodes) {
        out.array(1 + nodes.size()).uint(code);
        nodes.forEach(node -> out.bytes(node.key()));
    }

    /** What bytes from outside say, if they say anything. Never throws. */
    public static Optional<Talk> decode(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return Optional.empty();
        }
        CborReader in = new CborReader(bytes, 0, bytes.length);
        int elements = in.array(MAX_ELEMENTS) - 1;
        int code = (int) in.uint(11);
        if (in.fault() != null) {
            return Optional.empty();
        }
        Optional<Talk> talk = decode(code, elements, in);
        return in.finish() == null ? talk : Optional.empty();
    }

    private static Optional<Talk> decode(int code, int elements, CborReader in) {
        return switch (code) {
            case 0 -> slots(elements, in).map(Talk.Have::new);
            case 1 -> slots(elements, in).map(Talk.Graft::new);
            case 2 -> nodes(elements, 1, 1, in).map(nodes -> new Talk.Prune(nodes.get(0)));
            case 3 -> nodes(elements, 0, 0, in).map(none -> new Talk.Join());
            case 4 -> walk(elements, in);
            case 5 -> ask(elements, in);
            case 6 -> nodes(elements, 0, 0, in).map(none -> new Talk.Accept());
            case 7 -> nodes(elements, 0, 0, in).map(none -> new Talk.Refuse());
            case 8 -> nodes(elements, 0, 0, in).map(none -> new Talk.Leave());
            case 9 -> nodes(elements, 1, 1, in).map(nodes -> new Talk.Replaced(nodes.get(0)));
            case 10 -> nodes(elements, 0, Talk.MAX_NODES, in).map(Talk.Shuffle::new);
            default -> nodes(elements, 0, Talk.MAX_NODES, in).map(Talk.Shuffled::new);
        };
    }

    private static Optional<List<Slot>> slots(int elements, CborReader in) {
        if (elements % SLOT_FIELDS != 0 || elements < SLOT_FIELDS) {
            in.refuse(Fault.WRONG_COUNT);
        }
        List<Slot> slots = new ArrayList<>();
        for (int left = elements; left > 0 && in.fault() == null; left -= SLOT_FIELDS) {
            Bytes publisher = in.fixed(NodeId.SIZE_BYTES);
            long epoch = in.uint();
            long sequence = in.uint();
            if (sequence == 0) {
                in.refuse(Fault.OUT_OF_RANGE);
            }
            if (in.fault() == null) {
                slots.add(new Slot(new NodeId(publisher), epoch, sequence));
            }
        }
        return in.fault() == null ? Optional.of(slots) : Optional.empty();
    }

    private static Optional<List<NodeId>> nodes(int elements, int least, int most, CborReader in) {
        if (elements < least || elements > most) {
            in.refuse(Fault.WRONG_COUNT);
        }
        List<NodeId> nodes = new ArrayList<>();
        for (int i = 0; i < elements && in.fault() == null; i++) {
            Bytes key = in.fixed(NodeId.SIZE_BYTES);
            if (in.fault() == null) {
                nodes.add(new NodeId(key));
            }
        }
        return in.fault() == null ? Optional.of(nodes) : Optional.empty();
    }

    private static Optional<Talk> walk(int elements, CborReader in) {
        Bytes node = in.fixed(NodeId.SIZE_BYTES);
        int steps = (int) in.uint(Talk.MAX_STEPS);
        return elements == 2 && in.fault() == null
                ? Optional.of(new Talk.ForwardJoin(new NodeId(node), steps))
                : Optional.empty();
    }

    private static Optional<Talk> ask(int elements, CborReader in) {
        boolean isUrgent = in.bool();
        return elements == 1 && in.fault() == null ? Optional.of(new Talk.Ask(isUrgent)) : Optional.empty();
    }
}
