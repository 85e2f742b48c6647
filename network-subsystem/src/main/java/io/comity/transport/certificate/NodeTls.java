package io.comity.transport.certificate;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** TLS as nodes speak it: version 1.3, one cipher suite. */
public final class NodeTls {
    private static final String PROTOCOL = "TLSv1.3";

    private NodeTls() {}

    public static String[] protocols() {
        return new String[] {PROTOCOL};
    }

    public static String[] suites() {
        return new String[] {"TLS_AES_128_GCM_SHA256"};
    }

    /** For one connection: with a context of its own no session is ever resumed, and every connection proves its node anew. */
    public static SSLContext context(KeyManager[] keys, TrustManager trust, SecureRandom random)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance(PROTOCOL);
        context.init(keys, new TrustManager[] {trust}, random);
        return context;
    }

    public static KeyManager[] keyManagers(NodeCertificate identity) throws GeneralSecurityException, IOException {
        char[] none = {};
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, none);
        store.setKeyEntry("node", identity.key(), none, new Certificate[] {identity.certificate()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, none);
        return factory.getKeyManagers();
    }
}
