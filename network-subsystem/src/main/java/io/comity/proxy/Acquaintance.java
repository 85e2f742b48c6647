package io.comity.proxy;

import io.comity.mission.Reason;
import java.util.List;
import java.util.Map;

/**
 * What this side knows of a remote node at one moment.
 *
 * @param lastFailure why it could not be reached the last time; empty when it could, or nobody tried
 * @param engines that it lets this node send to now, each with its message types
 * @param withdrawn engines that it let this node send to in the last session and no longer does, and why
 */
public record Acquaintance(
        boolean isConnected, String lastFailure, Map<String, List<String>> engines, Map<String, Reason> withdrawn) {
    /** Of a node with which there is no connection and was none. */
    public static final Acquaintance NONE = new Acquaintance(false, "", Map.of(), Map.of());

    public Acquaintance {
        engines = Map.copyOf(engines);
        withdrawn = Map.copyOf(withdrawn);
    }
}
