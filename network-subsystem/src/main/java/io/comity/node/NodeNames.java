package io.comity.node;

import io.comity.config.EditDistance;
import io.comity.control.ControlException;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.inquiry.HeldGrant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which node a text means: an id, a petname, or the beginning of the id of a node that is known here. */
final class NodeNames {
    private static final String PREFIX = "node1";
    /** Of the beginning of an id: as much as a log shows. */
    private static final int SHORTEST = PREFIX.length() + 8;

    private final Node node;

    NodeNames(Node node) {
        this.node = node;
    }

    /** @throws ControlException when it means none, or several */
    NodeId resolve(String text) {
        if (!text.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
            return node.petnames().find(text).orElseThrow(() -> unknown(text));
        }
        Parsed<NodeId> parsed = NodeId.parse(text);
        if (parsed instanceof Parsed.Accepted<NodeId> id) {
            return id.value();
        }
        List<NodeId> begun = beginning(text.toLowerCase(Locale.ROOT));
        if (begun.size() == 1) {
            return begun.get(0);
        }
        throw new ControlException("\"" + text + "\" is no node id"
                + (begun.isEmpty()
                        ? " (" + ((Parsed.Refused<NodeId>) parsed).reason() + ")"
                        : ": " + begun.size() + " known nodes begin so; write more of it"));
    }

    private List<NodeId> beginning(String text) {
        Set<NodeId> known = new HashSet<>(node.petnames().list().values());
        known.addAll(node.registry().nodes());
        node.missions().grants().stream().map(HeldGrant::holder).forEach(known::add);
        return text.length() < SHORTEST
                ? List.of()
                : known.stream().filter(id -> id.text().startsWith(text)).toList();
    }

    private ControlException unknown(String text) {
        Collection<String> names = node.petnames().list().keySet();
        return new ControlException("nobody is called \"" + text + "\" here" + EditDistance.hint(text, names)
                + (names.isEmpty() ? "; write a node id (node1…)" : "; known are " + String.join(", ", names)));
    }

    /** The petname, or nothing. */
    String petname(NodeId id) {
        return node.petnames().nameOf(id).orElse("");
    }
}
