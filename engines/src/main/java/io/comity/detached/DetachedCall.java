package io.comity.detached;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;

/**
 * One message for one engine of one node, to be delivered once. Numbers are 0 to {@link #MAX_NUMBER}, so that a JavaScript
 * number and an integer of RFC 9651 both hold them.
 *
 * @param issuer whose call it is
 * @param node whom it is for; it is worth nothing at any other
 * @param epoch the boot epoch of that node: what was sent to an earlier life of it is not for this one
 * @param stream the issuer's own choice; each has its own sequence
 * @param sequence each is accepted once, within a window of the highest
 * @param created Unix seconds
 * @param deadline Unix seconds, exclusive: from then on it is not delivered, nor its reply
 * @param engine its name
 * @param type the wire name of the message
 * @param body CBOR as {@code BodyCodec} has it
 * @param reply whether the issuer waits for one; the body then names it, by ref 0, exactly once
 */
public record DetachedCall(
        NodeId issuer,
        NodeId node,
        long epoch,
        long stream,
        long sequence,
        long created,
        long deadline,
        String engine,
        String type,
        Bytes body,
        boolean reply) {
    public static final long MAX_NUMBER = 999_999_999_999_999L;
    public static final int MAX_BODY_BYTES = 60 * 1_024;
    public static final int MAX_ENGINE_BYTES = 64;
    public static final int MAX_TYPE_BYTES = 128;
}
