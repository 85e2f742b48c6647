package io.comity.node;

import io.comity.advert.AdvertTable;
import io.comity.desk.Desk;
import io.comity.desk.grpc.GrpcDesk;
import io.comity.desk.http.HttpEndpoint;
import io.comity.detached.Judge;
import io.comity.engine.EngineRegistry;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Authority;
import io.comity.mission.Revocation;
import io.comity.mission.Ticket;
import io.comity.observe.Counter;
import io.comity.observe.Counters;
import io.comity.petname.PetnameTable;
import io.comity.router.Keyring;
import io.comity.router.NoticeBoard;
import io.comity.router.Router;
import io.comity.session.CipherSuite;
import io.comity.session.EphemeralSource;
import io.comity.session.Handshake;
import io.comity.session.Local;
import io.comity.session.X25519KeyPair;
import io.comity.store.Holdings;
import io.comity.store.Store;
import io.comity.store.StoreException;
import io.comity.transport.Address;
import io.comity.transport.Transport;
import io.comity.transport.TransportProtocol;
import io.comity.transport.artery.ArteryKind;
import io.comity.transport.artery.ArteryTransport;
import io.comity.transport.certificate.NodeCertificate;
import io.comity.transport.grpc.GrpcTransport;
import io.comity.transport.memory.MemoryTransport;
import io.comity.transport.quic.QuicTransport;
import io.comity.transport.tcp.TcpTransport;
import io.comity.transport.tls.TlsTransport;
import io.comity.transport.unix.UnixTransport;
import io.comity.witness.LedgerBook;
import io.comity.witness.Shelf;
import io.comity.witness.Witnesses;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The wiring of a node, on whatever {@link Platform} it stands. */
final class Assembly {
    /** The newest link protocol this version speaks; there is only one yet. */
    private static final int LINK_VERSION = 1;

    /** Milliseconds, as epochs are where the clock is right. */
    private static final int MAX_EPOCH_STEP = 1 << 20;

    private Assembly() {}

    static NodeGuardian.Parts parts(Blueprint blueprint, KeyHolder keyHolder, Store store, Platform platform) {
        platform.warmUp();
        SecureRandom random = platform.random();
        Instant now = platform.now();
        long epoch = nextEpoch(store, platform);
        EngineRegistry registry = new EngineRegistry();
        Counters counters = new Counters();
        PetnameTable petnames = new PetnameTable();
        store.contents().petnames().forEach(petnames::set);
        Router.Books books = books(blueprint, keyHolder.nodeId(), epoch, store, petnames, platform);
        restore(books, now);
        Desk desk = desk(blueprint, keyHolder.nodeId(), epoch, counters, platform);
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
                        platform::now,
                        platform::nanoTime,
                        random,
                        ticketIds),
                registry,
                transports(blueprint, new Means(keyHolder, books, counters, random, desk, platform)),
                ports(blueprint),
                new ConcurrentHashMap<>(),
                handshakes(keyHolder.nodeId(), epoch, EphemeralSource.of(random)),
                blueprint.connections(),
                counters,
                new Petnames(petnames, store),
                new NodeGuardian.Detached(
                        desk,
                        blueprint.detached().isOver(HttpEndpoint.NAME)
                                ? new HttpEndpoint.Context(blueprint.detached().http(), desk, keyHolder, counters)
                                : null));
    }

    private static Desk desk(Blueprint blueprint, NodeId self, long epoch, Counters counters, Platform platform) {
        return new Desk(
                self,
                new Judge(epoch, blueprint.detached().memory()),
                blueprint.detached().desk(),
                new Desk.Clocks(platform::now, platform::nanoTime),
                counters);
    }

    /**
     * Above that of every boot before, whatever the clock says: small machines forget the time. By how much is then left to chance, so
     * that two processes with copies of one database are not the same boot to others.
     */
    private static long nextEpoch(Store store, Platform platform) {
        long before = store.contents().epoch();
        long now = platform.now().toEpochMilli();
        long epoch = now <= before ? before + 1 + platform.random().nextInt(MAX_EPOCH_STEP) : now;
        written(store.putEpoch(epoch), platform);
        return epoch;
    }

    /** A node that cannot write what it must not forget does not start. */
    private static void written(CompletionStage<Void> write, Platform platform) {
        try {
            platform.await(write);
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof StoreException refused ? refused : failed;
        }
    }

    private static Router.Books books(
            Blueprint blueprint, NodeId self, long epoch, Store store, PetnameTable petnames, Platform platform) {
        Map<NodeId, List<Address>> addresses = new ConcurrentHashMap<>(blueprint.seeds());
        // Nodes that share a list of seeds find themselves in it.
        addresses.remove(self);
        return new Router.Books(
                authority(blueprint, self, epoch, store, platform),
                new ConcurrentLinkedQueue<>(),
                store.grants().stream()
                        .collect(Collectors.toConcurrentMap(Holdings.SavedGrant::id, Function.identity())),
                new Keyring(blueprint.router().rights().maxKeys()),
                new NoticeBoard(blueprint.router().rights().maxNotices()),
                addresses,
                ConcurrentHashMap.newKeySet(),
                new AdvertTable(
                        self,
                        epoch,
                        blueprint.adverts(),
                        node -> addresses.containsKey(node)
                                || petnames.nameOf(node).isPresent()),
                store,
                new Witnesses(
                        new Shelf(blueprint.evidence().keepBytes()),
                        new LedgerBook(blueprint.evidence().receiptBytes(), store),
                        blueprint.evidence().maxUnsigned()));
    }

    /** Whatever was taken back stays so; without a journal nothing from before this boot stands, and without the uses of tickets none of these. */
    private static Authority authority(Blueprint blueprint, NodeId self, long epoch, Store store, Platform platform) {
        List<Revocation> journal = new ArrayList<>(store.revocations());
        if (journal.isEmpty()) {
            journal.add(recorded(Authority.beginning(epoch), store, platform));
        }
        if (journal.stream().noneMatch(Revocation.OfTickets.class::isInstance)) {
            journal.add(recorded(Authority.firstTickets(epoch), store, platform));
        }
        Authority authority = new Authority(self, epoch, blueprint.missions(), journal, store.redeemed());
        authority.quotas().remember(store.spent());
        return authority;
    }

    private static Revocation recorded(Revocation revocation, Store store, Platform platform) {
        written(store.record(revocation), platform);
        return revocation;
    }

    private static void restore(Router.Books books, Instant now) {
        for (Store.SavedAdvert saved : books.store().contents().adverts()) {
            if (!books.adverts().restore(saved.node(), saved.signed(), saved.source(), now)) {
                books.store().removeAdvert(saved.node());
            }
        }
    }

    private static Map<String, Integer> ports(Blueprint blueprint) {
        Map<String, Integer> ports = new HashMap<>();
        ports.put(TcpTransport.NAME, blueprint.tcp().port());
        ports.put(TlsTransport.NAME, blueprint.tls().port());
        ports.put(QuicTransport.NAME, blueprint.quic().stream().port());
        ports.put(GrpcTransport.NAME, blueprint.grpc().port());
        blueprint.artery().forEach((kind, settings) -> ports.put(kind.scheme(), settings.port()));
        return ports;
    }

    /** What transports need of the node, beside their settings. */
    private record Means(
            KeyHolder keyHolder,
            Router.Books books,
            Counters counters,
            SecureRandom random,
            Desk desk,
            Platform platform) {
        /** For one life of a transport. Nobody tells one life from another by it, so the epoch says nothing. */
        NodeCertificate certificate() {
            try {
                return NodeCertificate.mint(keyHolder.nodeId(), 0, keyHolder::sign, random);
            } catch (GeneralSecurityException | IOException noP256) {
                throw new IllegalStateException("this Java cannot make a TLS certificate", noP256);
            }
        }
    }

    private static Map<String, IntFunction<Transport>> transports(Blueprint blueprint, Means means) {
        Map<String, IntFunction<Transport>> transports = new LinkedHashMap<>();
        for (String name : blueprint.transports()) {
            transports.put(name, means.platform().transport(name).orElseGet(() -> ours(name, blueprint, means)));
        }
        return transports;
    }

    private static IntFunction<Transport> ours(String name, Blueprint blueprint, Means means) {
        return ArteryKind.of(name)
                .map(kind -> artery(kind, blueprint, means))
                .orElse(port -> transport(name, blueprint, port, means));
    }

    private static Transport transport(String name, Blueprint blueprint, int port, Means means) {
        return switch (name) {
            case TcpTransport.NAME -> TcpTransport.of(blueprint.tcp().at(port));
            case TlsTransport.NAME -> TlsTransport.of(blueprint.tls().at(port), means.certificate(), means.random());
            case UnixTransport.NAME -> UnixTransport.of(blueprint.unix());
            case QuicTransport.NAME ->
                QuicTransport.of(
                        blueprint.quic().at(port),
                        means.certificate(),
                        means.random(),
                        refused -> means.counters().add(Counter.DROPPED_TRANSPORT, refused));
            case GrpcTransport.NAME ->
                new GrpcTransport(
                        blueprint.grpc().at(port),
                        blueprint.detached().isOver(GrpcTransport.NAME)
                                ? new GrpcDesk(means.desk(), means.keyHolder())
                                : null,
                        () -> means.counters().add(Counter.DROPPED_BUSY));
            case MemoryTransport.NAME -> new MemoryTransport();
            default -> throw new IllegalArgumentException("no transport " + name);
        };
    }

    private static IntFunction<Transport> artery(ArteryKind kind, Blueprint blueprint, Means means) {
        ArteryTransport.Settings settings =
                Objects.requireNonNull(blueprint.artery().get(kind));
        return port -> new ArteryTransport(
                settings.at(settings.host(), port),
                means.keyHolder().nodeId(),
                means.keyHolder()::sign,
                node -> false,
                means.books().addresses()::containsKey,
                refused -> means.counters().add(Counter.DROPPED_TRANSPORT, refused));
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
            public Handshake initiator(NodeId peer, Bytes lastLink) {
                return Handshake.initiator(local, peer, lastLink, CipherSuite.AES_GCM, ephemerals);
            }

            @Override
            public Handshake responder() {
                return Handshake.responder(local, ephemerals);
            }
        };
    }
}
