package io.comity.transport.artery;

import io.comity.artery.ArteryUid;
import io.comity.artery.Endpoint;
import io.comity.artery.Handshake;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.transport.artery.guard.HostileFrames;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** A node with a good key and bad manners: proves itself over TLS, then says whatever it likes. Loopback only. */
final class Mallory {
    static final int PATIENCE_MILLIS = 20_000;

    final MemoryKeyHolder key = MemoryKeyHolder.generate(new SecureRandom());
    final long epoch = 1;
    final long uid = ArteryUid.of(key.nodeId(), epoch);
    private final SecureRandom random = new SecureRandom();
    private final NodeCertificate certificate;
    private long counter;

    Mallory() throws GeneralSecurityException, IOException {
        certificate = NodeCertificate.mint(key.nodeId(), epoch, key::sign, random);
    }

    NodeId id() {
        return key.nodeId();
    }

    NodeCertificate certificate() {
        return certificate;
    }

    /** A connection on which nothing was said yet. */
    SSLSocket connect(TestNode victim) throws GeneralSecurityException, IOException {
        SSLSocket socket = PlainClient.connect(certificate, endpoint(victim), random);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.startHandshake();
        return socket;
    }

    /** Says {@code bytes} and waits until the victim hangs up. */
    void sayUntilCut(TestNode victim, byte[] bytes) throws GeneralSecurityException, IOException {
        try (SSLSocket socket = connect(victim)) {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            awaitCut(socket);
        } catch (java.net.SocketTimeoutException stillThere) {
            throw new AssertionError("the victim did not hang up", stillThere);
        } catch (java.net.SocketException cutWhileWriting) {
            // Cut all the same.
        } catch (javax.net.ssl.SSLException cutInTheMiddle) {
            // Cut all the same.
        }
    }

    static void awaitCut(SSLSocket socket) throws IOException {
        int answer = socket.getInputStream().read();
        if (answer >= 0) {
            throw new AssertionError("the victim answered " + answer);
        }
    }

    /** A greeting signed with the own key, which says that it comes from {@code from}. */
    byte[] greeting(TestNode victim, Endpoint from) {
        return greeting(victim, new Handshake(id(), epoch, counter++, from, Optional.of(endpoint(victim))));
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
}
