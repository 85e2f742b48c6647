package io.comity.transport.artery;

import io.comity.artery.Endpoint;
import io.comity.identity.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which peer listens where. An address belongs to the peer that was seen there, for as long as it is connected; else to the
 * one that was dialled there, or said last that it listens there. Not thread-safe: under the lock of {@link Peers}.
 */
final class AddressBook {
    private final Map<Endpoint, Peer> owners = new HashMap<>();

    Optional<Peer> ownerOf(Endpoint endpoint) {
        return Optional.ofNullable(owners.get(endpoint));
    }

    /** Whether nobody else was seen at {@code endpoint} who is still there. */
    boolean mayTake(Peer peer, Endpoint endpoint) {
        return ownerOf(endpoint)
                .filter(owner -> owner != peer && owner.pinned && !owner.isIdle())
                .isEmpty();
    }

    /** Whether {@code node}, of whom {@code peer} is what is known, may answer at {@code endpoint}. */
    boolean mayAnswer(NodeId node, Optional<Peer> peer, Endpoint endpoint) {
        boolean claims = peer.flatMap(Peer::claimed).filter(endpoint::equals).isPresent();
        return claims
                || ownerOf(endpoint).filter(owner -> owner.node().equals(node)).isPresent();
    }

    /** Gives the address to {@code peer}; the wires of whoever had it before are to be ended. */
    List<ArteryWire> settle(Peer peer, Endpoint endpoint) {
        List<ArteryWire> severed = new ArrayList<>();
        Peer former = owners.put(endpoint, peer);
        if (former != null && former != peer) {
            severed.addAll(former.wires());
            former.endpoint = null;
            former.pinned = false;
        }
        if (peer.endpoint != null && !peer.endpoint.equals(endpoint)) {
            owners.remove(peer.endpoint, peer);
            peer.pinned = false;
        }
        peer.endpoint = endpoint;
        return severed;
    }

    void remove(Peer peer) {
        if (peer.endpoint != null) {
            owners.remove(peer.endpoint, peer);
        }
    }
}
