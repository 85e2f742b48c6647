package io.comity.transport.artery;

/**
 * How much one association may cost.
 *
 * @param linksPerPeer wires with one node
 * @param connectionsPerPeer TLS connections from and to one node; a healthy pair has four
 * @param strangers nodes that nobody here knows, at one time
 */
record Limits(int linksPerPeer, int connectionsPerPeer, int strangers) {
    /** Wires of a stranger: each may hold one early record. */
    static final int STRANGERS_LINKS = 4;

    int linksWith(Peer peer) {
        return peer.known ? linksPerPeer : Math.min(linksPerPeer, STRANGERS_LINKS);
    }
}
