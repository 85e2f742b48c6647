package io.comity.dissemination;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.topic.Slot;
import java.util.ArrayList;
import java.util.List;

/** Nodes by number, and what they publish. Their keys are nobody's: nothing here signs. */
final class Nodes {
    private static final List<NodeId> KNOWN = new ArrayList<>();

    private Nodes() {}

    static synchronized NodeId node(int number) {
        while (KNOWN.size() <= number) {
            byte[] key = new byte[NodeId.SIZE_BYTES];
            key[0] = (byte) KNOWN.size();
            key[1] = (byte) (KNOWN.size() >> 8);
            KNOWN.add(new NodeId(Bytes.of(key)));
        }
        return KNOWN.get(number);
    }

    static int number(NodeId node) {
        return node.key().at(0) & 0xff | (node.key().at(1) & 0xff) << 8;
    }

    static Slot slot(int publisher, long sequence) {
        return new Slot(node(publisher), 1, sequence);
    }
}
