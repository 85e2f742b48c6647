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
 * one that was dialled there; else to one that said it listens there. Not thread-safe: under the lock of {@link Peers}.
 */
final class AddressBook {
    private final Map<Endpoint, Peer> owners = new HashMap<>();
    private final boolean provesPlaces;

    /** Where no connection proves who listens somewhere, whoever said so first keeps the address from strangers. */
    AddressBook(boolean provesPlaces) {
        this.provesPlaces = provesPlaces;
    }

    Optional<Peer> ownerOf(Endpoint endpoint) {
        return Optional.ofNullable(owners.get(endpoint));
    }

    /** Whether {@code peer} may be dialled at {@code endpoint}: nobody else was seen there who is still there. */
    boolean mayDial(Peer peer, Endpoint endpoint) {
        return rival(peer, endpoint)
                .filter(owner -> owner.pinned || (!provesPlaces && !owner.connections.isEmpty()))
                .isEmpty();
    }

    /** Whether {@code peer} may say that it listens at {@code endpoint}; what the owner dialled there goes before. */
    boolean mayClaim(Peer peer, Endpoint endpoint) {
        return rival(peer, endpoint)
                .filter(owner -> owner.pinned || owner.dialled || !(provesPlaces || (peer.known && !owner.known)))
                .isEmpty();
    }

    private Optional<Peer> rival(Peer peer, Endpoint endpoint) {
        return ownerOf(endpoint).filter(owner -> owner != peer && !owner.isIdle());
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
            former.dialled = false;
        }
        if (peer.endpoint != null && !peer.endpoint.equals(endpoint)) {
            owners.remove(peer.endpoint, peer);
            peer.pinned = false;
            peer.dialled = false;
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
