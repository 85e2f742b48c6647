package io.comity.fuzz;

import io.comity.artery.Endpoint;
import io.comity.artery.Handshake;
import io.comity.artery.SignedSerializer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Valid bytes of the formats that more than one target reads. */
final class Seeds {
    private Seeds() {}

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    /** With its length before it, in four bytes. */
    static byte[] frame(byte[] content) {
        return join(ByteBuffer.allocate(Integer.BYTES).putInt(content.length).array(), content);
    }

    /** With its length before it, in the two bytes that {@link Input#run} takes. */
    static byte[] run(byte[] content) {
        return join(new byte[] {(byte) (content.length >> Byte.SIZE), (byte) content.length}, content);
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What Alice says on a connection that nothing else proves. */
    static byte[] greeting(Endpoint to) {
        Handshake greeting = new Handshake(People.ALICE_ID, 1, 7, new Endpoint("b.example", 4712), Optional.of(to));
        byte[] prelude = {'A', 'K', 'K', 'A', 1};
        return greeting.sealed(prelude, prelude.length, People.ALICE::sign);
    }

    static byte[] arteryStream(int stream, byte[]... envelopes) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(new byte[] {'A', 'K', 'K', 'A', (byte) stream});
        for (byte[] envelope : envelopes) {
            whole.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(envelope.length)
                    .array());
            whole.writeBytes(envelope);
        }
        return whole.toByteArray();
    }

    static byte[] packet(Endpoint to, long uid, byte[] body) {
        return envelope(uid, text(to.gateway()), SignedSerializer.PACKET, body);
    }

    static byte[] handshake(long uid, byte manifest, byte[] body) {
        return envelope(uid, new byte[0], manifest, body);
    }

    private static byte[] envelope(long uid, byte[] recipient, byte manifest, byte[] body) {
        return ByteBuffer.allocate(35 + recipient.length + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putLong(uid)
                .putInt(SignedSerializer.ID)
                .putInt(28)
                .putInt(30)
                .putInt(32 + recipient.length)
                .putShort((short) 0)
                .putShort((short) recipient.length)
                .put(recipient)
                .putShort((short) 1)
                .put(manifest)
                .put(body)
                .array();
    }
}
