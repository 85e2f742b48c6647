package io.comity.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where a node listens: the transport's name, a host and a port; text form {@code tcp://127.0.0.1:4711}. */
public record Address(String transport, String host, int port) {

    /** Reads the text form; empty when it is not one. */
    public static Optional<Address> parse(String text) {
        try {
            URI uri = new URI(text);
            boolean complete = uri.getScheme() != null && uri.getHost() != null && uri.getPort() >= 0;
            return complete && uri.getPort() <= 65_535
                    ? Optional.of(new Address(uri.getScheme(), uri.getHost(), uri.getPort()))
                    : Optional.empty();
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return transport + "://" + host + ":" + port;
    }
}
