package io.comity.transport.tls;

import io.comity.transport.Transport;
import io.comity.transport.certificate.NodeCertificate;
import io.comity.transport.stream.HostPlaces;
import io.comity.transport.stream.Sockets;
import io.comity.transport.stream.StreamSettings;
import io.comity.transport.stream.StreamTransport;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.security.SecureRandom;

/** Wires that are TLS 1.3 connections, for networks that let nothing else pass. */
public final class TlsTransport {
    public static final String NAME = "tls";

    private TlsTransport() {}

    /** @param identity is shown to whoever dials and whoever is dialled */
    public static Transport of(StreamSettings settings, NodeCertificate identity, SecureRandom random) {
        TlsLayer layer = new TlsLayer(identity, random, settings.connectTimeout());
        Sockets sockets =
                new Sockets(NioServerSocketChannel::new, NioSocketChannel::new, layer, settings.connectTimeout());
        return new StreamTransport(new HostPlaces(NAME, settings), sockets, settings.threads());
    }
}
