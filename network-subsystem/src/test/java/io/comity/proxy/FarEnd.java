package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.session.CipherSuite;
import io.comity.session.EphemeralSource;
import io.comity.session.Handshake;
import io.comity.session.Link;
import io.comity.session.Local;
import io.comity.session.Output;
import io.comity.session.RecordSealer;
import io.comity.session.X25519KeyPair;
import io.comity.transport.LinkPort;
import io.comity.transport.Wire;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The other node of a link, in the test's own hands: a real handshake joined the two, so what it seals the session under test
 * opens, and the reverse.
 */
final class FarEnd {
    private static final byte[] NO_AAD = {};
    private static final EphemeralSource SECRETS = EphemeralSource.of(new SecureRandom());
    private static final int MAX_ELEMENTS = 8;

    /** A cast of the session under test. */
    record Cast(long ref, long type, Bytes body) {}

    record Call(long ref, long type, long reply, Bytes body) {}

    /** A piece of one. */
    record Part(long ref, long type, long total, long offset, Bytes bytes) {}

    /** A signature over what follows. */
    record Evidence() {}

    private static final long CREDIT = 1 << 30;

    private final Link near;
    private final Link far;
    private boolean greeted;

    private FarEnd(Link near, Link far) {
        this.near = near;
        this.far = far;
    }

    /** Joins {@code near} and {@code far}; the epochs tell a restarted node from the one before. */
    static FarEnd of(KeyHolder near, long nearEpoch, KeyHolder far, long farEpoch, boolean nearDials) {
        return of(near, nearEpoch, far, farEpoch, nearDials, Bytes.EMPTY);
    }

    /** The side that dials had {@code lastLink} before. */
    static FarEnd of(KeyHolder near, long nearEpoch, KeyHolder far, long farEpoch, boolean nearDials, Bytes lastLink) {
        Local nearLocal = local(near, nearEpoch);
        Local farLocal = local(far, farEpoch);
        Handshake initiator = nearDials
                ? Handshake.initiator(nearLocal, far.nodeId(), lastLink, CipherSuite.AES_GCM, SECRETS)
                : Handshake.initiator(farLocal, near.nodeId(), lastLink, CipherSuite.AES_GCM, SECRETS);
        Handshake responder = Handshake.responder(nearDials ? farLocal : nearLocal, SECRETS);
        KeyHolder initiatorKey = nearDials ? near : far;
        KeyHolder responderKey = nearDials ? far : near;
        responder.start();
        List<Output> second = answered(responder, responderKey, frame(initiator.start()));
        List<Output> third = answered(initiator, initiatorKey, frame(second));
        Link initiated = link(third);
        Link responded = link(responder.frame(frame(third)));
        return nearDials ? new FarEnd(initiated, responded) : new FarEnd(responded, initiated);
    }

    static FarEnd of(KeyHolder near, KeyHolder far) {
        return of(near, 1, far, 1, true);
    }

    private static Local local(KeyHolder key, long epoch) {
        return new Local(key.nodeId(), epoch, 1, 1, 0, X25519KeyPair.generate(SECRETS), Set.of(CipherSuite.AES_GCM));
    }

    private static List<Output> answered(Handshake side, KeyHolder key, byte[] frame) {
        Output.Sign sign = (Output.Sign) side.frame(frame).get(0);
        return side.signed(key.sign(Handshake.SIGNATURE_DOMAIN, sign.statement()));
    }

    private static byte[] frame(List<Output> outputs) {
        return ((Output.Send) outputs.get(0)).frame();
    }

    private static Link link(List<Output> outputs) {
        return ((Output.Established) outputs.get(outputs.size() - 1)).link();
    }

    /** The link that the session under test is given. */
    Link near() {
        return near;
    }

    /** The other end of {@link #near}, for another session. */
    Link farLink() {
        return far;
    }

    /** Everything that waits in {@code port}, unsealed and read, without what belongs to the link. */
    List<Object> heard(LinkPort port) {
        List<Object> heard = allHeard(port);
        heard.removeIf(message -> message instanceof UrMessage.Hello || message instanceof UrMessage.Ack);
        return heard;
    }

    /** Everything that waits in {@code port}, unsealed and read. */
    List<Object> allHeard(LinkPort port) {
        List<Object> heard = new ArrayList<>();
        byte[] sealed = new byte[Wire.MAX_RECORD_BYTES];
        byte[] plain = new byte[Wire.MAX_RECORD_BYTES];
        for (int length = port.seal(NO_AAD, 0, sealed, 0); length > 0; length = port.seal(NO_AAD, 0, sealed, 0)) {
            int opened = far.opener().open(NO_AAD, 0, sealed, 0, length, plain, 0);
            assertThat(opened).as("an authentic record").isNotNegative();
            read(new CborReader(plain, 0, opened), heard);
        }
        return heard;
    }

    private static void read(CborReader in, List<Object> heard) {
        while (!in.atEnd()) {
            int elements = in.array(MAX_ELEMENTS);
            int kind = UrMessages.kind(in, elements);
            Object message = switch (kind) {
                case UrMessage.CAST -> new Cast(in.uint(), in.uint(), in.bytes(Wire.MAX_RECORD_BYTES));
                case UrMessage.CALL -> new Call(in.uint(), in.uint(), in.uint(), in.bytes(Wire.MAX_RECORD_BYTES));
                case UrMessage.PART ->
                    new Part(in.uint(), in.uint(), in.uint(), in.uint(), in.bytes(Wire.MAX_RECORD_BYTES));
                case UrMessage.EVIDENCE -> evidence(in, elements);
                default -> UrMessages.read(in, kind, elements);
            };
            assertThat(in.fault()).isNull();
            assertThat(message).isNotNull();
            heard.add(message);
        }
    }

    private static Object evidence(CborReader in, int elements) {
        if (elements == 2) {
            return new UrMessage.Vouched(in.bytes(UrMessage.MAX_CERTIFICATE_BYTES));
        }
        for (int left = elements - 1; left > 0; left--) {
            in.skip();
        }
        return new Evidence();
    }

    /** Seals what it says as one record and pushes it in; whether the session goes on. */
    boolean say(LinkPort port, UrMessage... messages) {
        CborWriter out = new CborWriter(256, Wire.MAX_RECORD_BYTES);
        for (UrMessage message : messages) {
            UrMessages.write(out, message);
        }
        return record(port, out.toByteArray());
    }

    boolean cast(LinkPort port, long ref, int type, byte[] body) {
        CborWriter out = new CborWriter(256, Wire.MAX_RECORD_BYTES);
        UrMessages.castHead(out, ref, type, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, body.length);
        return record(port, out.encoded(body, 0, body.length).toByteArray());
    }

    /** Says hello by itself; without it, the first record is preceded by one that knows of no session. */
    boolean hello(LinkPort port, Bytes session, long received) {
        return greet(port, new UrMessage.Hello(session, received, CREDIT, 60_000, 0));
    }

    boolean greet(LinkPort port, UrMessage.Hello hello) {
        greeted = true;
        return say(port, hello);
    }

    boolean record(LinkPort port, byte[] plain) {
        if (!greeted && !hello(port, Bytes.EMPTY, 0)) {
            return false;
        }
        byte[] sealed = new byte[plain.length + RecordSealer.TAG_BYTES];
        far.sealer().seal(NO_AAD, 0, plain, 0, plain.length, sealed, 0);
        return port.open(NO_AAD, 0, Arrays.copyOf(sealed, sealed.length), 0, sealed.length);
    }
}
