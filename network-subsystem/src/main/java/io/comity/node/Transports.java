package io.comity.node;

import io.comity.transport.artery.ArteryKind;
import io.comity.transport.grpc.GrpcTransport;
import io.comity.transport.memory.MemoryTransport;
import io.comity.transport.quic.QuicTransport;
import io.comity.transport.tcp.TcpTransport;
import io.comity.transport.tls.TlsTransport;
import io.comity.transport.unix.UnixTransport;
import java.util.List;

/** Every transport there is, by the name that {@code comity.transports} gives it and that begins its addresses. */
public final class Transports {
    private static final List<String> NAMES = List.of(
            TcpTransport.NAME,
            TlsTransport.NAME,
            UnixTransport.NAME,
            QuicTransport.NAME,
            GrpcTransport.NAME,
            ArteryKind.TLS.scheme(),
            ArteryKind.TCP.scheme(),
            ArteryKind.AERON.scheme(),
            MemoryTransport.NAME);

    private Transports() {}

    public static List<String> names() {
        return NAMES;
    }
}
