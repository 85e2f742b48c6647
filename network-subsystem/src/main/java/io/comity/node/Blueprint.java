package io.comity.node;

import io.comity.artery.Endpoint;
import io.comity.config.Section;
import io.comity.mission.MissionTable;
import io.comity.proxy.EngineProxy;
import io.comity.proxy.NodeProxy;
import io.comity.router.Router;
import io.comity.transport.TransportProtocol;
import io.comity.transport.artery.ArteryTlsTransport;
import io.comity.transport.memory.MemoryTransport;
import io.comity.transport.quic.QuicTransport;
import io.comity.transport.stream.StreamSettings;
import io.comity.transport.tcp.TcpTransport;
import io.comity.transport.tls.TlsTransport;
import io.comity.transport.unix.UnixTransport;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** All settings of a node, read and checked before anything is started. */
record Blueprint(
        List<String> transports,
        StreamSettings tcp,
        StreamSettings tls,
        UnixTransport.Settings unix,
        QuicTransport.Settings quic,
        ArteryTlsTransport.Settings arteryTls,
        TransportProtocol.Settings connections,
        Router.Settings router,
        MissionTable.Limits missions) {
    /** The default, in the folder of the node, which is its owner's alone. */
    private static final String SOCKET = "node.sock";

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    /** @param folder where the node lives */
    static Blueprint read(Section comity, Path folder) {
        List<String> transports = comity.textsOf(
                "transports",
                TcpTransport.NAME,
                TlsTransport.NAME,
                UnixTransport.NAME,
                QuicTransport.NAME,
                ArteryTlsTransport.NAME,
                MemoryTransport.NAME);
        Section connection = comity.section("connection");
        return new Blueprint(
                transports.stream().distinct().toList(),
                stream(comity, TcpTransport.NAME),
                stream(comity, TlsTransport.NAME),
                unix(comity.section("unix"), folder),
                quic(comity),
                arteryTls(comity.section("artery-tls"), connection),
                new TransportProtocol.Settings(
                        connection.integer("max", 1, 65_536),
                        connection.duration("handshake-timeout", Duration.ofMillis(100), Duration.ofMinutes(1))),
                router(comity, connection),
                missions(comity.section("missions")));
    }

    /** Of a transport that has a host and a port. */
    private static StreamSettings stream(Section comity, String name) {
        Section stream = comity.section(name);
        String host = stream.text("host");
        String advertised = stream.text("advertise");
        if (advertised.isEmpty() && isWildcard(host)) {
            throw stream.refused(
                    "host",
                    "listens on every network, but nobody can dial it; set comity." + name
                            + ".advertise to what friends dial");
        }
        return new StreamSettings(
                host,
                advertised.isEmpty() ? host : advertised,
                stream.integer("port", 0, 65_535),
                stream.duration("connect-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
                stream.integer("threads", 1, 64));
    }

    private static UnixTransport.Settings unix(Section unix, Path folder) {
        String path = unix.text("path");
        try {
            return new UnixTransport.Settings(
                    folder.resolve(path.isEmpty() ? SOCKET : path), unix.integer("threads", 1, 64));
        } catch (InvalidPathException noPath) {
            throw unix.refused("path", "is no path of this system");
        }
    }

    private static QuicTransport.Settings quic(Section comity) {
        return new QuicTransport.Settings(
                stream(comity, QuicTransport.NAME),
                comity.section(QuicTransport.NAME)
                        .duration("idle-timeout", Duration.ofSeconds(1), Duration.ofMinutes(10)));
    }

    private static ArteryTlsTransport.Settings arteryTls(Section artery, Section connection) {
        String host = artery.text("host");
        if (isWildcard(host)) {
            throw artery.refused("host", "cannot be dialled; set it to the address of this machine that friends dial");
        }
        if (Endpoint.of(host, 1).isEmpty()) {
            throw artery.refused("host", "is neither a DNS name nor an IPv4 address");
        }
        return new ArteryTlsTransport.Settings(
                host,
                artery.integer("port", 0, 65_535),
                artery.integer("links-per-peer", 1, 256),
                artery.integer("connections-per-peer", 4, 64),
                artery.integer("strangers", 0, 4_096),
                connection.duration("dial-timeout", Duration.ofMillis(100), Duration.ofMinutes(2)));
    }

    private static boolean isWildcard(String host) {
        return host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
    }

    private static Router.Settings router(Section comity, Section connection) {
        Section node = comity.section("node");
        Section references = comity.section("references");
        return new Router.Settings(
                node.integer("max-peers", 1, 1_000_000),
                new NodeProxy.Settings(
                        node.bytes("outbox", 64 * KIB, 1_024 * MIB),
                        node.bytes("control-outbox", 64 * KIB, 64 * MIB),
                        node.integer("max-engines", 1, 1_000_000),
                        node.integer("max-presenting", 1, 1_000),
                        references.integer("max", 16, 10_000_000),
                        references.duration("reply-deadline", Duration.ofSeconds(1), Duration.ofDays(1)),
                        connection.duration("dial-timeout", Duration.ofMillis(100), Duration.ofMinutes(2)),
                        connection.duration("stranger-timeout", Duration.ofSeconds(1), Duration.ofMinutes(10)),
                        new EngineProxy.Settings(
                                node.integer("held-messages", 1, 1_000_000),
                                node.duration("hold-for", Duration.ofMillis(100), Duration.ofHours(1)))));
    }

    private static MissionTable.Limits missions(Section missions) {
        return new MissionTable.Limits(
                missions.integer("max", 1, 100_000),
                missions.integer("max-grants", 1, 10_000_000),
                missions.integer("max-redeemed", 1, 10_000_000));
    }
}
