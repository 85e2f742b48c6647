package io.comity.artery;

import io.comity.identity.NodeId;
import java.util.function.UnaryOperator;

/**
 * One boot of a node's transport.
 *
 * @param epoch names the boot; never used twice by a node
 * @param signer signs exactly these bytes with the node's key, on the caller's thread
 */
public record Origin(NodeId self, long epoch, UnaryOperator<byte[]> signer) {
    public long uid() {
        return ArteryUid.of(self, epoch);
    }
}
