package io.comity.session;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens the inside of a handshake to the fuzzers, who are of another package: one who goes through it by the rules up to what he
 * says of himself, which is what his caller wants.
 */
public final class Impostor {
    private static final byte[] PADDING =
            new byte[Handshake.OPENING_BYTES - Prefix.SIZE_BYTES - X25519KeyPair.KEY_BYTES];

    private final HandshakeState noise;
    private final byte[] prefix;
    private final X25519KeyPair keys;
    private final boolean dials;
    private @Nullable Ready ready;

    private record Ready(byte[] written, byte[] statement, byte[] hash, byte[] key) {}

    private Impostor(boolean dials, byte[] prefix, X25519KeyPair keys, EphemeralSource ephemerals) {
        this.dials = dials;
        this.prefix = prefix;
        this.keys = keys;
        this.noise = new HandshakeState(
                dials, new SymmetricState(Prefix.suite(prefix), prefix), keys, X25519KeyPair.generate(ephemerals));
    }

    public static byte[] prefix(CipherSuite suite, NodeId responder) {
        return Prefix.write(suite, responder);
    }

    public static Impostor dialling(NodeId responder, X25519KeyPair keys, EphemeralSource ephemerals) {
        return new Impostor(true, Prefix.write(CipherSuite.AES_GCM, responder), keys, ephemerals);
    }

    /** Answers a first frame that was meant for another. */
    public static Impostor answering(byte[] first, X25519KeyPair keys, EphemeralSource ephemerals) {
        Impostor impostor = new Impostor(false, Arrays.copyOf(first, Prefix.SIZE_BYTES), keys, ephemerals);
        int at = impostor.noise.readKeys(first, Prefix.SIZE_BYTES);
        impostor.noise.readPayload(Arrays.copyOfRange(first, at, first.length));
        return impostor;
    }

    public byte[] first() {
        byte[] keys = join(prefix, Objects.requireNonNull(noise.writeKeys()));
        return join(keys, noise.writePayload(PADDING));
    }

    /**
     * Frame 2, or frame 3 after {@link #hear}, as often as it is wanted, with whatever {@code payload}. What stands before that, and
     * the key under which it is sealed, do not depend on it: they are made once, for they take longest.
     */
    public byte[] identify(byte[] payload) {
        Ready now = ready == null ? makeReady() : ready;
        byte[] sealed = new byte[payload.length + Aead.TAG_BYTES];
        // Another one each time, for a cipher takes no nonce twice.
        new Aead(Prefix.suite(prefix), now.key)
                .seal(new byte[Aead.NONCE_BYTES], now.hash, now.hash.length, payload, 0, payload.length, sealed, 0);
        return join(now.written, sealed);
    }

    /** What an honest one signs in his payload. */
    public byte[] statement() {
        return (ready == null ? makeReady() : ready).statement;
    }

    private Ready makeReady() {
        byte[] written = Objects.requireNonNull(noise.writeKeys());
        byte[] hash = noise.hash();
        Ready made = new Ready(written, Handshake.statement(dials, keys.publicKey(), hash), hash, key());
        ready = made;
        return made;
    }

    private byte[] key() {
        try {
            Field symmetric = HandshakeState.class.getDeclaredField("symmetric");
            Field key = SymmetricState.class.getDeclaredField("key");
            symmetric.setAccessible(true);
            key.setAccessible(true);
            return ((byte[]) key.get(symmetric.get(noise))).clone();
        } catch (ReflectiveOperationException renamed) {
            throw new IllegalStateException("a handshake keeps its key elsewhere", renamed);
        }
    }

    /** Frame 2, of an honest one. */
    public void hear(byte[] second) {
        int at = noise.readKeys(second, 0);
        noise.readPayload(Arrays.copyOfRange(second, at, second.length));
    }

    /** What an honest one says of itself. */
    public static byte[] payload(Local local, KeyHolder holder, byte[] statement) {
        return IdentityPayload.write(local, Bytes.EMPTY, holder.sign(Handshake.SIGNATURE_DOMAIN, statement));
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
