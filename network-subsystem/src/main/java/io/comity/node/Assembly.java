package io.comity.node;

import io.comity.desk.Desk;
import io.comity.desk.grpc.GrpcDesk;
import io.comity.desk.http.HttpEndpoint;
import io.comity.detached.Judge;
import io.comity.engine.EngineRegistry;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.MissionTable;
import io.comity.mission.Ticket;
import io.comity.observe.Counter;
import io.comity.observe.Counters;
import io.comity.router.Router;
import io.comity.session.CipherSuite;
import io.comity.session.EphemeralSource;
import io.comity.session.Handshake;
import io.comity.session.Local;
import io.comity.session.X25519KeyPair;
import io.comity.transport.Transport;
import io.comity.transport.TransportProtocol;
import io.comity.transport.artery.ArteryTlsTransport;
import io.comity.transport.grpc.GrpcTransport;
import io.comity.transport.memory.MemoryTransport;
import io.comity.transport.tcp.TcpTransport;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The wiring: the only place that reads the real clock and the real source of chance. */
final class Assembly {
    /** The newest link protocol this version speaks; there is only one yet. */
    private static final int LINK_VERSION = 1;

    /** Enough short records for the JVM to compile the cipher, see {@link CipherSuite#warmUp}. */
    private static final int WARM_UP_RECORDS = 20_000;

    private static final AtomicBoolean WARM = new AtomicBoolean();

    private Assembly() {}

    /** Once in a JVM, beside the start of its first node. */
    private static void warmUp() {
        if (WARM.compareAndSet(false, true)) {
            Thread warmUp = new Thread(() -> CipherSuite.AES_GCM.warmUp(WARM_UP_RECORDS), "cipher-warm-up");
            warmUp.setDaemon(true);
            warmUp.setPriority(Thread.MIN_PRIORITY);
            warmUp.start();
        }
    }

    static NodeGuardian.Parts parts(Blueprint blueprint, KeyHolder keyHolder) {
        warmUp();
        SecureRandom random = new SecureRandom();
        long epoch = Instant.now().toEpochMilli();
        EngineRegistry registry = new EngineRegistry();
        Counters counters = new Counters();
        Router.Books books = new Router.Books(new MissionTable(epoch, blueprint.missions()), new ConcurrentHashMap<>());
        Desk desk = new Desk(
                keyHolder.nodeId(),
                new Judge(epoch, blueprint.detached().memory()),
                blueprint.detached().desk(),
                new Desk.Clocks(Instant::now, System::nanoTime),
                counters);
        Supplier<Bytes> ticketIds = () -> {
            byte[] id = new byte[Ticket.ID_BYTES];
            random.nextBytes(id);
            return Bytes.of(id);
        };
        return new NodeGuardian.Parts(
                keyHolder.nodeId(),
                new Router.Context(
                        keyHolder,
                        registry,
                        books,
                        counters,
                        blueprint.router(),
                        Instant::now,
                        System::nanoTime,
                        ticketIds),
                registry,
                transports(blueprint, keyHolder, books, counters, desk),
                Map.of(
                        TcpTransport.NAME,
                        blueprint.tcp().port(),
                        ArteryTlsTransport.NAME,
                        blueprint.arteryTls().port(),
                        GrpcTransport.NAME,
                        blueprint.grpc().port()),
                new ConcurrentHashMap<>(),
                handshakes(keyHolder.nodeId(), epoch, EphemeralSource.of(random)),
                blueprint.connections(),
                counters,
                new NodeGuardian.Detached(
                        desk,
                        blueprint.detached().isOver(HttpEndpoint.NAME)
                                ? new HttpEndpoint.Context(blueprint.detached().http(), desk, keyHolder, counters)
                                : null));
    }

    private static Map<String, IntFunction<Transport>> transports(
            Blueprint blueprint, KeyHolder keyHolder, Router.Books books, Counters counters, Desk desk) {
        Map<String, IntFunction<Transport>> transports = new LinkedHashMap<>();
        for (String name : blueprint.transports()) {
            transports.put(
                    name,
                    switch (name) {
                        case TcpTransport.NAME ->
                            port -> new TcpTransport(blueprint.tcp().at(port));
                        case ArteryTlsTransport.NAME -> port -> arteryTls(blueprint, port, keyHolder, books, counters);
                        case GrpcTransport.NAME ->
                            port -> new GrpcTransport(
                                    blueprint.grpc().at(port),
                                    blueprint.detached().isOver(GrpcTransport.NAME)
                                            ? new GrpcDesk(desk, keyHolder)
                                            : null,
                                    () -> counters.add(Counter.DROPPED_BUSY));
                        default -> port -> new MemoryTransport();
                    });
        }
        return transports;
    }

    private static Transport arteryTls(
            Blueprint blueprint, int port, KeyHolder keyHolder, Router.Books books, Counters counters) {
        ArteryTlsTransport.Settings settings = blueprint.arteryTls();
        return new ArteryTlsTransport(
                settings.at(settings.host(), port),
                keyHolder.nodeId(),
                keyHolder::sign,
                node -> false,
                books.addresses()::containsKey,
                refused -> counters.add(Counter.DROPPED_TRANSPORT, refused));
    }

    private static TransportProtocol.Handshakes handshakes(NodeId self, long epoch, EphemeralSource ephemerals) {
        Local local = new Local(
                self,
                epoch,
                LINK_VERSION,
                LINK_VERSION,
                0,
                X25519KeyPair.generate(ephemerals),
                EnumSet.allOf(CipherSuite.class));
        return new TransportProtocol.Handshakes() {
            @Override
            public Handshake initiator(NodeId peer) {
                return Handshake.initiator(local, peer, CipherSuite.AES_GCM, ephemerals);
            }

            @Override
            public Handshake responder() {
                return Handshake.responder(local, ephemerals);
            }
        };
    }
}
