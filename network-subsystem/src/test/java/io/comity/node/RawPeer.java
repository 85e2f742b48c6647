package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import io.comity.engine.BodyCodec;
import io.comity.engine.Protocol;
import io.comity.engine.References;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.session.CipherSuite;
import io.comity.session.EphemeralSource;
import io.comity.session.Handshake;
import io.comity.session.Link;
import io.comity.session.Local;
import io.comity.session.Output;
import io.comity.session.RecordSealer;
import io.comity.session.X25519KeyPair;
import io.comity.transport.Address;
import io.comity.transport.Wire;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A peer over a blocking socket: truly authenticated by its own key, and bound to nothing after that. It says what no node of
 * ours would say and shows what is answered.
 */
final class RawPeer implements AutoCloseable {
    private static final byte[] NO_AAD = {};
    private static final int MAX_ELEMENTS = 8;
    private static final long CREDIT = 1 << 30;
    private static final long BOOT_EPOCH = 1;
    private static final EphemeralSource SECRETS = EphemeralSource.of(new SecureRandom());

    /** A cast of the other side. */
    /** What it was sent; {@code reply} is -1 unless it is a call. */
    record Cast(long ref, long type, long reply, Bytes body) {}

    private final RawSocket socket;
    private final KeyHolder key;
    private final Link link;
    private final Deque<Object> unheard = new ArrayDeque<>();
    private final List<Bytes> adverts = new ArrayList<>();
    private final List<Bytes> notices = new ArrayList<>();
    private long numbered;

    private RawPeer(RawSocket socket, KeyHolder key, Link link) {
        this.socket = socket;
        this.key = key;
        this.link = link;
    }

    /** Dials {@code node} and authenticates as the holder of {@code key}. */
    static RawPeer of(Node node, KeyHolder key) throws IOException {
        return dial(node, key, Bytes.EMPTY);
    }

    /** As {@link #of(Node, KeyHolder)}, for a node of another process. */
    static RawPeer of(Address at, NodeId node, KeyHolder key) throws IOException {
        return dial(at, node, key, Bytes.EMPTY);
    }

    /** As one that has given up its link of before. */
    static RawPeer of(Address at, NodeId node, KeyHolder key, Bytes lastLink) throws IOException {
        return dial(at, node, key, lastLink);
    }

    /** Dials {@code node} once more, as one that has given up its link of before. */
    RawPeer again(Node node) throws IOException {
        return dial(node, key, link.handshakeHash());
    }

    private static RawPeer dial(Node node, KeyHolder key, Bytes lastLink) throws IOException {
        return dial(node.addresses().get(0), node.id(), key, lastLink);
    }

    private static RawPeer dial(Address at, NodeId node, KeyHolder key, Bytes lastLink) throws IOException {
        return dial(at, opening(node, key, lastLink, BOOT_EPOCH), key, hello(Bytes.EMPTY, 0));
    }

    /** As another process with the same key, which begins with {@code hello}. */
    static RawPeer of(Address at, NodeId node, KeyHolder key, long bootEpoch, UrMessage.Hello hello)
            throws IOException {
        return dial(at, opening(node, key, Bytes.EMPTY, bootEpoch), key, hello);
    }

    /** What it says first of a session it says it had. */
    static UrMessage.Hello hello(Bytes session, long received) {
        return new UrMessage.Hello(session, received, CREDIT, 60_000, 0);
    }

    private static RawPeer dial(Address at, Handshake handshake, KeyHolder key, UrMessage.Hello hello)
            throws IOException {
        RawSocket socket = new RawSocket(at);
        try {
            RawPeer peer = new RawPeer(socket, key, shakeHands(socket, handshake, key));
            peer.say(hello);
            return peer;
        } catch (IOException notLetIn) {
            socket.close();
            throw notLetIn;
        }
    }

    /** The side that dials. */
    static Handshake opening(NodeId node, KeyHolder key) {
        return opening(node, key, Bytes.EMPTY, BOOT_EPOCH);
    }

    private static Handshake opening(NodeId node, KeyHolder key, Bytes lastLink, long bootEpoch) {
        Local local = new Local(
                key.nodeId(), bootEpoch, 1, 1, 0, X25519KeyPair.generate(SECRETS), Set.of(CipherSuite.AES_GCM));
        return Handshake.initiator(local, node, lastLink, CipherSuite.AES_GCM, SECRETS);
    }

    private static Link shakeHands(RawSocket socket, Handshake handshake, KeyHolder key) throws IOException {
        List<Output> outputs = handshake.start();
        while (true) {
            Output last = outputs.get(outputs.size() - 1);
            for (Output output : outputs) {
                if (output instanceof Output.Send send) {
                    socket.write(RawSocket.framed(send.frame()));
                }
            }
            if (last instanceof Output.Established established) {
                return established.link();
            }
            outputs = last instanceof Output.Sign sign
                    ? handshake.signed(key.sign(Handshake.SIGNATURE_DOMAIN, sign.statement()))
                    : handshake.frame(socket.readFrame());
        }
    }

    NodeId id() {
        return key.nodeId();
    }

    // Saying.

    void say(UrMessage... messages) throws IOException {
        CborWriter out = new CborWriter(1_024, Wire.MAX_RECORD_BYTES);
        for (UrMessage message : messages) {
            UrMessages.write(out, message);
        }
        record(out.toByteArray());
    }

    /** Casts {@code body} to an index of the other side's table. */
    void cast(long ref, int type, byte[] body) throws IOException {
        record(castBytes(ref, type, body));
    }

    static byte[] castBytes(long ref, int type, byte[] body) {
        CborWriter out = new CborWriter(256, Wire.MAX_RECORD_BYTES);
        UrMessages.castHead(out, ref, type, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, body.length);
        return out.encoded(body, 0, body.length).toByteArray();
    }

    /** A cast that says where its answer goes. */
    static byte[] callBytes(long ref, int type, long reply, byte[] body) {
        CborWriter out = new CborWriter(256, Wire.MAX_RECORD_BYTES);
        UrMessages.castHead(out, ref, type, UrMessage.NO_DEADLINE, reply, body.length);
        return out.encoded(body, 0, body.length).toByteArray();
    }

    /** Seals any bytes as the next record. */
    void record(byte[] plain) throws IOException {
        frame(seal(plain));
    }

    /** The next record, sealed and not sent. */
    byte[] seal(byte[] plain) {
        byte[] sealed = new byte[plain.length + RecordSealer.TAG_BYTES];
        link.sealer().seal(NO_AAD, 0, plain, 0, plain.length, sealed, 0);
        return sealed;
    }

    /** Sends any bytes as one frame. */
    void frame(byte[] bytes) throws IOException {
        socket.write(RawSocket.framed(bytes));
    }

    /** Sends any bytes at all. */
    void raw(byte[] bytes) throws IOException {
        socket.write(bytes);
    }

    /** The body of {@code message}, in which every ActorRef is the index {@code ref} of this side's table. */
    static <M> byte[] body(Class<M> protocol, M message, long ref) {
        References references = new References() {
            @Override
            public long export(ActorRef<?> actor, Protocol<?> spoken) {
                return ref;
            }

            @Override
            public ActorRef<?> importRef(long index, Protocol<?> spoken) {
                throw new UnsupportedOperationException("this side only writes");
            }
        };
        BodyCodec.Encoder encoder = BodyCodec.encoder(Protocol.of(protocol), references, Wire.MAX_RECORD_BYTES);
        encoder.encode(message);
        return Arrays.copyOf(encoder.buffer(), encoder.length());
    }

    // Hearing.

    /** The next thing the other side says, which must be of this type; what belongs to the link, adverts and notices do not count. */
    <T> T hear(Class<T> type) throws IOException {
        while (unheard.isEmpty()) {
            receive();
        }
        Object next = unheard.remove();
        assertThat(next).isInstanceOf(type);
        return type.cast(next);
    }

    /** What the other side still says until it ends the link, as it must. */
    List<Object> hearToTheEnd() throws IOException {
        byte[] rest = socket.readToTheEnd();
        ByteBuffer frames = ByteBuffer.wrap(rest);
        while (frames.remaining() >= 4) {
            byte[] frame = new byte[frames.getInt()];
            frames.get(frame);
            open(frame);
        }
        return List.copyOf(unheard);
    }

    /** The adverts heard so far, beside the rest. */
    List<Bytes> adverts() {
        return List.copyOf(adverts);
    }

    /** The revocation notices heard so far, beside the rest. */
    List<Bytes> notices() {
        return List.copyOf(notices);
    }

    /** The next notice; whatever else is said before it stays unheard. */
    Bytes hearNotice() throws IOException {
        for (int before = notices.size(); notices.size() == before; ) {
            receive();
        }
        return notices.get(notices.size() - 1);
    }

    /** The name of its session, which began on its link. */
    Bytes session() {
        return link.handshakeHash();
    }

    /** The next advert; whatever else is said before it stays unheard. */
    Bytes hearAdvert() throws IOException {
        for (int before = adverts.size(); adverts.size() == before; ) {
            receive();
        }
        return adverts.get(adverts.size() - 1);
    }

    /** What the next record says, apart from what belongs to the link, adverts and notices; perhaps nothing. */
    List<Object> listen() throws IOException {
        receive();
        List<Object> said = List.copyOf(unheard);
        unheard.clear();
        return said;
    }

    /** Records heard that have a number in the session: what is to be acknowledged. */
    long numbered() {
        return numbered;
    }

    private void receive() throws IOException {
        open(socket.readFrame());
    }

    private void open(byte[] record) {
        byte[] plain = new byte[record.length];
        int length = link.opener().open(NO_AAD, 0, record, 0, record.length, plain, 0);
        assertThat(length).as("the length of an authentic record").isNotNegative();
        CborReader in = new CborReader(plain, 0, length);
        boolean isNumbered = false;
        while (!in.atEnd()) {
            Object message = read(in);
            isNumbered |= !(message instanceof UrMessage.Hello || message instanceof UrMessage.Ack);
            if (message instanceof UrMessage.Advert advert) {
                adverts.add(advert.signed());
            } else if (message instanceof UrMessage.Notice notice) {
                notices.add(notice.signed());
            } else if (!(message instanceof UrMessage.Hello || message instanceof UrMessage.Ack)) {
                unheard.add(message);
            }
        }
        assertThat(in.fault()).isNull();
        numbered += isNumbered ? 1 : 0;
    }

    private static Object read(CborReader in) {
        int elements = in.array(MAX_ELEMENTS);
        int kind = UrMessages.kind(in, elements);
        boolean isCall = kind == UrMessage.CALL;
        Object message = kind == UrMessage.CAST || isCall
                ? new Cast(
                        in.uint(), in.uint(), isCall ? in.uint() : UrMessage.NO_REPLY, in.bytes(Wire.MAX_RECORD_BYTES))
                : UrMessages.read(in, kind, elements);
        return Objects.requireNonNull(message, () -> "a message the other side should not send: " + in.fault());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
