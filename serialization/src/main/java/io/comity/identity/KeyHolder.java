package io.comity.identity;

/**
 * The seam behind which a node's private key stays. Only the Router asks it to sign; implementations may keep the key in a
 * file, another process or hardware.
 */
public interface KeyHolder {
    NodeId nodeId();

    /**
     * Signs {@code message} under {@code domain}.
     *
     * @param domain separates what is signed for one purpose from every other, for example {@code comity/1 handshake}
     * @return 64 bytes, RFC 8032 Ed25519
     */
    byte[] sign(String domain, byte[] message);
}
