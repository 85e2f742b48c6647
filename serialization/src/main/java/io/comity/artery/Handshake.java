package io.comity.artery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.comity.identity.Bytes;
import io.comity.identity.Domain;
import io.comity.identity.Ed25519;
import io.comity.identity.NodeId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a node says of itself when Artery greets another: the body of manifests {@code d} and {@code e}. Big-endian, sizes
 * in bytes. Akka's own form (protobuf) names no signer and is not spoken here.
 * <pre>
 *  offset   size  field
 *       0      1  version     0x01
 *       1     32  signer      Ed25519 public key
 *      33      8  epoch       names one boot of the signer's transport
 *      41      8  counter     u64, no two alike within an epoch
 *      49  1+n+2  from        length n, host, port: where the signer listens
 *     ...  1+m+2  to          the same for the addressee of a request; length 0 and port 0 in a response
 *     ...     64  signature   Ed25519 over {@link #DOMAIN}, 0x00, the canonical header and everything before
 * </pre>
 */
public record Handshake(NodeId signer, long epoch, long counter, Endpoint from, Optional<Endpoint> to) {
    public static final String DOMAIN = "comity/1 artery handshake";

    /** The longest: two hosts of {@link Endpoint#MAX_HOST}. */
    public static final int MAX_BYTES = 49 + 2 * (1 + Endpoint.MAX_HOST + 2) + Ed25519.SIGNATURE_BYTES;

    private static final byte VERSION = 1;

    /** Writes the body behind a header and signs both. */
    public byte[] sealed(byte[] header, int headerBytes, UnaryOperator<byte[]> signer) {
        ByteBuffer frame = ByteBuffer.allocate(headerBytes + MAX_BYTES).put(header, 0, headerBytes);
        frame.put(VERSION).put(signer().key().toArray()).putLong(epoch).putLong(counter);
        put(frame, Optional.of(from));
        put(frame, to);
        int signed = frame.position();
        frame.put(signer.apply(Domain.separate(DOMAIN, frame.array(), 0, signed)));
        return Arrays.copyOfRange(frame.array(), headerBytes, frame.position());
    }

    /**
     * What a frame from somebody unknown proves: a handshake, an acceptable key and its signature over all of the frame.
     * About 120 µs for what is signed, less for what is not.
     *
     * @param bodyAt where the body begins; what is before it is signed too
     */
    public static Optional<Handshake> prove(byte[] frame, int bodyAt, int end) {
        return read(frame, bodyAt, end - bodyAt)
                .filter(read -> NodeId.admit(read.signer().key().toArray()).isPresent())
                .filter(read -> read.isSigned(frame, 0, end));
    }

    /** What a frame says, proven or not. */
    public static Optional<Handshake> claimed(byte[] frame, int bodyAt, int end) {
        return read(frame, bodyAt, end - bodyAt);
    }

    /** Reads a body; empty when it is not one. Says nothing about the signature. */
    static Optional<Handshake> read(byte[] frame, int offset, int length) {
        if (length > MAX_BYTES || length <= Ed25519.SIGNATURE_BYTES) {
            return Optional.empty();
        }
        try {
            return read(ByteBuffer.wrap(frame, offset, length - Ed25519.SIGNATURE_BYTES));
        } catch (BufferUnderflowException truncated) {
            return Optional.empty();
        }
    }

    /** Whether the frame that holds this handshake ends in its signer's signature over it. About 60 µs. */
    boolean isSigned(byte[] frame, int offset, int length) {
        int signed = length - Ed25519.SIGNATURE_BYTES;
        byte[] signature = Arrays.copyOfRange(frame, offset + signed, offset + length);
        return Ed25519.verify(signer, DOMAIN, frame, offset, signed, signature);
    }

    private static Optional<Handshake> read(ByteBuffer body) {
        if (body.get() != VERSION) {
            return Optional.empty();
        }
        byte[] key = new byte[NodeId.SIZE_BYTES];
        body.get(key);
        long epoch = body.getLong();
        long counter = body.getLong();
        Optional<Endpoint> from = endpoint(body);
        boolean unaddressed = body.remaining() == 3 && body.get(body.position()) == 0;
        Optional<Endpoint> to = endpoint(body);
        if (from.isEmpty() || (to.isEmpty() && !unaddressed) || body.hasRemaining()) {
            return Optional.empty();
        }
        return Optional.of(new Handshake(new NodeId(Bytes.of(key)), epoch, counter, from.get(), to));
    }

    private static void put(ByteBuffer frame, Optional<Endpoint> endpoint) {
        byte[] host = endpoint.map(Endpoint::host).orElse("").getBytes(US_ASCII);
        int port = endpoint.map(Endpoint::port).orElse(0);
        frame.put((byte) host.length).put(host).putShort((short) port);
    }

    private static Optional<Endpoint> endpoint(ByteBuffer body) {
        byte[] host = new byte[Byte.toUnsignedInt(body.get())];
        body.get(host);
        return Endpoint.of(new String(host, US_ASCII), Short.toUnsignedInt(body.getShort()));
    }
}
