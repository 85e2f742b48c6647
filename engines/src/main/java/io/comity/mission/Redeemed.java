package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;

/**
 * One use of a ticket, as a value that outlives the process: whoever knows all of them gives none out twice.
 *
 * @param ticket its id
 * @param chain what {@code holder} got for it, encoded
 * @param expirySeconds of the ticket, after which nobody can use it
 */
public record Redeemed(Bytes ticket, NodeId holder, Bytes chain, long expirySeconds) {}
