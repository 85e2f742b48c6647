package io.comity.session;

import io.comity.identity.Bytes;
import io.comity.identity.Ed25519;
import io.comity.identity.NodeId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns a wire into a {@link Link}: three frames of Noise XX, in which each side proves that its node's Ed25519 key vouches
 * for the X25519 key it uses here. A state machine: every input returns what is to be done, in order.
 * <pre>
 *  frame  from        bytes
 *      1  initiator   {@link Prefix} ‖ e ‖ zeros up to {@link #OPENING_BYTES}
 *      2  responder   e ‖ sealed s ‖ sealed {@link IdentityPayload}
 *      3  initiator       sealed s ‖ sealed {@link IdentityPayload}
 *
 *  initiator   NEW → AWAITING_FRAME → AWAITING_SIGNATURE → OVER
 *  responder   NEW → AWAITING_FRAME → AWAITING_SIGNATURE → AWAITING_FRAME → OVER
 * </pre>
 * The initiator has its link when it sends frame 3, before the responder has judged it: a responder that refuses just
 * closes the wire. Whatever is wrong with an input ends the handshake with {@link Output.Failed}, and every input after the
 * end is answered by {@link Fault#OUT_OF_TURN}; nothing throws on hostile bytes. Not thread-safe.
 */
public final class Handshake {
    /** The domain under which {@link Output.Sign} is signed. */
    public static final String SIGNATURE_DOMAIN = "comity/1 handshake";

    /** A longer frame is refused unread. */
    public static final int MAX_FRAME_BYTES = 2_048;

    /**
     * Of frame 1, which is as long as the longest frame 2: whoever says it and no more, in whosever name, hears no more than it said.
     * What the keys leave of it are zeros, the payload of Noise's first message, so that there is one way to say it.
     */
    static final int OPENING_BYTES = X25519KeyPair.KEY_BYTES
            + X25519KeyPair.KEY_BYTES
            + Aead.TAG_BYTES
            + IdentityPayload.MAX_BYTES_OF_RESPONDER
            + Aead.TAG_BYTES;

    private static final byte[] NOTHING = {};
    private static final int PADDING_OFFSET = Prefix.SIZE_BYTES + X25519KeyPair.KEY_BYTES;
    private static final byte[] PADDING = new byte[OPENING_BYTES - PADDING_OFFSET];

    private enum State {
        /** Not started. */
        NEW,
        /** It is the other side's turn. */
        AWAITING_FRAME,
        /** It is the key holder's turn. */
        AWAITING_SIGNATURE,
        /** Established or failed. */
        OVER
    }

    private final Local local;
    private final EphemeralSource ephemerals;
    private final @Nullable NodeId expected;
    private final Bytes lastLink;
    private CipherSuite suite;
    private State state = State.NEW;
    private @Nullable HandshakeState noise;
    private byte[] unsentKeys = NOTHING;
    private @Nullable Peer peer;

    private record Peer(NodeId node, int version, IdentityPayload said) {}

    private Handshake(
            Local local, EphemeralSource ephemerals, @Nullable NodeId expected, Bytes lastLink, CipherSuite suite) {
        this.local = local;
        this.ephemerals = ephemerals;
        this.expected = expected;
        this.lastLink = lastLink;
        this.suite = suite;
    }

    /** The side that dials {@code expected}, which alone may answer, for the first time. */
    public static Handshake initiator(Local local, NodeId expected, CipherSuite suite, EphemeralSource ephemerals) {
        return initiator(local, expected, Bytes.EMPTY, suite, ephemerals);
    }

    /**
     * The side that dials {@code expected}, which alone may answer.
     *
     * @param lastLink the {@link Link#handshakeHash} of the last link it had with that node when it decided to dial, or
     *     nothing; by it the other side tells a link that was given up from one that two dials made at once
     */
    public static Handshake initiator(
            Local local, NodeId expected, Bytes lastLink, CipherSuite suite, EphemeralSource ephemerals) {
        return new Handshake(local, ephemerals, expected, lastLink, suite);
    }

    /** The side that was dialled, by whom it does not know yet. The initiator chooses the suite. */
    public static Handshake responder(Local local, EphemeralSource ephemerals) {
        return new Handshake(local, ephemerals, null, Bytes.EMPTY, CipherSuite.AES_GCM);
    }

    /** Begins: the initiator with frame 1, the responder in silence. */
    public List<Output> start() {
        if (state != State.NEW) {
            return fail(Fault.OUT_OF_TURN);
        }
        state = State.AWAITING_FRAME;
        return expected == null ? List.of() : dial(expected);
    }

    /** Takes the next frame of the other side. Keeps no reference to the array. */
    public List<Output> frame(byte[] frame) {
        if (state != State.AWAITING_FRAME) {
            return fail(Fault.OUT_OF_TURN);
        }
        if (frame.length > MAX_FRAME_BYTES) {
            return fail(Fault.MALFORMED);
        }
        return noise == null ? onOpening(frame) : onIdentity(noise, frame);
    }

    /** Takes this node's signature over the statement that was last asked for. */
    public List<Output> signed(byte[] signature) {
        if (state != State.AWAITING_SIGNATURE || noise == null) {
            return fail(Fault.OUT_OF_TURN);
        }
        if (signature.length != Ed25519.SIGNATURE_BYTES) {
            return fail(Fault.NOT_SIGNED);
        }
        byte[] payload = noise.writePayload(IdentityPayload.write(local, lastLink, signature));
        Output send = new Output.Send(join(unsentKeys, payload));
        unsentKeys = NOTHING;
        state = State.AWAITING_FRAME;
        return peer == null ? List.of(send) : List.of(send, established(noise, peer));
    }

    /**
     * What a node signs to vouch for its key in one handshake: the role's octet (1 the initiator, 2 the responder), the
     * X25519 static key, and the handshake hash when the keys of the signer's message are in it and the payload is not. The
     * hash holds the prefix and all keys exchanged until then, so the signature fits no other handshake and no other role.
     */
    static byte[] statement(boolean byInitiator, byte[] staticKey, byte[] hash) {
        return ByteBuffer.allocate(1 + staticKey.length + hash.length)
                .put((byte) (byInitiator ? 1 : 2))
                .put(staticKey)
                .put(hash)
                .array();
    }

    private List<Output> dial(NodeId responder) {
        if (responder.equals(local.node())) {
            return fail(Fault.SELF);
        }
        byte[] prefix = Prefix.write(suite, responder);
        HandshakeState begun = begin(prefix);
        byte[] keys = Objects.requireNonNull(begun.writeKeys(), "the first message agrees on no key");
        return List.of(new Output.Send(join(prefix, join(keys, begun.writePayload(PADDING)))));
    }

    private List<Output> onOpening(byte[] frame) {
        if (frame.length != OPENING_BYTES) {
            return fail(Fault.MALFORMED);
        }
        Fault refusal = Prefix.refusal(frame, local);
        if (refusal != null) {
            return fail(refusal);
        }
        if (!Arrays.equals(frame, PADDING_OFFSET, OPENING_BYTES, PADDING, 0, PADDING.length)) {
            return fail(Fault.MALFORMED);
        }
        suite = Prefix.suite(frame);
        HandshakeState begun = begin(Arrays.copyOf(frame, Prefix.SIZE_BYTES));
        begun.readKeys(frame, Prefix.SIZE_BYTES);
        begun.readPayload(PADDING);
        return askToSign(begun);
    }

    private List<Output> onIdentity(HandshakeState noise, byte[] frame) {
        int payloadOffset = noise.readKeys(frame, 0);
        byte[] staticKey = noise.remoteStatic();
        if (payloadOffset < 0 || staticKey == null) {
            return fail(noise.fault());
        }
        byte[] statement = statement(expected == null, staticKey, noise.hash());
        byte[] payload = noise.readPayload(Arrays.copyOfRange(frame, payloadOffset, frame.length));
        if (payload == null) {
            return fail(Fault.UNAUTHENTIC);
        }
        IdentityPayload said = IdentityPayload.read(payload);
        return said == null ? fail(Fault.MALFORMED) : onPeer(noise, said, statement);
    }

    /** Cheapest check first; the last two are the curve's. */
    private List<Output> onPeer(HandshakeState noise, IdentityPayload said, byte[] statement) {
        if (said.key().equals(local.node().key())) {
            return fail(Fault.SELF);
        }
        if (expected != null && !said.key().equals(expected.key())) {
            return fail(Fault.WRONG_PEER);
        }
        int version = said.commonVersion(local);
        if (version == 0) {
            return fail(Fault.NO_COMMON_VERSION);
        }
        NodeId node = NodeId.admit(said.key().toArray()).orElse(null);
        if (node == null) {
            return fail(Fault.BAD_IDENTITY);
        }
        byte[] signature = said.signature().toArray();
        if (!Ed25519.verify(node, SIGNATURE_DOMAIN, statement, 0, statement.length, signature)) {
            return fail(Fault.BAD_SIGNATURE);
        }
        peer = new Peer(node, version, said);
        return expected == null ? List.of(established(noise, peer)) : askToSign(noise);
    }

    private List<Output> askToSign(HandshakeState noise) {
        byte[] keys = noise.writeKeys();
        if (keys == null) {
            return fail(Fault.WEAK_KEY);
        }
        unsentKeys = keys;
        state = State.AWAITING_SIGNATURE;
        return List.of(new Output.Sign(statement(expected != null, local.keys().publicKey(), noise.hash())));
    }

    private Output established(HandshakeState noise, Peer peer) {
        end();
        return new Output.Established(new Link(
                peer.node(),
                peer.said().bootEpoch(),
                expected == null ? peer.said().lastLink() : lastLink,
                peer.version(),
                peer.said().features() & local.features(),
                expected != null,
                suite,
                Bytes.of(noise.hash()),
                noise.sealer(),
                noise.opener()));
    }

    private HandshakeState begin(byte[] prologue) {
        HandshakeState begun = new HandshakeState(
                expected != null,
                new SymmetricState(suite, prologue),
                local.keys(),
                X25519KeyPair.generate(ephemerals));
        noise = begun;
        return begun;
    }

    private List<Output> fail(Fault fault) {
        end();
        return List.of(new Output.Failed(fault));
    }

    /** The one way into {@link State#OVER}; lets go of the keys. */
    private void end() {
        state = State.OVER;
        noise = null;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
