package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;

/**
 * How many messages a holder may have sent under a root with a quota, as a value that outlives the process: never less than were
 * admitted.
 *
 * @param root its id
 * @param expirySeconds of the root
 */
public record Spent(Bytes root, NodeId holder, long used, long expirySeconds) {}
