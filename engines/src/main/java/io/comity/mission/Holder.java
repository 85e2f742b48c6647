package io.comity.mission;

import io.comity.identity.NodeId;

/**
 * Whose a grant is.
 *
 * @param key an Ed25519 public key that was admitted
 */
public record Holder(Role role, NodeId key) {
    /** What the key is. The order is the wire code. */
    public enum Role {
        /** A node's own: it holds the grant by being that node. */
        NODE,
        /** Of a mission key pair: whoever has the private key holds it, and proves that with a {@link Possession}. */
        MISSION_KEY
    }

    public static Holder node(NodeId node) {
        return new Holder(Role.NODE, node);
    }

    public static Holder missionKey(NodeId key) {
        return new Holder(Role.MISSION_KEY, key);
    }
}
