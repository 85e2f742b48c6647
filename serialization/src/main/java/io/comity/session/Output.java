package io.comity.session;

/** What a {@link Handshake} wants done, in the order in which it lists it. The arrays are the receiver's own. */
public sealed interface Output {
    /** Send {@code frame} to the other side. */
    record Send(byte[] frame) implements Output {}

    /**
     * Have the key holder sign {@code statement} under {@link Handshake#SIGNATURE_DOMAIN} and hand the signature to
     * {@link Handshake#signed}; until then no frame is welcome.
     */
    record Sign(byte[] statement) implements Output {}

    /** The handshake is over and this is the link. */
    record Established(Link link) implements Output {}

    /** The handshake is over and there is no link: close the wire and say nothing. */
    record Failed(Fault fault) implements Output {}
}
