package io.comity.router;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.time.Instant;

/** What the owner of a node takes back; with everything that came of it. */
public sealed interface Revoking {
    /** A mission, from everybody who holds it and every invitation to it until now. */
    record OfMission(String name) implements Revoking {}

    /** Whatever a node or a mission key holds, has passed on or presents, until now. */
    record OfHolder(NodeId key) implements Revoking {}

    /** One grant, whether or not its holder has presented it. */
    record OfGrant(Bytes id) implements Revoking {}

    /** Whatever was issued before, by anybody's clock. */
    record IssuedBefore(Instant instant) implements Revoking {}

    /** Whatever this node gave until now, to anybody. */
    record Everything() implements Revoking {}
}
