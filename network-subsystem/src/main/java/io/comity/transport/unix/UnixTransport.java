package io.comity.transport.unix;

import io.comity.transport.Transport;
import io.comity.transport.stream.StreamTransport;
import java.nio.file.Path;

/** Wires that are Unix domain sockets. */
public final class UnixTransport {
    public static final String NAME = "unix";

    private UnixTransport() {}

    /**
     * @param path the file of the socket
     * @param threads of the event loop, which also seals, opens and decodes
     */
    public record Settings(Path path, int threads) {}

    public static Transport of(Settings settings) {
        return new StreamTransport(new FilePlaces(settings.path()), new UnixSockets(), settings.threads());
    }
}
