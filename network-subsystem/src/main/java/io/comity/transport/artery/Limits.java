package io.comity.transport.artery;

/**
 * How much one association may cost.
 *
 * @param linksPerPeer wires with one node
 * @param connectionsPerPeer TLS connections from and to one node; a healthy pair has four
 * @param strangers nodes that nobody here knows, at one time
 */
record Limits(int linksPerPeer, int connectionsPerPeer, int strangers) {}
