package io.comity.artery;

import io.comity.identity.NodeId;
import io.comity.identity.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The number by which Artery tells systems apart. Akka draws it at random, and then whoever learnt a node's number could
 * claim it elsewhere before that node does; so ours is a hash of who the node is, and nobody can own another's.
 */
public final class ArteryUid {
    private static final byte[] DOMAIN = "comity/1 artery uid".getBytes(StandardCharsets.US_ASCII);

    private ArteryUid() {}

    /** The first eight bytes of SHA-256(domain ‖ key ‖ epoch), big-endian; {@code epoch} names one boot of the transport. */
    public static long of(NodeId node, long epoch) {
        byte[] boot = ByteBuffer.allocate(Long.BYTES).putLong(epoch).array();
        return ByteBuffer.wrap(Sha256.of(DOMAIN, node.key().toArray(), boot)).getLong();
    }
}
