package io.comity.transport.artery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Where a transport that encrypts nothing may listen: where no stranger's bytes come, or where its owner says so. */
final class ProtectedNetwork {
    /** What an owner sets who knows better. */
    static final String KEY = "i-protect-this-network";

    private ProtectedNetwork() {}

    /** Why {@code host} is out of bounds, in one line; a name is as bad as the worst of its addresses. Asks the name server. */
    static Optional<String> objection(ArteryKind kind, String host, boolean isProtected) {
        if (kind == ArteryKind.TLS || isProtected) {
            return Optional.empty();
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!isPrivate(address)) {
                    return Optional.of(kind.scheme() + " encrypts nothing and will not listen on the public address "
                            + address.getHostAddress() + "; use artery-tls, or set comity." + kind.scheme() + "." + KEY
                            + " = on if a firewall or tunnel of yours keeps strangers out");
                }
            }
            return Optional.empty();
        } catch (UnknownHostException binding) {
            // It will fail too, and say why.
            return Optional.empty();
        }
    }

    /** Loopback, RFC 1918, link-local. */
    static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress() || address.isSiteLocalAddress() || address.isLinkLocalAddress();
    }
}
