package io.comity.session;

/** Why a handshake failed. For the owner's counters and log: the peer is told nothing, the wire just closes. */
public enum Fault {
    /** A frame or a field has a length, a type or a range that no peer of ours would send. */
    MALFORMED,
    /** The clear prefix names a handshake of another version. */
    UNKNOWN_HANDSHAKE,
    /** The clear prefix names a suite that does not exist or that this node does not accept. */
    UNKNOWN_SUITE,
    /** The clear prefix names another node. */
    NOT_FOR_US,
    /** The peer sent an X25519 key of small order. */
    WEAK_KEY,
    /** Some byte of the handshake so far is not what the other side sent. */
    UNAUTHENTIC,
    /** The identity key is not a sound Ed25519 key. */
    BAD_IDENTITY,
    /** The identity key has not signed this handshake. */
    BAD_SIGNATURE,
    /** Another node answered than the one that was dialled. */
    WRONG_PEER,
    /** The other side is this node itself. */
    SELF,
    /** The two version ranges do not meet. */
    NO_COMMON_VERSION,
    /** This node's key holder gave something that cannot be a signature. */
    NOT_SIGNED,
    /** The input came before its time, or after the handshake had ended. */
    OUT_OF_TURN
}
