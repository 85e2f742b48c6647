package io.comity.desk;

import io.comity.detached.Claim;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.util.Optional;

/** A call as one carrier brought it, and where its answer goes. Called on the desk's thread, or on the replying engine's. */
public interface Form {
    /** Checks the signature and reads the call, which must be for {@code self}. */
    Claim read(NodeId self);

    /** The body as CBOR, or nothing when it is not in the form it claims. Asked only for a call that may be made. */
    Optional<byte[]> cbor(Bytes body);

    /** Told once. */
    void done(Result result);
}
