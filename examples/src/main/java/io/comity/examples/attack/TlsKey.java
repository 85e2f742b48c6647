package io.comity.examples.attack;

import io.comity.identity.Domain;
import io.comity.identity.KeyHolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A TLS key and certificate such as a node shows over artery-tls, written from the layout alone: an extension says which
 * node's it is, and that node's signature proves it. Sizes in bytes.
 * <pre>
 *  offset   size  field
 *       0      1  version     0x01
 *       1     32  node        Ed25519 public key
 *      33      8  epoch       names the boot
 *      41     64  signature   over "comity/1 tls", 0x00, epoch and SubjectPublicKeyInfo
 * </pre>
 */
final class TlsKey {
    private static final String EXTENSION = "2.25.301925861470182734561897243519874312650";
    private static final String DOMAIN = "comity/1 tls";
    private static final int EXTENSION_BYTES = 105;
    private static final int SIGNATURE_BYTES = 64;
    private static final byte VERSION = 1;

    private final KeyPair pair;
    private final Certificate certificate;

    private TlsKey(KeyPair pair, Certificate certificate) {
        this.pair = pair;
        this.certificate = certificate;
    }

    /** Shows, truthfully, the node whose key {@code key} is. */
    static TlsKey proving(KeyHolder key, long epoch) throws GeneralSecurityException, IOException {
        KeyPair pair = pair();
        byte[] publicKeyInfo = pair.getPublic().getEncoded();
        byte[] signed = ByteBuffer.allocate(Long.BYTES + publicKeyInfo.length)
                .putLong(epoch)
                .put(publicKeyInfo)
                .array();
        byte[] signature = key.sign(Domain.separate(DOMAIN, signed, 0, signed.length));
        return new TlsKey(pair, certificate(pair, extension(key, epoch, signature)));
    }

    /** Names the node whose key {@code key} is, and cannot prove it. */
    static TlsKey claiming(KeyHolder key, long epoch) throws GeneralSecurityException, IOException {
        KeyPair pair = pair();
        return new TlsKey(pair, certificate(pair, extension(key, epoch, new byte[SIGNATURE_BYTES])));
    }

    KeyManager[] managers() throws GeneralSecurityException, IOException {
        char[] none = {};
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, none);
        store.setKeyEntry("stranger", pair.getPrivate(), none, new Certificate[] {certificate});
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, none);
        return factory.getKeyManagers();
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
        return generator.generateKeyPair();
    }

    private static byte[] extension(KeyHolder key, long epoch, byte[] signature) {
        return ByteBuffer.allocate(EXTENSION_BYTES)
                .put(VERSION)
                .put(key.nodeId().key().toArray())
                .putLong(epoch)
                .put(signature)
                .array();
    }

    private static Certificate certificate(KeyPair pair, byte[] extension)
            throws GeneralSecurityException, IOException {
        X500Name name = new X500Name("CN=stranger");
        Date always = new Date(0);
        Date never = new Date(253_402_300_799_000L);
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(name, BigInteger.ONE, always, never, name, pair.getPublic());
        builder.addExtension(new ASN1ObjectIdentifier(EXTENSION), false, new DEROctetString(extension));
        try {
            byte[] encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                    .getEncoded();
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (OperatorCreationException absent) {
            throw new GeneralSecurityException("this Java cannot sign with P-256", absent);
        }
    }
}
