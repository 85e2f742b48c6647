package io.comity.mission;

import io.comity.identity.NodeId;

/** The right of {@code holder} to act under {@code mission}, while {@code gate} is open. */
public record Grant(Mission mission, NodeId holder, Gate gate) {
    /** Whether it lets a message of this type pass to this engine, were it still open. */
    public boolean covers(String engine, Class<?> message) {
        return mission.allows(engine, message);
    }

    public boolean isOpen() {
        return gate.closed() == null;
    }
}
