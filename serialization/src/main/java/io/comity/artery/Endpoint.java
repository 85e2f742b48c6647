package io.comity.artery;

import akka.actor.Address;
import java.util.Optional;

/**
 * Where a transport's ActorSystem listens, as Artery spells it.
 *
 * @param host a DNS name or dotted IPv4 address, 1 to {@link #MAX_HOST} characters
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {
    public static final int MAX_HOST = 253;

    /** The name of every transport's ActorSystem: part of an Artery address, so both ends must agree on it. */
    public static final String SYSTEM_NAME = "comity";

    private static final String GATEWAY = "/user/gateway";

    /** For addresses of our own; what a stranger sent goes through {@link #of}. */
    public Endpoint {
        if (!isValid(host, port)) {
            throw new IllegalArgumentException("not a host name and a port: " + host + ":" + port);
        }
    }

    /** Empty when the host holds anything but letters, digits, dots and hyphens, or the port is out of range. */
    public static Optional<Endpoint> of(String host, int port) {
        return isValid(host, port) ? Optional.of(new Endpoint(host, port)) : Optional.empty();
    }

    public Address address() {
        return new Address("akka", SYSTEM_NAME, host, port);
    }

    /** The path of the one actor that packets may name. */
    public String gateway() {
        return address() + GATEWAY;
    }

    private static boolean isValid(String host, int port) {
        boolean named =
                !host.isEmpty() && host.length() <= MAX_HOST && host.chars().allMatch(Endpoint::isHostCharacter);
        return named && port > 0 && port <= 65_535;
    }

    private static boolean isHostCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
