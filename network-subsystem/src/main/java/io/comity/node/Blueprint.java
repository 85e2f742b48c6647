package io.comity.node;

import io.comity.artery.Endpoint;
import io.comity.config.Section;
import io.comity.mission.MissionTable;
import io.comity.proxy.EngineProxy;
import io.comity.proxy.NodeProxy;
import io.comity.router.Router;
import io.comity.transport.TransportProtocol;
import io.comity.transport.artery.ArteryKind;
import io.comity.transport.artery.ArteryTransport;
import io.comity.transport.memory.MemoryTransport;
import io.comity.transport.tcp.TcpTransport;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All settings of a node, read and checked before anything is started. */
record Blueprint(
        List<String> transports,
        TcpTransport.Settings tcp,
        Map<ArteryKind, ArteryTransport.Settings> artery,
        TransportProtocol.Settings connections,
        Router.Settings router,
        MissionTable.Limits missions) {
    /** The least that may be said of them where there are none. */
    private static final int NO_CONNECTIONS = 4;

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    static Blueprint read(Section comity) {
        List<String> transports = comity.textsOf(
                "transports",
                TcpTransport.NAME,
                ArteryKind.TLS.scheme(),
                ArteryKind.TCP.scheme(),
                ArteryKind.AERON.scheme(),
                MemoryTransport.NAME);
        Section connection = comity.section("connection");
        return new Blueprint(
                transports.stream().distinct().toList(),
                tcp(comity.section("tcp")),
                artery(comity, connection),
                new TransportProtocol.Settings(
                        connection.integer("max", 1, 65_536),
                        connection.duration("handshake-timeout", Duration.ofMillis(100), Duration.ofMinutes(1))),
                router(comity, connection),
                missions(comity.section("missions")));
    }

    private static TcpTransport.Settings tcp(Section tcp) {
        String host = tcp.text("host");
        String advertised = tcp.text("advertise");
        if (advertised.isEmpty() && isWildcard(host)) {
            throw tcp.refused(
                    "host",
                    "listens on every network, but nobody can dial it; set comity.tcp.advertise to what friends dial");
        }
        return new TcpTransport.Settings(
                host,
                advertised.isEmpty() ? host : advertised,
                tcp.integer("port", 0, 65_535),
                tcp.duration("connect-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
                tcp.integer("threads", 1, 64));
    }

    private static Map<ArteryKind, ArteryTransport.Settings> artery(Section comity, Section connection) {
        Map<ArteryKind, ArteryTransport.Settings> artery = new EnumMap<>(ArteryKind.class);
        for (ArteryKind kind : ArteryKind.values()) {
            artery.put(kind, artery(kind, comity.section(kind.scheme()), connection));
        }
        return artery;
    }

    private static ArteryTransport.Settings artery(ArteryKind kind, Section artery, Section connection) {
        String host = artery.text("host");
        if (isWildcard(host)) {
            throw artery.refused("host", "cannot be dialled; set it to the address of this machine that friends dial");
        }
        if (Endpoint.of(host, 1).isEmpty()) {
            throw artery.refused("host", "is neither a DNS name nor an IPv4 address");
        }
        return new ArteryTransport.Settings(
                kind,
                host,
                artery.integer("port", 0, 65_535),
                artery.integer("links-per-peer", 1, 256),
                kind == ArteryKind.AERON ? NO_CONNECTIONS : artery.integer("connections-per-peer", 4, 64),
                artery.integer("strangers", 0, 4_096),
                connection.duration("dial-timeout", Duration.ofMillis(100), Duration.ofMinutes(2)),
                kind != ArteryKind.TLS && artery.flag("i-protect-this-network"));
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
