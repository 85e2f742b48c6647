package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import java.time.Instant;

/** Links that no holder who keeps to the rules would sign. */
public final class Forgery {
    private Forgery() {}

    /** A child of {@code parent} by whoever, to whomever, as wide as they like. */
    public static Bytes child(
            KeyHolder signer, SignedGrant parent, NodeId holder, Caveats caveats, Bytes salt, Instant now) {
        return SignedGrant.child(signer, parent, Holder.node(holder), caveats, salt, now)
                .signed();
    }
}
