package io.comity.transport;

import io.comity.identity.Bytes;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where somebody dials from, as far as what they do may be held against it: one IPv4 address, or one /64 network of IPv6. */
public final class Origin {
    /** Whoever has one address of IPv6 has them all (RFC 4291, section 2.5.1: the rest is the interface). */
    private static final int NETWORK_BYTES = 8;

    private Origin() {}

    /** Empty for whoever dials from no address of the internet. */
    public static Optional<Bytes> of(@Nullable SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress internet) || internet.getAddress() == null) {
            return Optional.empty();
        }
        byte[] address = internet.getAddress().getAddress();
        return Optional.of(
                internet.getAddress() instanceof Inet6Address
                        ? Bytes.of(address, 0, NETWORK_BYTES)
                        : Bytes.of(address));
    }
}
