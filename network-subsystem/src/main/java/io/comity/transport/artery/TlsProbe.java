package io.comity.transport.artery;

import io.comity.artery.Endpoint;
import io.comity.artery.Refusal;
import io.comity.artery.Refusals;
import io.comity.identity.MemoryKeyHolder;
import io.comity.transport.certificate.NodeCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** A bad frame over a good TLS connection. */
final class TlsProbe implements SelfTest.Probe {
    private static final byte[] NEGATIVE_LENGTH = {'A', 'K', 'K', 'A', 2, (byte) 0xfc, -1, -1, -1};

    private final Endpoint self;
    private final SecureRandom random;

    TlsProbe(Endpoint self, SecureRandom random) {
        this.self = self;
        this.random = random;
    }

    @Override
    public Optional<String> flaw(MemoryKeyHolder tester, Refusals refusals) {
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
        socket.setSoTimeout(SelfTest.PATIENCE_MILLIS);
        socket.startHandshake();
        return socket;
    }
}
