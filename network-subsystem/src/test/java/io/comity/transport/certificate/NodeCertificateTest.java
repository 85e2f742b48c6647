package io.comity.transport.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.MemoryKeyHolder;
import io.comity.transport.certificate.NodeCertificate.Proven;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class NodeCertificateTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final MemoryKeyHolder key = MemoryKeyHolder.generate(RANDOM);

    @Test
    void provesItsNodeAndEpoch() throws GeneralSecurityException, IOException {
        assertThat(NodeCertificate.prove(chain(mint(7)))).contains(new Proven(key.nodeId(), 7));
    }

    @Test
    void provesNothingWithTheSignatureOfAnotherKey() throws GeneralSecurityException, IOException {
        MemoryKeyHolder other = MemoryKeyHolder.generate(RANDOM);
        NodeCertificate forged = NodeCertificate.mint(key.nodeId(), 7, other::sign, RANDOM);
        assertThat(NodeCertificate.prove(chain(forged))).isEmpty();
    }

    @Test
    void provesNothingWithAProofMadeForAnotherTlsKey() throws GeneralSecurityException, IOException {
        byte[][] stolen = new byte[1][];
        NodeCertificate.mint(
                key.nodeId(),
                7,
                bytes -> {
                    stolen[0] = key.sign(bytes);
                    return stolen[0];
                },
                RANDOM);
        NodeCertificate replayed = NodeCertificate.mint(key.nodeId(), 7, bytes -> stolen[0], RANDOM);
        assertThat(NodeCertificate.prove(chain(replayed))).isEmpty();
    }

    @Test
    void provesNothingInAChainOfTwoOrNone() throws GeneralSecurityException, IOException {
        X509Certificate one = mint(7).certificate();
        assertThat(NodeCertificate.prove(new X509Certificate[] {one, one})).isEmpty();
        assertThat(NodeCertificate.prove(new X509Certificate[0])).isEmpty();
    }

    private NodeCertificate mint(long epoch) throws GeneralSecurityException, IOException {
        return NodeCertificate.mint(key.nodeId(), epoch, key::sign, RANDOM);
    }

    private static X509Certificate[] chain(NodeCertificate certificate) {
        return new X509Certificate[] {certificate.certificate()};
    }
}
