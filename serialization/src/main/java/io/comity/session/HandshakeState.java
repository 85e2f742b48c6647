package io.comity.session;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Noise revision 34, section 5.3, for the one pattern we speak (section 7.5):
 * <pre>
 *  XX:  → e    ← e, ee, s, es    → s, se
 * </pre>
 * A message is written and read in two steps, its keys and then its payload, because our payloads sign the hash that
 * stands between the two: {@link #hash} is the same on both sides after {@link #writeKeys} and {@link #readKeys}.
 */
final class HandshakeState {
    private enum Token {
        E,
        S,
        EE,
        ES,
        SE
    }

    private static final Token[][] XX = {
        {Token.E}, {Token.E, Token.EE, Token.S, Token.ES}, {Token.S, Token.SE},
    };

    private final boolean initiator;
    private final SymmetricState symmetric;
    private final X25519KeyPair staticKeys;
    private final X25519KeyPair ephemeralKeys;
    private byte @Nullable [] remoteStatic;
    private byte @Nullable [] remoteEphemeral;
    private Fault fault = Fault.UNAUTHENTIC;
    private int message;

    HandshakeState(boolean initiator, SymmetricState symmetric, X25519KeyPair staticKeys, X25519KeyPair ephemeralKeys) {
        this.initiator = initiator;
        this.symmetric = symmetric;
        this.staticKeys = staticKeys;
        this.ephemeralKeys = ephemeralKeys;
    }

    /** Null when the other side's key has small order; the handshake is then over. */
    byte @Nullable [] writeKeys() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        for (Token token : XX[message]) {
            switch (token) {
                case E -> {
                    written.writeBytes(ephemeralKeys.publicKey());
                    symmetric.mixHash(ephemeralKeys.publicKey());
                }
                case S -> written.writeBytes(symmetric.encryptAndHash(staticKeys.publicKey()));
                default -> {
                    if (!mixAgreement(token)) {
                        return null;
                    }
                }
            }
        }
        return written.toByteArray();
    }

    byte[] writePayload(byte[] payload) {
        message++;
        return symmetric.encryptAndHash(payload);
    }

    /** Returns where in {@code frame} the payload begins, or -1 when the keys cannot be used: {@link #fault} says why. */
    int readKeys(byte[] frame, int offset) {
        int position = offset;
        for (Token token : XX[message]) {
            int length = lengthBytes(token);
            if (frame.length - position < length) {
                fault = Fault.MALFORMED;
                return -1;
            }
            if (!read(token, Arrays.copyOfRange(frame, position, position + length))) {
                return -1;
            }
            position += length;
        }
        return position;
    }

    /** Why the last read or agreement failed. */
    Fault fault() {
        return fault;
    }

    /** Null when the payload is not authentic. */
    byte @Nullable [] readPayload(byte[] sealed) {
        message++;
        return symmetric.decryptAndHash(sealed);
    }

    byte[] hash() {
        return symmetric.hash();
    }

    /** Null until the other side's static key has been read. */
    byte @Nullable [] remoteStatic() {
        return remoteStatic;
    }

    RecordSealer sealer() {
        return new RecordSealer(symmetric.split()[initiator ? 0 : 1]);
    }

    RecordOpener opener() {
        return new RecordOpener(symmetric.split()[initiator ? 1 : 0]);
    }

    private int lengthBytes(Token token) {
        return switch (token) {
            case E -> X25519KeyPair.KEY_BYTES;
            case S -> X25519KeyPair.KEY_BYTES + symmetric.overheadBytes();
            case EE, ES, SE -> 0;
        };
    }

    private boolean read(Token token, byte[] received) {
        return switch (token) {
            case E -> {
                remoteEphemeral = received;
                symmetric.mixHash(received);
                yield true;
            }
            case S -> {
                remoteStatic = symmetric.decryptAndHash(received);
                yield remoteStatic != null;
            }
            case EE, ES, SE -> mixAgreement(token);
        };
    }

    /** In {@code ES} and {@code SE} the first letter is the initiator's key, the second the responder's. */
    private boolean mixAgreement(Token token) {
        boolean ownIsStatic = token == (initiator ? Token.SE : Token.ES);
        boolean peerIsStatic = token == (initiator ? Token.ES : Token.SE);
        byte[] peer = peerIsStatic ? remoteStatic : remoteEphemeral;
        byte[] shared = new byte[X25519KeyPair.KEY_BYTES];
        if (peer == null || !(ownIsStatic ? staticKeys : ephemeralKeys).agree(peer, shared)) {
            fault = Fault.WEAK_KEY;
            return false;
        }
        symmetric.mixKey(shared);
        return true;
    }
}
