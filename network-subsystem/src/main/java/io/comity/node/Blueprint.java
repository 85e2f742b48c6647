package io.comity.node;

import io.comity.artery.Endpoint;
import io.comity.config.Section;
import io.comity.desk.Desk;
import io.comity.desk.http.HttpEndpoint;
import io.comity.detached.Judge;
import io.comity.mission.MissionTable;
import io.comity.proxy.EngineProxy;
import io.comity.proxy.NodeProxy;
import io.comity.router.Router;
import io.comity.transport.TransportProtocol;
import io.comity.transport.artery.ArteryTlsTransport;
import io.comity.transport.grpc.GrpcTransport;
import io.comity.transport.memory.MemoryTransport;
import io.comity.transport.tcp.TcpTransport;
import java.time.Duration;
import java.util.List;

/** All settings of a node, read and checked before anything is started. */
record Blueprint(
        List<String> transports,
        TcpTransport.Settings tcp,
        ArteryTlsTransport.Settings arteryTls,
        GrpcTransport.Settings grpc,
        Detached detached,
        TransportProtocol.Settings connections,
        Router.Settings router,
        MissionTable.Limits missions) {
    /**
     * @param over which carriers calls without a session are taken from
     */
    record Detached(List<String> over, Desk.Settings desk, Judge.Limits memory, HttpEndpoint.Settings http) {
        boolean isOver(String carrier) {
            return over.contains(carrier);
        }
    }

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    static Blueprint read(Section comity) {
        List<String> transports = comity.textsOf(
                "transports", TcpTransport.NAME, ArteryTlsTransport.NAME, GrpcTransport.NAME, MemoryTransport.NAME);
        Section connection = comity.section("connection");
        return new Blueprint(
                transports.stream().distinct().toList(),
                tcp(comity.section("tcp")),
                arteryTls(comity.section("artery-tls"), connection),
                grpc(comity.section("grpc")),
                detached(comity.section("detached"), comity.section("http")),
                new TransportProtocol.Settings(
                        connection.integer("max", 1, 65_536),
                        connection.duration("handshake-timeout", Duration.ofMillis(100), Duration.ofMinutes(1))),
                router(comity, connection),
                missions(comity.section("missions")));
    }

    private static TcpTransport.Settings tcp(Section tcp) {
        String host = tcp.text("host");
        return new TcpTransport.Settings(
                host,
                advertised(tcp, TcpTransport.NAME, host),
                tcp.integer("port", 0, 65_535),
                tcp.duration("connect-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
                tcp.integer("threads", 1, 64));
    }

    private static GrpcTransport.Settings grpc(Section grpc) {
        String host = grpc.text("host");
        return new GrpcTransport.Settings(
                host,
                advertised(grpc, GrpcTransport.NAME, host),
                grpc.integer("port", 0, 65_535),
                grpc.duration("connect-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
                grpc.integer("connections", 1, 65_536),
                grpc.bytes("window", 64 * KIB, 16 * MIB),
                grpc.integer("threads", 1, 64));
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

    private static Detached detached(Section detached, Section http) {
        return new Detached(
                detached.textsOf("over", GrpcTransport.NAME, HttpEndpoint.NAME),
                new Desk.Settings(
                        detached.integer("queue", 1, 65_536),
                        detached.integer("waiting", 1, 1_000_000),
                        detached.duration("longest-wait", Duration.ofSeconds(1), Duration.ofHours(1))),
                new Judge.Limits(detached.integer("issuers", 1, 1_000_000), detached.integer("streams", 1, 256)),
                new HttpEndpoint.Settings(
                        http.text("host"),
                        http.integer("port", 0, 65_535),
                        http.integer("connections", 1, 65_536),
                        http.duration("request-timeout", Duration.ofMillis(100), Duration.ofMinutes(1))));
    }

    private static String advertised(Section transport, String name, String host) {
        String advertised = transport.text("advertise");
        if (advertised.isEmpty() && isWildcard(host)) {
            throw transport.refused(
                    "host",
                    "listens on every network, but nobody can dial it; set comity." + name
                            + ".advertise to what friends dial");
        }
        return advertised.isEmpty() ? host : advertised;
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
