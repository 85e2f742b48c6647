package io.comity.transport.artery;

import io.comity.artery.Refusal;
import io.comity.artery.Refusals;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts what {@link NodeCertificate} proves and one {@link Connection} accepts; authorities, names and dates mean nothing. */
final class NodeTrust extends X509ExtendedTrustManager {
    private final Connection connection;
    private final Refusals refusals;

    NodeTrust(Connection connection, Refusals refusals) {
        this.connection = connection;
        this.refusals = refusals;
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
        Optional<Refusal> refusal = connection.present(NodeCertificate.prove(chain));
        if (refusal.isPresent()) {
            refusals.count(refusal.get());
            connection.mismatched();
            throw new CertificateException("refused");
        }
    }
}
