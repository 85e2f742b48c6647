package io.comity.examples.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One frame of Akka's Artery over TCP, with everything in it free to choose. Little-endian, sizes in bytes.
 * <pre>
 *  offset   size  field
 *       0      4  length        of what follows
 *       4      1  version       0
 *       5      1  flags         0
 *       6      2  tables        versions of the compression tables, 0
 *       8      8  origin        the sender's uid
 *      16      4  serializer    id
 *      20     12  tags          of sender, recipient and manifest: offsets of literals, counted from the version
 *      32      n  literals      each a u16 length and ASCII
 *    32+n      m  payload
 * </pre>
 */
record ArteryFrame(long origin, int serializer, String sender, String recipient, String manifest, byte[] payload) {
    /** What opens a connection; then come the number of the stream and the frames. */
    static final byte[] MAGIC = "AKKA".getBytes(US_ASCII);

    static final byte CONTROL = 1;
    static final byte ORDINARY = 2;

    private static final int HEADER_BYTES = 28;
    private static final byte[] NOTHING = {};

    /** A frame with nothing but a destination and a body. */
    static ArteryFrame to(String recipient, int serializer, String manifest, byte[] payload) {
        return new ArteryFrame(0x4d414c4c4f5259L, serializer, "", recipient, manifest, payload);
    }

    static ArteryFrame control(String manifest, byte[] payload) {
        return to("", 17, manifest, payload);
    }

    static ArteryFrame empty(String recipient) {
        return to(recipient, 20, "", NOTHING);
    }

    /** How a connection for {@code stream} begins. */
    static byte[] opening(byte stream) {
        return ByteBuffer.allocate(MAGIC.length + 1).put(MAGIC).put(stream).array();
    }

    byte[] encode() {
        int senderTag = HEADER_BYTES;
        int recipientTag = senderTag + 2 + sender.length();
        int manifestTag = recipientTag + 2 + recipient.length();
        return encode(senderTag, recipientTag, manifestTag);
    }

    /** With tags of its own instead of those that fit. */
    byte[] encode(int senderTag, int recipientTag, int manifestTag) {
        int length = HEADER_BYTES + 6 + sender.length() + recipient.length() + manifest.length() + payload.length;
        ByteBuffer out = ByteBuffer.allocate(4 + length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(length).putInt(0).putLong(origin).putInt(serializer);
        out.putInt(senderTag).putInt(recipientTag).putInt(manifestTag);
        literal(out, sender);
        literal(out, recipient);
        literal(out, manifest);
        return out.put(payload).array();
    }

    private static void literal(ByteBuffer out, String text) {
        out.putShort((short) text.length()).put(text.getBytes(US_ASCII));
    }
}
