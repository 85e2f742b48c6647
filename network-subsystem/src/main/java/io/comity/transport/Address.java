package io.comity.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a node listens: the transport's name, a host and a port, text form {@code tcp://127.0.0.1:4711}; or, for a transport
 * that does not leave its machine, the transport's name and a file, text form {@code unix:///run/alice.sock}.
 *
 * @param host an absolute path when it begins with a slash, which no host does
 * @param port 0 beside a path
 */
public record Address(String transport, String host, int port) {
    private static final String SLASH = "/";

    /** The address of a file of this machine. */
    public static Address ofPath(String transport, Path path) {
        return new Address(transport, path.toAbsolutePath().toString(), 0);
    }

    /** Reads the text form; empty when it is not one. */
    public static Optional<Address> parse(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getScheme() == null) {
                return Optional.empty();
            }
            return uri.getHost() == null ? withPath(uri, text) : withHost(uri);
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }

    private static Optional<Address> withHost(URI uri) {
        return uri.getPort() >= 0 && uri.getPort() <= 65_535
                ? Optional.of(new Address(uri.getScheme(), uri.getHost(), uri.getPort()))
                : Optional.empty();
    }

    /** There is one way to write a path; anything else around it or in it is refused. */
    private static Optional<Address> withPath(URI uri, String text) {
        String path = uri.getPath();
        boolean complete = path != null && path.startsWith(SLASH) && path.length() > 1 && path.indexOf('\0') < 0;
        return complete
                ? Optional.of(new Address(uri.getScheme(), path, 0))
                        .filter(address -> address.toString().equals(text))
                : Optional.empty();
    }

    public boolean isPath() {
        return host.startsWith(SLASH);
    }

    @Override
    public String toString() {
        return isPath() ? pathText() : transport + "://" + host + ":" + port;
    }

    private String pathText() {
        try {
            return new URI(transport, "", host, null, null).toString();
        } catch (URISyntaxException notAScheme) {
            return transport + "://" + host;
        }
    }
}
