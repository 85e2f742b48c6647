package io.comity.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets nobody have a handshake who has not shown that it gets what is sent to its address (RFC 9000 section 8.1.2): a packet
 * with a forged sender costs one HMAC, and nothing is kept. Token, sizes in bytes:
 * <pre>
 *  offset   size  field
 *       0     16  tag     HMAC-SHA-256, cut, over time, id, address and port, under a key of this listener
 *      16      8  time    when it was made, in nanoseconds of this process
 *      24      n  id      the connection id that the other side chose first, 0..20
 * </pre>
 * Used by the one thread of its listener.
 */
final class AddressTokens implements QuicTokenHandler {
    static final Duration LIFE = Duration.ofSeconds(10);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int TAG_BYTES = 16;
    private static final int HEAD_BYTES = TAG_BYTES + Long.BYTES;

    private final Mac mac;
    private final LongSupplier nanoTime;

    AddressTokens(SecureRandom random, LongSupplier nanoTime) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        this.nanoTime = nanoTime;
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, absent);
        }
    }

    @Override
    public boolean writeToken(ByteBuf out, ByteBuf dcid, InetSocketAddress address) {
        long now = nanoTime.getAsLong();
        byte[] id = bytes(dcid);
        out.writeBytes(tag(now, id, address)).writeLong(now).writeBytes(id);
        return true;
    }

    /** Where the id begins; -1 when this listener made no such token for this address, or made it too long ago. */
    @Override
    public int validateToken(ByteBuf token, InetSocketAddress address) {
        byte[] bytes = bytes(token);
        if (bytes.length < HEAD_BYTES || bytes.length > maxTokenLength()) {
            return -1;
        }
        long made = ByteBuffer.wrap(bytes).getLong(TAG_BYTES);
        byte[] tag = Arrays.copyOf(bytes, TAG_BYTES);
        byte[] id = Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length);
        boolean authentic = MessageDigest.isEqual(tag, tag(made, id, address));
        return authentic && nanoTime.getAsLong() - made < LIFE.toNanos() ? HEAD_BYTES : -1;
    }

    @Override
    public int maxTokenLength() {
        return HEAD_BYTES + Quic.MAX_CONN_ID_LEN;
    }

    private byte[] tag(long made, byte[] id, InetSocketAddress address) {
        mac.update(ByteBuffer.allocate(Long.BYTES + 2)
                .putLong(made)
                .put((byte) id.length)
                .put((byte) address.getAddress().getAddress().length)
                .array());
        mac.update(id);
        mac.update(address.getAddress().getAddress());
        mac.update((byte) (address.getPort() >> 8));
        mac.update((byte) address.getPort());
        return Arrays.copyOf(mac.doFinal(), TAG_BYTES);
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), bytes);
        return bytes;
    }
}
