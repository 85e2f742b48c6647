package io.comity.transport.certificate;

import io.comity.transport.certificate.NodeCertificate.Proven;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts what {@link NodeCertificate} proves and somebody accepts; authorities, names and dates mean nothing. */
public final class NodeTrust extends X509ExtendedTrustManager {
    private final Predicate<Optional<Proven>> accepts;

    /** @param accepts is shown what a certificate proves, before its owner has shown the key; empty proves nothing */
    public NodeTrust(Predicate<Optional<Proven>> accepts) {
        this.accepts = accepts;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (!accepts.test(NodeCertificate.prove(chain))) {
            throw new CertificateException("refused");
        }
    }
}
