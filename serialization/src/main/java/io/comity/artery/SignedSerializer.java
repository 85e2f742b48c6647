package io.comity.artery;

import akka.actor.Address;
import akka.remote.UniqueAddress;
import akka.remote.artery.OutboundHandshake;
import akka.serialization.ByteBufferSerializer;
import akka.serialization.SerializerWithStringManifest;
import io.comity.artery.CanonicalHeader.Verdict;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The only serializer of a transport's ActorSystem. Artery hands a {@link ByteBufferSerializer} the whole envelope, so what
 * is signed or sealed here covers the header too: origin, recipient, serializer and manifest.
 *
 * <p>Three things exist: two handshakes, signed by the node's key, and one packet, which writes and opens itself. Whatever
 * else arrives is counted and refused with one constant exception that costs no stack trace; whatever throws on the way,
 * errors of the virtual machine included, ends here, because Artery would end the process for some of them.
 *
 * <p>Until {@link #listenAt} it refuses everything. Thread-safe: Artery calls it from every stream at once.
 */
public final class SignedSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {
    /** Below 1024, where Akka looks up serializers without hashing. */
    public static final int ID = 917;

    /** The largest body an {@link Outgoing} may write. */
    public static final int MAX_BODY = 62 * 1_024;

    /** The largest frame, with a header for the longest host name. */
    public static final int MAX_FRAME = 64 * 1_024;

    /** Akka's manifests for its own two handshakes, and ours for a packet. */
    public static final byte REQUEST = 'd';

    public static final byte RESPONSE = 'e';
    public static final byte PACKET = 'p';

    private final Origin origin;
    private final long uid;
    private final Correspondence correspondence;
    private final Refusals refusals;
    private final AtomicLong counter = new AtomicLong();
    private final ThreadLocal<byte[]> frames = ThreadLocal.withInitial(() -> new byte[MAX_FRAME]);
    private final ThreadLocal<byte[]> received = ThreadLocal.withInitial(() -> new byte[MAX_FRAME]);
    private volatile @Nullable Listening listening;

    private record Listening(Endpoint self, CanonicalHeader header) {}

    public SignedSerializer(Origin origin, Correspondence correspondence, Refusals refusals) {
        this.origin = origin;
        this.uid = origin.uid();
        this.correspondence = correspondence;
        this.refusals = refusals;
    }

    /** From here on, what is addressed to {@code self} is accepted. */
    public void listenAt(Endpoint self) {
        listening = new Listening(self, new CanonicalHeader(self));
    }

    @Override
    public int identifier() {
        return ID;
    }

    @Override
    public String manifest(Object message) {
        if (message instanceof Outgoing) {
            return "p";
        }
        if (message instanceof OutboundHandshake.HandshakeReq) {
            return "d";
        }
        return message instanceof OutboundHandshake.HandshakeRsp ? "e" : "";
    }

    @Override
    public void toBinary(Object message, ByteBuffer envelope) {
        byte[] frame = frames.get();
        int header = envelope.position();
        envelope.duplicate().flip().get(frame, 0, header);
        CanonicalHeader.setUid(frame, uid);
        if (message instanceof Outgoing packet) {
            write(envelope, frame, header, packet.write(frame, header));
        } else {
            byte[] body = handshake(message).sealed(frame, header, origin.signer());
            System.arraycopy(body, 0, frame, header, body.length);
            write(envelope, frame, header, body.length);
        }
    }

    @Override
    public Object fromBinary(ByteBuffer envelope, String manifest) throws Rejected {
        try {
            Object opened = open(envelope);
            if (opened instanceof Refusal refusal) {
                refusals.count(refusal);
            } else {
                return opened;
            }
        } catch (Throwable hostileOrOurs) {
            refusals.count(Refusal.BUG);
        }
        throw Rejected.INSTANCE;
    }

    /**
     * What a connection that nothing else proves says first: who dials, where that node listens, and whom it means.
     *
     * @param prelude goes before it on the wire, and is signed with it
     */
    public byte[] greeting(byte[] prelude, Endpoint to) {
        Listening here = listening;
        if (here == null) {
            throw new IllegalStateException("nobody greets before it listens");
        }
        return new Handshake(origin.self(), origin.epoch(), counter.getAndIncrement(), here.self(), Optional.of(to))
                .sealed(prelude, prelude.length, origin.signer());
    }

    /** Not the wire's path; used by nobody. */
    @Override
    public byte[] toBinary(Object message) {
        throw new UnsupportedOperationException("only envelopes are written");
    }

    /** Not the wire's path; used by nobody. */
    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws Rejected {
        refusals.count(Refusal.HEADER);
        throw Rejected.INSTANCE;
    }

    private static void write(ByteBuffer envelope, byte[] frame, int header, int body) {
        envelope.position(0).put(frame, 0, header + body);
    }

    private Handshake handshake(Object message) {
        if (message instanceof OutboundHandshake.HandshakeReq request) {
            return handshake(request.from(), Optional.of(endpoint(request.to())));
        }
        if (message instanceof OutboundHandshake.HandshakeRsp response) {
            return handshake(response.from(), Optional.empty());
        }
        throw new IllegalArgumentException("not for the wire");
    }

    private Handshake handshake(UniqueAddress from, Optional<Endpoint> to) {
        return new Handshake(origin.self(), origin.epoch(), counter.getAndIncrement(), endpoint(from.address()), to);
    }

    private static Endpoint endpoint(Address address) {
        return new Endpoint(address.getHost().orElseThrow(), address.getPort().orElseThrow());
    }

    /** What the envelope holds, or the {@link Refusal} of it. */
    private Object open(ByteBuffer envelope) {
        Listening here = listening;
        int end = envelope.limit();
        if (here == null || end < CanonicalHeader.HANDSHAKE_BYTES || end > MAX_FRAME) {
            return Refusal.HEADER;
        }
        byte[] frame = bytes(envelope, end);
        long sender = CanonicalHeader.uid(frame, 0);
        Optional<Correspondent> owner = correspondence.owner(sender);
        if (owner.isEmpty()) {
            return Refusal.UID;
        }
        Verdict verdict = here.header().check(frame, 0, end, sender);
        return switch (verdict) {
            case PACKET -> packet(owner.get(), frame, here.header().packetBytes(), end);
            case REQUEST, RESPONSE -> handshake(here, owner.get(), verdict, frame, end);
            default -> verdict.refusal();
        };
    }

    /** What Aeron received is not on the heap. */
    private byte[] bytes(ByteBuffer envelope, int end) {
        if (envelope.hasArray() && envelope.arrayOffset() == 0) {
            return envelope.array();
        }
        byte[] copy = received.get();
        envelope.get(0, copy, 0, end);
        return copy;
    }

    private static Object packet(Correspondent sender, byte[] frame, int header, int end) {
        Optional<Refusal> refusal = sender.packet(frame, header, end);
        return refusal.isPresent() ? refusal.get() : Delivered.INSTANCE;
    }

    private Object handshake(Listening here, Correspondent sender, Verdict verdict, byte[] frame, int end) {
        int header = CanonicalHeader.HANDSHAKE_BYTES;
        Optional<Handshake> read = Handshake.read(frame, header, end - header);
        boolean request = verdict == Verdict.REQUEST;
        if (read.isEmpty() || !read.get().to().equals(request ? Optional.of(here.self()) : Optional.empty())) {
            return Refusal.HANDSHAKE;
        }
        Handshake handshake = read.get();
        if (!handshake.signer().equals(sender.node()) || handshake.epoch() != sender.epoch()) {
            return Refusal.UID;
        }
        if (!handshake.isSigned(frame, 0, end)) {
            return Refusal.SIGNATURE;
        }
        Optional<Refusal> refusal = sender.handshake(handshake);
        return refusal.isPresent() ? refusal.get() : greeting(here, handshake, request, frame);
    }

    private static Object greeting(Listening here, Handshake handshake, boolean request, byte[] frame) {
        UniqueAddress from = new UniqueAddress(handshake.from().address(), CanonicalHeader.uid(frame, 0));
        return request
                ? new OutboundHandshake.HandshakeReq(from, here.self().address())
                : new OutboundHandshake.HandshakeRsp(from);
    }
}
