package io.comity.transport.artery;

import akka.actor.ActorSystem;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.transport.Address;
import io.comity.transport.Wire;
import io.comity.transport.artery.ArteryTransport.Settings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A key and a transport on loopback, with the wires that others opened. */
final class TestNode implements AutoCloseable {
    static final Settings SETTINGS = settings(ArteryKind.TLS);

    final MemoryKeyHolder key = MemoryKeyHolder.generate(new SecureRandom());
    final Set<NodeId> banned = ConcurrentHashMap.newKeySet();
    final Set<NodeId> known = ConcurrentHashMap.newKeySet();
    final BlockingQueue<Wire> accepted = new LinkedBlockingQueue<>();
    final ArteryTransport transport;
    final Address address;

    private TestNode(Settings settings) {
        transport = new ArteryTransport(settings, key.nodeId(), key::sign, banned::contains, known::contains, n -> {});
        address = transport.listen(accepted::add).toCompletableFuture().join();
    }

    static TestNode listening() {
        return new TestNode(SETTINGS);
    }

    static TestNode listening(ArteryKind kind) {
        return new TestNode(settings(kind));
    }

    static Settings settings(ArteryKind kind) {
        return Settings.defaults(kind).dialTimeout(Duration.ofSeconds(20));
    }

    static TestNode listening(Settings settings) {
        return new TestNode(settings);
    }

    NodeId id() {
        return key.nodeId();
    }

    /** Everything it refused so far. */
    long refused() {
        return transport.refusals().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Its ActorSystem of the moment. */
    ActorSystem system() {
        return transport.current().orElseThrow().system();
    }

    Wire dial(TestNode other) {
        return dial(other.address, other.id());
    }

    Wire dial(Address where, NodeId expected) throws CompletionException {
        return transport.dial(where, expected).toCompletableFuture().join();
    }

    Wire nextAccepted() throws InterruptedException {
        Wire wire = accepted.poll(20, TimeUnit.SECONDS);
        if (wire == null) {
            throw new AssertionError("no wire was accepted; refused so far: " + transport.refusals());
        }
        return wire;
    }

    @Override
    public void close() {
        transport.close().toCompletableFuture().join();
    }
}
