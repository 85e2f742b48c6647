package io.comity.artery;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The one form of Artery's envelope header (Akka 2.8.5, EnvelopeBuffer) that this node accepts. Little-endian, sizes in bytes.
 * <pre>
 *  offset   size  field
 *       0      1  version           0
 *       1      1  flags             0: no metadata
 *       2      1  actor ref table   0: no compression
 *       3      1  manifest table    0
 *       4      8  uid               the sender's
 *      12      4  serializer id     {@link SignedSerializer#ID}
 *      16      4  sender tag        28
 *      20      4  recipient tag     30
 *      24      4  manifest tag      32 + n
 *      28      2  sender length     0: nobody is answered by reference
 *      30      2  recipient length  n: 0 for a handshake
 *      32      n  recipient         for a packet the path of this node's gateway, exactly
 *    32+n      2  manifest length   1
 *    34+n      1  manifest          d, e or p
 * </pre>
 * Artery reads the literals one after the other and ignores the offsets in the tags; a check that followed the tags would
 * see another message than Artery does. Hence every byte is fixed here but the uid.
 */
public final class CanonicalHeader {
    /** The length of a handshake's header; a packet's is longer by its recipient. */
    public static final int HANDSHAKE_BYTES = 35;

    private static final int UID = 4;
    private static final int SERIALIZER = 12;
    private static final int RECIPIENT = 30;

    /** What the first bytes of a frame turned out to be. */
    public enum Verdict {
        REQUEST,
        RESPONSE,
        PACKET,
        FOREIGN_UID,
        FOREIGN_SERIALIZER,
        FOREIGN_RECIPIENT,
        FOREIGN_MANIFEST,
        MALFORMED;

        public boolean isAccepted() {
            return compareTo(PACKET) <= 0;
        }

        /** What to count when it is not accepted. */
        public Refusal refusal() {
            return switch (this) {
                case FOREIGN_UID -> Refusal.UID;
                case FOREIGN_SERIALIZER -> Refusal.SERIALIZER;
                case FOREIGN_RECIPIENT -> Refusal.RECIPIENT;
                case FOREIGN_MANIFEST -> Refusal.MANIFEST;
                default -> Refusal.HEADER;
            };
        }
    }

    private final byte[] packet;
    private final byte[] handshake;

    /** The header of what is sent to {@code self}. */
    public CanonicalHeader(Endpoint self) {
        packet = template(self.gateway(), SignedSerializer.PACKET);
        handshake = template("", SignedSerializer.REQUEST);
    }

    /** As many bytes as {@link #check} ever looks at. */
    public int packetBytes() {
        return packet.length;
    }

    /**
     * Judges a frame by its first bytes.
     *
     * @param available how many bytes of the frame are at {@code offset}: all of them, or at least {@link #packetBytes}
     * @param uid the sender's, proven elsewhere
     */
    public Verdict check(byte[] bytes, int offset, int available, long uid) {
        if (available < HANDSHAKE_BYTES) {
            return Verdict.MALFORMED;
        }
        if (!same(bytes, offset, packet, 0, UID)) {
            return Verdict.MALFORMED;
        }
        if (uid(bytes, offset) != uid) {
            return Verdict.FOREIGN_UID;
        }
        if (!same(bytes, offset, packet, SERIALIZER, SERIALIZER + Integer.BYTES)) {
            return Verdict.FOREIGN_SERIALIZER;
        }
        boolean unaddressed = bytes[offset + RECIPIENT] == 0 && bytes[offset + RECIPIENT + 1] == 0;
        return unaddressed ? handshake(bytes, offset) : packet(bytes, offset, available);
    }

    /** The uid in a frame of at least {@link #HANDSHAKE_BYTES}. */
    public static long uid(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes, offset + UID, Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }

    /** Writes ours over the one Akka drew. */
    static void setUid(byte[] bytes, long uid) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(UID, uid);
    }

    private Verdict handshake(byte[] bytes, int offset) {
        int last = HANDSHAKE_BYTES - 1;
        if (!same(bytes, offset, handshake, SERIALIZER + Integer.BYTES, last)) {
            return Verdict.MALFORMED;
        }
        return switch (bytes[offset + last]) {
            case SignedSerializer.REQUEST -> Verdict.REQUEST;
            case SignedSerializer.RESPONSE -> Verdict.RESPONSE;
            default -> Verdict.FOREIGN_MANIFEST;
        };
    }

    private Verdict packet(byte[] bytes, int offset, int available) {
        if (available < packet.length || !same(bytes, offset, packet, SERIALIZER + Integer.BYTES, packet.length - 3)) {
            return Verdict.FOREIGN_RECIPIENT;
        }
        boolean ours = same(bytes, offset, packet, packet.length - 3, packet.length);
        return ours ? Verdict.PACKET : Verdict.FOREIGN_MANIFEST;
    }

    private static boolean same(byte[] bytes, int offset, byte[] template, int from, int to) {
        return Arrays.equals(bytes, offset + from, offset + to, template, from, to);
    }

    private static byte[] template(String recipient, byte manifest) {
        byte[] path = recipient.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(HANDSHAKE_BYTES + path.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putLong(0)
                .putInt(SignedSerializer.ID)
                .putInt(28)
                .putInt(30)
                .putInt(32 + path.length)
                .putShort((short) 0)
                .putShort((short) path.length)
                .put(path)
                .putShort((short) 1)
                .put(manifest)
                .array();
    }
}
