package io.comity.artery;

/** Why something that arrived over Artery was dropped. The network hears nothing of it; the owner sees the counts. */
public enum Refusal {
    /** No certificate, or one that does not prove a node, or not the node that was dialled. */
    CERTIFICATE,
    /** The node is on the ban list. */
    BANNED,
    /** More strangers, connections, links or incarnations than the limits allow. */
    OVERLOADED,
    /** Not Artery's framing: wrong magic, stream or length, or bytes where none may come. */
    FRAMING,
    /** Not the one canonical header. */
    HEADER,
    /** A uid that does not belong to the sender. */
    UID,
    /** A serializer other than ours. */
    SERIALIZER,
    /** A recipient other than the gateway. */
    RECIPIENT,
    /** A manifest other than ours, or on a stream where it may not be. */
    MANIFEST,
    /** A handshake that cannot be read, or not addressed to this node. */
    HANDSHAKE,
    /** A handshake whose signature is not the sender's. */
    SIGNATURE,
    /** A handshake seen before, or of another incarnation. */
    REPLAY,
    /** A handshake that claims an address which belongs to somebody else. */
    ADDRESS,
    /** A packet that cannot be read. */
    PACKET,
    /** A packet for a link that does not exist, or that may not come in the state it is in. */
    LINK,
    /** A record that its link did not accept. */
    RECORD,
    /** Our fault: something threw while the bytes were looked at. */
    BUG
}
