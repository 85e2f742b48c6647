package io.comity.transport.certificate;

import io.comity.identity.Domain;
import io.comity.identity.Ed25519;
import io.comity.identity.NodeId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The TLS identity of one boot: a fresh P-256 key, which is cheap to sign with while strangers knock, in a self-signed
 * certificate whose extension proves which node made it (the way of libp2p's TLS specification, with a domain of our own).
 * Names, dates and the certificate's own signature mean nothing here. Extension {@link #OID}, sizes in bytes:
 * <pre>
 *  offset   size  field
 *       0      1  version     0x01
 *       1     32  node        Ed25519 public key
 *      33      8  epoch       names the boot
 *      41     64  signature   the node's, over {@link #DOMAIN}, 0x00, epoch and SubjectPublicKeyInfo
 * </pre>
 */
public record NodeCertificate(PrivateKey key, X509Certificate certificate) {
    static final String DOMAIN = "comity/1 tls";

    /** From the arc of UUIDs (ITU-T X.667), which needs no registration. */
    static final String OID = "2.25.301925861470182734561897243519874312650";

    private static final int EXTENSION_BYTES = 105;
    private static final byte[] DER_PREFIX = {4, EXTENSION_BYTES + 2, 4, EXTENSION_BYTES};
    private static final byte VERSION = 1;

    /** Which node a certificate is of, and which boot of it. */
    public record Proven(NodeId node, long epoch) {}

    public static NodeCertificate mint(NodeId self, long epoch, UnaryOperator<byte[]> signer, SecureRandom random)
            throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        byte[] signed = signed(epoch, pair.getPublic().getEncoded());
        byte[] proof = signer.apply(Domain.separate(DOMAIN, signed, 0, signed.length));
        return new NodeCertificate(pair.getPrivate(), certify(pair, extension(self, epoch, proof), random));
    }

    /** What a chain proves; empty when it is not exactly one certificate with a sound extension. About 120 µs. */
    public static Optional<Proven> prove(X509Certificate[] chain) {
        if (chain.length != 1) {
            return Optional.empty();
        }
        byte[] value = chain[0].getExtensionValue(OID);
        int prefix = DER_PREFIX.length;
        if (value == null
                || value.length != prefix + EXTENSION_BYTES
                || !Arrays.equals(value, 0, prefix, DER_PREFIX, 0, prefix)
                || value[prefix] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(value, prefix + 1, EXTENSION_BYTES - 1);
        byte[] node = new byte[NodeId.SIZE_BYTES];
        fields.get(node);
        long epoch = fields.getLong();
        byte[] signature = new byte[Ed25519.SIGNATURE_BYTES];
        fields.get(signature);
        byte[] signed = signed(epoch, chain[0].getPublicKey().getEncoded());
        return NodeId.admit(node)
                .filter(id -> Ed25519.verify(id, DOMAIN, signed, 0, signed.length, signature))
                .map(id -> new Proven(id, epoch));
    }

    private static byte[] signed(long epoch, byte[] publicKeyInfo) {
        return ByteBuffer.allocate(Long.BYTES + publicKeyInfo.length)
                .putLong(epoch)
                .put(publicKeyInfo)
                .array();
    }

    private static byte[] extension(NodeId self, long epoch, byte[] proof) {
        return ByteBuffer.allocate(EXTENSION_BYTES)
                .put(VERSION)
                .put(self.key().toArray())
                .putLong(epoch)
                .put(proof)
                .array();
    }

    private static X509Certificate certify(KeyPair pair, byte[] extension, SecureRandom random)
            throws GeneralSecurityException, IOException {
        X500Name name = new X500Name("CN=comity");
        Date always = new Date(0);
        Date never = new Date(253_402_300_799_000L);
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(name, BigInteger.ONE, always, never, name, pair.getPublic());
        builder.addExtension(new ASN1ObjectIdentifier(OID), false, new DEROctetString(extension));
        try {
            byte[] encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .setSecureRandom(random)
                            .build(pair.getPrivate()))
                    .getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (OperatorCreationException absent) {
            throw new GeneralSecurityException("this Java cannot sign with P-256", absent);
        }
    }
}
