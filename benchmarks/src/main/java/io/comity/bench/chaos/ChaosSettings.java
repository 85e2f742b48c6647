package io.comity.bench.chaos;

import io.comity.bench.Ranges;
import io.comity.node.Transports;
import java.util.List;

/**
 * What the chaos bench does.
 *
 * @param cuts made
 * @param messages sent in each direction, at least
 * @param transports of the two addresses by which each node knows the other; one name stands for both
 * @param seed of the cuts
 */
public record ChaosSettings(int cuts, long messages, List<String> transports, long seed) {
    static final int MAX_CUTS = 100_000;
    static final long MAX_MESSAGES = 1_000_000_000;

    /** Those that reach a node by one port that anybody may forward. */
    private static final List<String> FORWARDABLE = List.of("tcp", "tls", "grpc");

    public ChaosSettings {
        Ranges.check("--cuts", cuts, 1, MAX_CUTS);
        Ranges.check("--messages", messages, 1, MAX_MESSAGES);
        if (transports.isEmpty() || transports.size() > 2 || !known().containsAll(transports)) {
            throw new IllegalArgumentException("--transport must be one or two of " + String.join(", ", known())
                    + ", not '" + String.join(",", transports) + "'");
        }
        transports = List.copyOf(transports);
    }

    /** The transports that this bench can cut. */
    public static List<String> known() {
        return FORWARDABLE.stream().filter(Transports.names()::contains).toList();
    }

    /** The transport of the address in a slot. */
    String transport(int slot) {
        return transports.get(slot % transports.size());
    }

    /** Each once. */
    List<String> used() {
        return transports.stream().distinct().toList();
    }
}
