package io.comity.transport.stream;

import java.time.Duration;

/**
 * Where a transport that has a host and a port listens, and how.
 *
 * @param host where to listen
 * @param advertise the host that others dial
 * @param port 0 for any that is free
 * @param connectTimeout how long a dial may take
 * @param threads of the event loop, which also seals, opens and decodes
 */
public record StreamSettings(String host, String advertise, int port, Duration connectTimeout, int threads) {
    /** Advertises the host it listens on. */
    public StreamSettings(String host, int port, Duration connectTimeout, int threads) {
        this(host, host, port, connectTimeout, threads);
    }

    public StreamSettings at(int otherPort) {
        return new StreamSettings(host, advertise, otherPort, connectTimeout, threads);
    }
}
