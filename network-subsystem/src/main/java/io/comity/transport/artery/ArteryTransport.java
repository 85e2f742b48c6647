package io.comity.transport.artery;

import io.comity.artery.ArteryUid;
import io.comity.artery.Endpoint;
import io.comity.artery.Origin;
import io.comity.artery.Refusal;
import io.comity.artery.Refusals;
import io.comity.identity.NodeId;
import io.comity.transport.Address;
import io.comity.transport.Transport;
import io.comity.transport.Wire;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Akka's Artery, over what {@link ArteryKind} says. It owns one small ActorSystem at a time; when that dies, every wire ends
 * with a cause and another one starts on the same port, and nobody else notices.
 *
 * <p>Over TLS it is for strangers. The other two encrypt nothing but what is in a record: who can read or write on the
 * network can end links, though never forge, read or alter what they carry. They refuse to listen on a public address unless
 * its owner says that it is protected.
 *
 * <p>Both ends must be reachable, because Artery opens a stream in each direction. The host that others dial must be the
 * very one that the settings name: a name and its address are two hosts to Artery.
 */
public final class ArteryTransport implements Transport {
    private final Settings settings;
    private final NodeId self;
    private final UnaryOperator<byte[]> signer;
    private final Predicate<NodeId> banned;
    private final Predicate<NodeId> known;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final Refusals refusals;
    private final Boots boots;
    private volatile Consumer<Wire> accepted = Wire::close;
    private boolean listening;
    private long epoch;

    /**
     * What an owner may choose.
     *
     * @param kind what it runs over
     * @param host where to listen, and what others dial: a DNS name or a dotted IPv4 address
     * @param port 0 takes any free one, and keeps it
     * @param linksPerPeer wires with one node at one time, 1 to 256
     * @param connectionsPerPeer connections with one node at one time, 4 to 64; a healthy pair has four
     * @param strangers nodes that nobody here knows, at one time, 0 to 4096
     * @param dialTimeout how long a dialled node may take to answer, 100 ms to 5 minutes
     * @param isProtected whether its owner keeps strangers from an address that is public; of no use to TLS
     */
    public record Settings(
            ArteryKind kind,
            String host,
            int port,
            int linksPerPeer,
            int connectionsPerPeer,
            int strangers,
            Duration dialTimeout,
            boolean isProtected) {
        public Settings {
            require(
                    kind,
                    Endpoint.of(host, Math.max(port, 1)).isPresent(),
                    "host",
                    host,
                    "a DNS name or an IPv4 address");
            require(kind, port >= 0 && port <= 65_535, "port", port, "0 to 65535");
            require(kind, linksPerPeer >= 1 && linksPerPeer <= 256, "links-per-peer", linksPerPeer, "1 to 256");
            require(
                    kind,
                    connectionsPerPeer >= 4 && connectionsPerPeer <= 64,
                    "connections-per-peer",
                    connectionsPerPeer,
                    "4 to 64");
            require(kind, strangers >= 0 && strangers <= 4_096, "strangers", strangers, "0 to 4096");
            boolean patient = dialTimeout.toMillis() >= 100 && dialTimeout.toMinutes() <= 5;
            require(kind, patient, "dial-timeout", dialTimeout, "100 ms to 5 minutes");
        }

        /** Loopback, any port. */
        public static Settings defaults(ArteryKind kind) {
            return new Settings(kind, "127.0.0.1", 0, 16, 16, 64, Duration.ofSeconds(10), false);
        }

        public Settings at(String host, int port) {
            return new Settings(
                    kind, host, port, linksPerPeer, connectionsPerPeer, strangers, dialTimeout, isProtected);
        }

        public Settings dialTimeout(Duration timeout) {
            return new Settings(kind, host, port, linksPerPeer, connectionsPerPeer, strangers, timeout, isProtected);
        }

        public Settings limits(int linksPerPeer, int connectionsPerPeer, int strangers) {
            return new Settings(
                    kind, host, port, linksPerPeer, connectionsPerPeer, strangers, dialTimeout, isProtected);
        }

        public Settings onProtectedNetwork() {
            return new Settings(kind, host, port, linksPerPeer, connectionsPerPeer, strangers, dialTimeout, true);
        }

        private static void require(ArteryKind kind, boolean holds, String key, Object value, String range) {
            if (!holds) {
                throw new IllegalArgumentException(
                        "comity." + kind.scheme() + "." + key + " = " + value + ": must be " + range);
            }
        }
    }

    /** As below, for an owner to whom every node is a stranger until it is dialled. */
    public ArteryTransport(Settings settings, NodeId self, UnaryOperator<byte[]> signer, Predicate<NodeId> banned) {
        this(settings, self, signer, banned, node -> false, refused -> {});
    }

    /**
     * @param signer signs exactly these bytes with the node's key ({@code KeyHolder.sign(byte[])}); called on Artery's
     *     threads, four times a second for each busy peer, so it should not take long
     * @param banned nodes whose connections end at the certificate
     * @param known nodes that never count as strangers
     * @param refused is told how many more bytes, frames or connections were refused before they reached a link
     */
    public ArteryTransport(
            Settings settings,
            NodeId self,
            UnaryOperator<byte[]> signer,
            Predicate<NodeId> banned,
            Predicate<NodeId> known,
            LongConsumer refused) {
        this.settings = settings;
        this.self = self;
        this.signer = signer;
        this.banned = banned;
        this.known = known;
        this.refusals = new Refusals(refused);
        this.boots = new Boots(settings.kind().scheme(), settings.port(), this::boot);
    }

    @Override
    public String name() {
        return settings.kind().scheme();
    }

    @Override
    public synchronized CompletionStage<Address> listen(Consumer<Wire> accepted) {
        if (listening) {
            return CompletableFuture.failedFuture(new WireException(name() + " listens already"));
        }
        listening = true;
        this.accepted = accepted;
        return boots.started()
                .thenApply(here ->
                        new Address(name(), here.self().host(), here.self().port()));
    }

    /** Artery answers over a connection of its own, so whoever dials listens too, and if need be begins to. */
    @Override
    public CompletionStage<Wire> dial(Address address, NodeId expected) {
        Optional<Endpoint> endpoint = Endpoint.of(address.host(), address.port());
        if (!address.transport().equals(name()) || endpoint.isEmpty()) {
            return CompletableFuture.failedFuture(new WireException(address + " is not an address of " + name()));
        }
        return boots.started().thenCompose(here -> dial(here, endpoint.get(), expected));
    }

    @Override
    public CompletionStage<Void> close() {
        return boots.close();
    }

    /** How often what was refused, and why. */
    public Map<Refusal, Long> refusals() {
        return refusals.counts();
    }

    /** How many nodes are connected or dialled now. */
    public int peers() {
        return current().map(now -> now.peers().size()).orElse(0);
    }

    /** The Artery uid of the present boot, or of the last. */
    synchronized long uid() {
        return ArteryUid.of(self, epoch);
    }

    Optional<ArterySystem> current() {
        return boots.current();
    }

    private CompletionStage<Wire> dial(ArterySystem through, Endpoint endpoint, NodeId expected) {
        try {
            ArteryWire wire = through.peers().dial(endpoint, expected, random.nextLong() & ~1L);
            through.dial(endpoint, wire);
            return answerOf(wire);
        } catch (WireException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private CompletionStage<Wire> answerOf(ArteryWire wire) {
        return wire.opened()
                .orTimeout(settings.dialTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> {
                    wire.fail("no answer");
                    return CompletableFuture.failedFuture(
                            failure instanceof WireException
                                    ? failure
                                    : new WireException("no answer from " + wire.remote() + " within "
                                            + settings.dialTimeout().toMillis()
                                            + " ms: is the node up, and is this the host name it listens with?"));
                });
    }

    private ArterySystem boot(int port, Executor dispatcher) throws WireException {
        Optional<String> objection =
                ProtectedNetwork.objection(settings.kind(), settings.host(), settings.isProtected());
        if (objection.isPresent()) {
            throw new WireException(objection.get());
        }
        Origin origin;
        synchronized (this) {
            epoch = Math.max(epoch + 1, clock.millis());
            origin = new Origin(self, epoch, signer);
        }
        Limits limits = new Limits(settings.linksPerPeer(), settings.connectionsPerPeer(), settings.strangers());
        Surroundings around =
                new Surroundings(settings.kind(), self, limits, banned, known, System::nanoTime, dispatcher);
        return ArterySystem.start(
                new ArterySystem.Plan(origin, around, settings.host(), port, refusals, random, System::nanoTime),
                wire -> accepted.accept(wire));
    }
}
