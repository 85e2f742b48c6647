package io.comity.node;

import io.comity.config.ConfigException;
import io.comity.config.Section;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.transport.Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nodes that the settings name with their addresses: {@code comity.seeds = ["node1…@tcp://host:4711", …]}. */
final class Seeds {
    static final int MAX = 256;

    private static final String KEY = "seeds";
    private static final char SEPARATOR = '@';

    private Seeds() {}

    /** Several addresses of one node are several entries; the order is kept. */
    static Map<NodeId, List<Address>> read(Section comity, List<String> transports) {
        List<String> entries = comity.texts(KEY);
        if (entries.size() > MAX) {
            throw comity.refused(KEY, "has " + entries.size() + " entries; allowed " + MAX);
        }
        Map<NodeId, List<Address>> seeds = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            add(seeds, comity, i, entries.get(i), transports);
        }
        return seeds;
    }

    private static void add(
            Map<NodeId, List<Address>> seeds, Section comity, int index, String entry, List<String> transports) {
        int at = entry.indexOf(SEPARATOR);
        if (at < 0) {
            throw refused(comity, index, "is not a node id, @ and an address, such as node1…@tcp://host:4711");
        }
        Parsed<NodeId> node = NodeId.parse(entry.substring(0, at));
        if (!(node instanceof Parsed.Accepted<NodeId> accepted)) {
            throw refused(comity, index, "has a wrong node id: " + ((Parsed.Refused<NodeId>) node).reason());
        }
        Optional<Address> address = Address.parse(entry.substring(at + 1));
        if (address.isEmpty()) {
            throw refused(comity, index, "has no address after the @, such as tcp://host:4711");
        }
        String transport = address.get().transport();
        if (!transports.contains(transport)) {
            throw refused(
                    comity,
                    index,
                    "needs " + transport + ", which this node does not use; add it to comity.transports");
        }
        seeds.computeIfAbsent(accepted.value(), fresh -> new ArrayList<>()).add(address.get());
    }

    private static ConfigException refused(Section comity, int index, String why) {
        return comity.refused(KEY, ": entry " + (index + 1) + " " + why);
    }
}
