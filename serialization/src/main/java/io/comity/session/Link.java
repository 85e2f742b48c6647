package io.comity.session;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;

/**
 * One authenticated, encrypted connection, as its handshake left it.
 *
 * @param peer proved to be at the other end, and on the initiator's side the node that was dialled
 * @param peerBootEpoch what the peer says of its boot
 * @param lastLink the {@link #handshakeHash} of the last link that the side which dialled had with the other when it decided
 *     to, or nothing; by it both tell a link that was given up from one that two dials made at once
 * @param version the newest that both speak
 * @param features those that both offered
 * @param initiator whether this side dialled
 * @param handshakeHash 32 bytes, equal on both sides and unlike those of any other link (Noise section 11.2)
 * @param sealer for the records this side sends
 * @param opener for the records the peer sends
 */
public record Link(
        NodeId peer,
        long peerBootEpoch,
        Bytes lastLink,
        int version,
        long features,
        boolean initiator,
        CipherSuite suite,
        Bytes handshakeHash,
        RecordSealer sealer,
        RecordOpener opener) {
    /** Of {@link #handshakeHash}. */
    public static final int HASH_BYTES = 32;
}
