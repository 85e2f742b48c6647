package io.comity.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A throw-away TLS identity (P-256, valid for a day) in a key store that both ends of a bench link share.
 *
 * @param keyStore PKCS12; holds the key and, as the only one trusted, its certificate
 */
record SelfSigned(Path keyStore) {
    /** Protects nothing: what protects the key is that only the owner can enter its folder, which lives for one bench. */
    static final String PASSWORD = "loopback";

    private static final Duration LIFE = Duration.ofDays(1);

    /** The one that {@link #make} put in {@code folder}. */
    static SelfSigned in(Path folder) {
        return new SelfSigned(folder.resolve("tls.p12"));
    }

    /** Makes one in {@code folder}, which only its owner may be able to enter. */
    static void make(Path folder, Instant now, SecureRandom random) throws IOException {
        try {
            in(folder).write(now, random);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("cannot make a certificate: " + e.getMessage(), e);
        }
    }

    private void write(Instant now, SecureRandom random)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair keys = generator.generateKeyPair();
        X509Certificate certificate = certify(keys, now, new BigInteger(64, random));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("bench", keys.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate});
        store.setCertificateEntry("trusted", certificate);
        try (OutputStream out = Files.newOutputStream(keyStore)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private static X509Certificate certify(KeyPair keys, Instant now, BigInteger serial)
            throws GeneralSecurityException, OperatorCreationException {
        X500Name name = new X500Name("CN=bench");
        Date from = Date.from(now.minus(LIFE));
        Date until = Date.from(now.plus(LIFE));
        var builder = new JcaX509v3CertificateBuilder(name, serial, from, until, name, keys.getPublic());
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
}
