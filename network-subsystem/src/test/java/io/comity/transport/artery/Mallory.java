package io.comity.transport.artery;

import io.comity.artery.ArteryUid;
import io.comity.artery.Endpoint;
import io.comity.artery.Handshake;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.transport.artery.guard.FrameGuard;
import io.comity.transport.artery.guard.Greeting;
import io.comity.transport.artery.guard.HostileFrames;
import io.comity.transport.certificate.NodeCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;

/** A node with a good key and bad manners: proves itself, or not, then says whatever it likes. Loopback only. */
final class Mallory implements AutoCloseable {
    static final int PATIENCE_MILLIS = 20_000;

    private static final AtomicInteger NOWHERE = new AtomicInteger();

    /** Where it says it listens; nobody does, and no other Mallory says so. */
    final Endpoint nowhere = new Endpoint("127.0.0.1", 10_000 + NOWHERE.getAndIncrement() % 20_000);

    final MemoryKeyHolder key = MemoryKeyHolder.generate(new SecureRandom());
    final long epoch = 1;
    final long uid = ArteryUid.of(key.nodeId(), epoch);
    private final SecureRandom random = new SecureRandom();
    private final NodeCertificate certificate;
    private final ArteryKind kind;
    private Optional<Datagrams> datagrams = Optional.empty();
    private long counter;

    Mallory(ArteryKind kind) throws GeneralSecurityException, IOException {
        this.kind = kind;
        certificate = NodeCertificate.mint(key.nodeId(), epoch, key::sign, random);
    }

    NodeId id() {
        return key.nodeId();
    }

    NodeCertificate certificate() {
        return certificate;
    }

    /** A TLS connection on which nothing was said yet. */
    SSLSocket connect(TestNode victim) throws GeneralSecurityException, IOException {
        SSLSocket socket = PlainClient.connect(certificate, endpoint(victim), random);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.startHandshake();
        return socket;
    }

    /** Somebody whose key the victim has seen, on whatever the transport runs over. */
    Line keyed(TestNode victim) throws GeneralSecurityException, IOException {
        return switch (kind) {
            case TLS -> Line.over(connect(victim));
            case TCP -> new Greeted(victim, keyless(victim));
            case AERON -> datagrams().introduced(this, victim);
        };
    }

    /** Nobody. */
    Line keyless(TestNode victim) throws IOException {
        return kind == ArteryKind.AERON
                ? datagrams().to(victim)
                : Line.over(new Socket(victim.address.host(), victim.address.port()));
    }

    /** Says {@code bytes} and waits until the victim hangs up. */
    void sayUntilCut(TestNode victim, byte[] bytes) throws GeneralSecurityException, IOException {
        try (Line line = keyed(victim)) {
            line.say(bytes);
            line.awaitCut();
        }
    }

    /** A greeting signed with the own key, which says that it comes from {@code from}. */
    byte[] greeting(TestNode victim, Endpoint from) {
        return greeting(victim, handshake(victim, from));
    }

    Handshake handshake(TestNode victim, Endpoint from) {
        return new Handshake(id(), epoch, counter++, from, Optional.of(endpoint(victim)));
    }

    /** A greeting signed with the own key, whatever it says. */
    byte[] greeting(TestNode victim, Handshake handshake) {
        byte[] header = HostileFrames.envelope(uid, 917, "", "", "d", new byte[0]);
        byte[] body = handshake.sealed(header, header.length, key::sign);
        return HostileFrames.frame(HostileFrames.envelope(uid, 917, "", "", "d", body));
    }

    /** A packet in the right form. */
    byte[] packet(TestNode victim, PacketKind kind, long link, byte[] content) {
        byte[] body = new byte[PacketKind.HEADER_BYTES + content.length];
        kind.put(body, 0, link);
        System.arraycopy(content, 0, body, PacketKind.HEADER_BYTES, content.length);
        return HostileFrames.frame(
                HostileFrames.envelope(uid, 917, "", endpoint(victim).gateway(), "p", body));
    }

    static Endpoint endpoint(TestNode node) {
        return new Endpoint(node.address.host(), node.address.port());
    }

    static String akkaAddress(TestNode node) {
        return endpoint(node).address().toString();
    }

    @Override
    public void close() {
        datagrams.ifPresent(Datagrams::close);
    }

    private Datagrams datagrams() throws IOException {
        if (datagrams.isEmpty()) {
            datagrams = Optional.of(new Datagrams());
        }
        return datagrams.get();
    }

    /** Puts a greeting behind the prelude of the first thing said. */
    private final class Greeted implements Line {
        private final TestNode victim;
        private final Line line;

        Greeted(TestNode victim, Line line) {
            this.victim = victim;
            this.line = line;
        }

        @Override
        public void say(byte[] bytes) throws IOException {
            byte[] prelude = Greeting.prelude(FrameGuard.DATA);
            int length = prelude.length;
            boolean artery = bytes.length >= length && Arrays.equals(bytes, 0, length - 1, prelude, 0, length - 1);
            line.say(artery ? greeted(bytes, length) : bytes);
        }

        private byte[] greeted(byte[] bytes, int length) {
            byte[] prelude = Arrays.copyOf(bytes, length);
            byte[] greeting = handshake(victim, nowhere).sealed(prelude, length, key::sign);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(Greeting.write(prelude, greeting));
            out.write(bytes, length, bytes.length - length);
            return out.toByteArray();
        }

        @Override
        public void awaitCut() throws IOException {
            line.awaitCut();
        }

        @Override
        public void close() throws IOException {
            line.close();
        }
    }
}
