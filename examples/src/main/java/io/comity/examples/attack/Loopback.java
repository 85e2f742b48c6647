package io.comity.examples.attack;

import io.comity.transport.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The fence around everything in this package: only addresses of this very machine pass. */
public final class Loopback {
    private Loopback() {}

    /**
     * Returns {@code address} if it is a loopback address given in digits; names are not looked up.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static Address require(Address address) {
        String host = address.host();
        boolean digits = host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}") || host.equals("[::1]");
        if (!digits || !isLoopback(host)) {
            throw new IllegalArgumentException("attacks are for loopback only, not for " + host);
        }
        return address;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unreadable) {
            return false;
        }
    }
}
