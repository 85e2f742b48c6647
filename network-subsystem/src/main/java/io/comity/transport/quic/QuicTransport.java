package io.comity.transport.quic;

import io.comity.transport.Transport;
import io.comity.transport.certificate.NodeCertificate;
import io.comity.transport.stream.HostPlaces;
import io.comity.transport.stream.StreamSettings;
import io.comity.transport.stream.StreamTransport;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Wires that are QUIC connections (RFC 9000), for networks that lose packets. */
public final class QuicTransport {
    public static final String NAME = "quic";

    private QuicTransport() {}

    /** @param idleTimeout how long a connection may be silent: nobody says of a process that died that it did */
    public record Settings(StreamSettings stream, Duration idleTimeout) {
        public Settings at(int otherPort) {
            return new Settings(stream.at(otherPort), idleTimeout);
        }
    }

    /**
     * @param identity is shown to whoever dials and whoever is dialled
     * @param refused is told how many more connections ended before they carried a wire
     */
    public static Transport of(Settings settings, NodeCertificate identity, SecureRandom random, LongConsumer refused) {
        return new StreamTransport(
                new HostPlaces(NAME, settings.stream()),
                new QuicStreams(settings, identity, random, refused),
                settings.stream().threads());
    }
}
