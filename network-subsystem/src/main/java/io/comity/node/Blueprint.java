package io.comity.node;

import io.comity.advert.AdvertTable;
import io.comity.advert.Gossip;
import io.comity.artery.Endpoint;
import io.comity.config.Section;
import io.comity.desk.Desk;
import io.comity.desk.http.HttpEndpoint;
import io.comity.detached.Judge;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.mission.Authority;
import io.comity.offer.Offers;
import io.comity.proxy.Backoff;
import io.comity.proxy.Connectivity;
import io.comity.proxy.EngineProxy;
import io.comity.proxy.NodeProxy;
import io.comity.router.AdvertSettings;
import io.comity.router.RightsSettings;
import io.comity.router.Router;
import io.comity.selection.Selection;
import io.comity.store.TopicLogs;
import io.comity.transport.Address;
import io.comity.transport.Doorkeeper;
import io.comity.transport.TransportProtocol;
import io.comity.transport.artery.ArteryKind;
import io.comity.transport.artery.ArteryTransport;
import io.comity.transport.grpc.GrpcTransport;
import io.comity.transport.quic.QuicTransport;
import io.comity.transport.stream.StreamSettings;
import io.comity.transport.tcp.TcpTransport;
import io.comity.transport.tls.TlsTransport;
import io.comity.transport.unix.UnixTransport;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All settings of a node, read and checked before anything is started. */
record Blueprint(
        boolean control,
        List<String> transports,
        StreamSettings tcp,
        StreamSettings tls,
        UnixTransport.Settings unix,
        QuicTransport.Settings quic,
        GrpcTransport.Settings grpc,
        Map<ArteryKind, ArteryTransport.Settings> artery,
        Detached detached,
        TransportProtocol.Settings connections,
        Router.Settings router,
        Authority.Limits missions,
        Offers offers,
        Evidence evidence,
        AdvertTable.Limits adverts,
        Topics topics,
        Map<NodeId, List<Address>> seeds) {
    /**
     * @param over which carriers calls without a session are taken from
     */
    record Detached(List<String> over, Desk.Settings desk, Judge.Limits memory, HttpEndpoint.Settings http) {
        boolean isOver(String carrier) {
            return over.contains(carrier);
        }
    }

    /**
     * @param keepBytes of signed messages of others, in memory
     * @param receiptBytes of receipts, in the store
     * @param maxUnsigned accounts that a sender may owe its signature
     */
    record Evidence(long keepBytes, long receiptBytes, int maxUnsigned) {}

    /**
     * @param maxLogBytes of the file that keeps what was said on one topic
     * @param direct how many nodes that want everything the owner of a topic feeds itself
     */
    record Topics(long maxLogBytes, int direct) {
        static Topics read(Section topics) {
            return new Topics(
                    topics.bytes("log", TopicLogs.MIN_FILE_BYTES, 1L << 40), topics.integer("direct", 1, 4_096));
        }
    }

    /** The default, in the folder of the node, which is its owner's alone. */
    static final String SOCKET = "node.sock";

    /** The least that may be said of them where there are none. */
    private static Doorkeeper.Settings guests(Section connection) {
        return new Doorkeeper.Settings(
                connection.integer("guests", 1, 8_000),
                connection.integer("guests-per-source", 1, 8_000),
                connection.integer("lapses-per-source", 1, 1_000_000),
                connection.duration("forgive-after", Duration.ofMillis(1), Duration.ofMinutes(1)),
                connection.integer("guests-per-second", 1, 1_000_000));
    }

    private static final int NO_CONNECTIONS = 4;

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    /** What this version can do that others cannot: nothing yet. */
    private static final long FEATURES = 0;

    /** After the first failure; twice as long after each more. */
    private static final Duration FIRST_RETRY = Duration.ofMillis(50);

    /** @param folder where the node lives */
    static Blueprint read(Section comity, Path folder) {
        List<String> transports =
                comity.textsOf("transports", Transports.names().toArray(String[]::new));
        Section connection = comity.section("connection");
        return new Blueprint(
                comity.flag("control"),
                transports.stream().distinct().toList(),
                stream(comity, TcpTransport.NAME),
                stream(comity, TlsTransport.NAME),
                unix(comity.section("unix"), folder),
                quic(comity),
                grpc(comity.section(GrpcTransport.NAME)),
                artery(comity, connection),
                detached(comity.section("detached"), comity.section("http")),
                new TransportProtocol.Settings(
                        connection.integer("max", 1, 65_536),
                        connection.duration("handshake-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
                        guests(connection)),
                router(comity, connection, transports),
                missions(comity.section("missions")),
                WrittenMissions.read(comity.section("missions")),
                evidence(comity.section("evidence")),
                new AdvertTable.Limits(
                        comity.section("adverts").integer("max", 16, 65_536),
                        comity.section("adverts").integer("max-per-source", 1, 65_536)),
                Topics.read(comity.section("topics")),
                Seeds.read(comity, transports));
    }

    /** Of a transport that has a host and a port. */
    private static StreamSettings stream(Section comity, String name) {
        Section stream = comity.section(name);
        String host = stream.text("host");
        return new StreamSettings(
                host,
                advertised(stream, name, host),
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

    private static Detached detached(Section detached, Section http) {
        return new Detached(
                detached.textsOf("over", GrpcTransport.NAME, HttpEndpoint.NAME),
                new Desk.Settings(
                        detached.integer("queue", 1, 65_536),
                        detached.integer("waiting", 1, 32_768),
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

    private static Router.Settings router(Section comity, Section connection, List<String> transports) {
        Section node = comity.section("node");
        return new Router.Settings(
                node.integer("max-peers", 1, 1_000_000),
                connection.duration("retry-after", Duration.ofSeconds(1), Duration.ofHours(1)),
                refused(node),
                adverts(comity.section("adverts"), transports),
                rights(comity.section("missions")),
                new NodeProxy.Settings(
                        node.bytes("outbox", 64 * KIB, 1_024 * MIB),
                        node.bytes("control-outbox", 64 * KIB, 64 * MIB),
                        comity.section("session").bytes("credit", 256 * KIB, 256 * MIB),
                        large(comity.section("messages")),
                        node.integer("max-engines", 1, 1_000_000),
                        node.integer("max-presenting", 1, 1_000),
                        references(comity.section("references")),
                        selection(connection),
                        connection.duration("stranger-timeout", Duration.ofSeconds(1), Duration.ofMinutes(10)),
                        vigilance(comity.section("session"), connection),
                        connectivity(comity.section("session"), connection),
                        new EngineProxy.Settings(
                                node.integer("held-messages", 1, 1_000_000),
                                node.duration("hold-for", Duration.ofMillis(100), Duration.ofHours(1)))));
    }

    private static NodeProxy.References references(Section references) {
        return new NodeProxy.References(
                references.integer("max", 16, 10_000_000),
                references.duration("reply-deadline", Duration.ofSeconds(1), Duration.ofDays(1)),
                references.bytes("max-reply", 1_024, 256 * MIB),
                references.duration("lease", Duration.ofMinutes(15), Duration.ofDays(1)),
                references.integer("per-second", 1, 1_000_000));
    }

    private static RightsSettings rights(Section missions) {
        return new RightsSettings(
                missions.integer("max-keys", 1, 1_000_000),
                missions.integer("notices-per-second", 1, 10_000),
                missions.integer("max-notices", 1, 1_000_000),
                missions.integer("quota-reserve", 1, 1_000_000));
    }

    private static AdvertSettings adverts(Section adverts, List<String> transports) {
        return new AdvertSettings(
                new AdvertTable.Manner(
                        adverts.duration("lifetime", Duration.ofMinutes(1), AdvertTable.MAX_LIFETIME),
                        FEATURES,
                        adverts.flag("listed")),
                adverts.flag("pass-on") ? Gossip.Settings.DEFAULT : Gossip.Settings.SILENT,
                adverts.duration("gossip-interval", Duration.ofSeconds(1), Duration.ofHours(1)),
                transports);
    }

    private static Set<NodeId> refused(Section node) {
        Set<NodeId> refused = new HashSet<>();
        for (String text : node.texts("refuse")) {
            Parsed<NodeId> parsed = NodeId.parse(text);
            if (parsed instanceof Parsed.Refused<NodeId> wrong) {
                throw node.refused("refuse", "holds something else than a node id: " + wrong.reason());
            }
            parsed.toOptional().ifPresent(refused::add);
        }
        return refused;
    }

    private static NodeProxy.Large large(Section messages) {
        int maxBytes = messages.bytes("max", 64 * KIB, 256 * MIB);
        int outboxBytes = messages.bytes("large-outbox", 64 * KIB, 1_024 * MIB);
        int inboxBytes = messages.bytes("large-inbox", 64 * KIB, 1_024 * MIB);
        if (maxBytes > Math.min(outboxBytes, inboxBytes)) {
            throw messages.refused("max", "is more than large-outbox or large-inbox has room for; raise these as well");
        }
        return new NodeProxy.Large(maxBytes, outboxBytes, inboxBytes);
    }

    private static Selection.Settings selection(Section connection) {
        return new Selection.Settings(
                connection.duration("stagger", Duration.ofMillis(10), Duration.ofMinutes(1)),
                connection.duration("dial-timeout", Duration.ofMillis(100), Duration.ofMinutes(2)),
                connection.integer("dialling-at-once", 1, 64));
    }

    private static NodeProxy.Vigilance vigilance(Section session, Section connection) {
        return new NodeProxy.Vigilance(
                connection.duration("heartbeat", Duration.ofMillis(100), Duration.ofMinutes(1)),
                connection.integer("missed-heartbeats", 2, 100),
                connection.duration("idle-timeout", Duration.ofSeconds(1), Duration.ofDays(1)),
                session.duration("rekey-after", Duration.ofSeconds(1), Duration.ofDays(1)),
                connection.duration("drain-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)));
    }

    private static Connectivity.Settings connectivity(Section session, Section connection) {
        return new Connectivity.Settings(
                new Backoff(FIRST_RETRY, session.duration("retry-at-least-every", FIRST_RETRY, Duration.ofMinutes(1))),
                new Backoff(
                        FIRST_RETRY, connection.duration("reconnect-at-least-every", FIRST_RETRY, Duration.ofHours(1))),
                session.duration("keep-lost", Duration.ofSeconds(1), Duration.ofDays(1)),
                session.duration("keep-idle", Duration.ofSeconds(1), Duration.ofDays(7)));
    }

    private static Evidence evidence(Section evidence) {
        return new Evidence(
                evidence.bytes("keep", 0, 1_024 * MIB),
                evidence.bytes("receipts", 64 * KIB, 1_024 * MIB),
                evidence.integer("unsigned-receipts", 1, 10_000));
    }

    private static Authority.Limits missions(Section missions) {
        return new Authority.Limits(
                missions.integer("max", 1, 100_000),
                missions.integer("max-grants", 1, 10_000_000),
                missions.integer("max-holders", 1, 10_000_000),
                missions.integer("max-of-one-grant", 1, 10_000_000),
                missions.integer("max-of-one-holder", 1, 10_000_000),
                missions.bytes("max-bytes-of-one-grant", 64 * KIB, 1_024 * MIB),
                missions.integer("max-revocations", 1, 10_000_000),
                missions.integer("max-redeemed", 1, 10_000_000));
    }
}
