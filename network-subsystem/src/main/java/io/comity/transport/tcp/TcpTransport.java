package io.comity.transport.tcp;

import io.comity.transport.Transport;
import io.comity.transport.stream.HostPlaces;
import io.comity.transport.stream.Layer;
import io.comity.transport.stream.Sockets;
import io.comity.transport.stream.StreamSettings;
import io.comity.transport.stream.StreamTransport;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** Wires that are TCP connections. */
public final class TcpTransport {
    public static final String NAME = "tcp";

    private TcpTransport() {}

    public static Transport of(StreamSettings settings) {
        return of(settings, new HostPlaces(NAME, settings));
    }

    static Transport of(StreamSettings settings, HostPlaces places) {
        Sockets sockets =
                new Sockets(NioServerSocketChannel::new, NioSocketChannel::new, Layer.NONE, settings.connectTimeout());
        return new StreamTransport(places, sockets, settings.threads());
    }
}
