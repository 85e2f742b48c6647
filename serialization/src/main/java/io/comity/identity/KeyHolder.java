package io.comity.identity;

/**
 * The seam behind which a node's private key stays. Of the engines only the Router asks it to sign; so does a transport that
 * proves the node at its own level. Implementations may keep the key in a file, another process or hardware.
 */
public interface KeyHolder {
    NodeId nodeId();

    /**
     * Signs exactly these bytes. Whoever calls this has separated domains already: use {@link #sign(String, byte[])}, or
     * the COSE signer, which puts the domain where RFC 9052 wants it.
     *
     * @return 64 bytes, RFC 8032 Ed25519
     */
    byte[] sign(byte[] toBeSigned);

    /**
     * Signs {@code message} under {@code domain}; {@link Ed25519#verify} checks it.
     *
     * @param domain separates what is signed for one purpose from every other, for example {@code comity/1 handshake}
     * @return 64 bytes, RFC 8032 Ed25519, over what {@link Domain#separate} gives
     */
    default byte[] sign(String domain, byte[] message) {
        return sign(Domain.separate(domain, message, 0, message.length));
    }
}
