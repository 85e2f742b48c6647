package io.comity.transport.artery;

import akka.actor.ActorSystem;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import io.comity.artery.CanonicalHeader;
import io.comity.artery.Endpoint;
import io.comity.artery.Refusal;
import io.comity.artery.Refusals;
import io.comity.artery.SerializerTable;
import io.comity.artery.SignedSerializer;
import io.comity.identity.MemoryKeyHolder;
import io.comity.transport.certificate.NodeCertificate;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/**
 * Proves, before anybody is let in, that the guards are where they should be: no serializer but ours in any table, and a
 * bad frame, sent to ourselves over TLS by a node made up for the purpose, dies in front of Artery.
 */
final class SelfTest {
    private static final int PATIENCE_MILLIS = 5_000;
    private static final byte[] NEGATIVE_LENGTH = {'A', 'K', 'K', 'A', 2, (byte) 0xfc, -1, -1, -1};

    private final ActorSystem system;
    private final Endpoint self;
    private final SignedSerializer serializer;
    private final Peers peers;
    private final Refusals refusals;
    private final SecureRandom random;

    SelfTest(
            ActorSystem system,
            Endpoint self,
            SignedSerializer serializer,
            Peers peers,
            Refusals refusals,
            SecureRandom random) {
        this.system = system;
        this.self = self;
        this.serializer = serializer;
        this.peers = peers;
        this.refusals = refusals;
        this.random = random;
    }

    /** Throws with one line that says which guard is missing. */
    void run() throws WireException {
        Map<Refusal, Long> before = refusals.counts();
        Optional<String> flaw = SerializerTable.flaw(system, serializer)
                .or(this::serializerFlaw)
                .or(this::guardFlaw);
        refusals.counts().forEach((reason, count) -> refusals.forgive(reason, count - before.getOrDefault(reason, 0L)));
        if (flaw.isPresent()) {
            throw new WireException("artery-tls will not listen, its self-test failed: " + flaw.get());
        }
    }

    private Optional<String> serializerFlaw() {
        Serialization serialization = SerializationExtension.get(system);
        for (int id : new int[] {0, SignedSerializer.ID}) {
            try {
                ByteBuffer frame =
                        ByteBuffer.allocate(CanonicalHeader.HANDSHAKE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
                serialization.deserializeByteBuffer(frame, id, "d");
                return Optional.of("serializer " + id + " accepted an empty frame");
            } catch (NotSerializableException refused) {
                continue;
            }
        }
        return Optional.empty();
    }

    private Optional<String> guardFlaw() {
        MemoryKeyHolder tester = MemoryKeyHolder.generate(random);
        peers.admitOnly(tester.nodeId());
        long before = refusals.of(Refusal.FRAMING);
        try (SSLSocket socket = knock(tester)) {
            socket.getOutputStream().write(NEGATIVE_LENGTH);
            socket.getOutputStream().flush();
            if (socket.getInputStream().read() >= 0) {
                return Optional.of("a bad frame was answered");
            }
        } catch (IOException closedHard) {
            // As good as the end of the stream; the count below tells which it was.
        } catch (GeneralSecurityException noTls) {
            return Optional.of("TLS 1.3 does not work here: " + noTls.getMessage());
        }
        boolean guarded = refusals.of(Refusal.FRAMING) > before;
        return guarded ? Optional.empty() : Optional.of("a bad frame was not refused by the guard");
    }

    private SSLSocket knock(MemoryKeyHolder tester) throws GeneralSecurityException, IOException {
        NodeCertificate identity = NodeCertificate.mint(tester.nodeId(), 0, tester::sign, random);
        SSLSocket socket = PlainClient.connect(identity, self, random);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.startHandshake();
        return socket;
    }
}
