package io.comity.artery;

import io.comity.identity.NodeId;
import java.util.Optional;

/** A node that has proven, in front of the serializer, that a uid is its own. Called on Artery's threads. */
public interface Correspondent {
    NodeId node();

    long epoch();

    /** Judges a handshake whose signature holds: is it new, and may its signer listen where it says? */
    Optional<Refusal> handshake(Handshake handshake);

    /**
     * Takes a packet.
     *
     * @param frame the envelope from its first byte; valid during the call only
     * @param headerBytes where the body begins
     * @param frameBytes where it ends
     */
    Optional<Refusal> packet(byte[] frame, int headerBytes, int frameBytes);
}
