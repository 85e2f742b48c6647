package io.comity.transport.artery;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.actor.ExtendedActorSystem;
import akka.remote.RemoteActorRefProvider;
import io.comity.artery.Endpoint;
import io.comity.artery.Origin;
import io.comity.artery.Refusals;
import io.comity.artery.SerializerTable;
import io.comity.artery.SignedSerializer;
import io.comity.transport.Wire;
import io.comity.transport.artery.guard.Associations;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One ActorSystem with everything in it: it listens from {@link #start} on, lets nobody in until {@link SelfTest} has passed,
 * and is thrown away as a whole.
 */
final class ArterySystem {
    /** Longer than {@code inject-handshake-interval}. */
    private static final Duration ASK_AGAIN = Duration.ofMillis(300);

    /** How long what was said last may take to leave, where nobody would notice otherwise that we are gone. */
    private static final Duration FAREWELL = Duration.ofMillis(200);

    private final ActorSystem system;
    private final Endpoint self;
    private final Peers peers;
    private final Ground ground;
    private final Doors doors;
    private final Associations associations;

    /** What a start needs. */
    record Plan(
            Origin origin,
            Surroundings around,
            String host,
            int port,
            Refusals refusals,
            SecureRandom random,
            LongSupplier nanoTime) {
        ArteryKind kind() {
            return around.kind();
        }
    }

    private ArterySystem(ActorSystem system, Peers peers, Ground ground, Doors doors) {
        Address address = ((ExtendedActorSystem) system).provider().getDefaultAddress();
        this.system = system;
        this.self =
                new Endpoint(address.getHost().orElseThrow(), address.getPort().orElseThrow());
        this.peers = peers;
        this.ground = ground;
        this.doors = doors;
        this.associations = new Associations((ExtendedActorSystem) system);
    }

    /** Blocks until the system listens and has proven that its guards are up. */
    static ArterySystem start(Plan plan, Consumer<Wire> accepted) throws WireException {
        Peers peers = new Peers(plan.around());
        SignedSerializer serializer = new SignedSerializer(plan.origin(), peers, plan.refusals());
        Doors doors = new Doors(plan.kind(), peers, serializer, plan.refusals());
        Ground ground = Ground.lay(plan, peers, doors);
        ArterySystem started = boot(plan, peers, serializer, ground, doors);
        try {
            started.open(plan, serializer, accepted);
            return started;
        } catch (WireException | RuntimeException unsafe) {
            started.stop("the self-test failed");
            throw unsafe;
        }
    }

    private static ArterySystem boot(Plan plan, Peers peers, SignedSerializer serializer, Ground ground, Doors doors)
            throws WireException {
        try {
            return new ArterySystem(
                    ActorSystem.create(Endpoint.SYSTEM_NAME, ground.setup(plan, serializer)), peers, ground, doors);
        } catch (RuntimeException cannotBind) {
            ground.close();
            throw new WireException("cannot listen on " + plan.host() + ":" + plan.port() + ": " + reason(cannotBind)
                    + "; free the port or set comity." + plan.kind().scheme() + ".port to another, 0 for any");
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("unknown");
    }

    private void open(Plan plan, SignedSerializer serializer, Consumer<Wire> accepted) throws WireException {
        SerializerTable.seal(system, serializer);
        serializer.listenAt(self);
        boolean noticed = plan.kind().hasConnections();
        ActorRef gateway = system.actorOf(Gateway.props(peers, new Drivers(), !noticed), Gateway.NAME);
        ground.open(self, gateway);
        doors.open(self);
        peers.open(new Reach(self, this::gatewayOf, accepted, this::forget));
        new SelfTest(system, serializer, peers, plan, ground.probe(plan, self)).run();
        peers.admitEverybody();
    }

    Endpoint self() {
        return self;
    }

    Peers peers() {
        return peers;
    }

    ActorSystem system() {
        return system;
    }

    CompletionStage<?> terminated() {
        return system.getWhenTerminated().whenComplete((done, failure) -> ground.close());
    }

    /** Ends every wire with {@code cause}, then the system; completes when its threads and its port are free. */
    CompletionStage<?> stop(String cause) {
        peers.farewell(cause);
        if (peers.isNoticed()) {
            system.terminate();
        } else {
            CompletableFuture.delayedExecutor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(system::terminate);
        }
        return terminated();
    }

    /**
     * Asks the other side for {@code wire} until it answers or the wire ends. The first time may be in vain: Artery may have to
     * meet somebody new at an old address, and greets in front of a message only now and then.
     */
    void dial(Endpoint endpoint, ArteryWire wire) {
        if (wire.isOver() || wire.isOpen()) {
            return;
        }
        if (associations.isUsable(endpoint.address())) {
            wire.dial(before -> doors.opening(before, endpoint));
        }
        CompletableFuture.delayedExecutor(ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> dial(endpoint, wire));
    }

    private ActorRef gatewayOf(Endpoint endpoint) {
        return ((RemoteActorRefProvider) ((ExtendedActorSystem) system).provider()).resolveActorRef(endpoint.gateway());
    }

    void forget(Endpoint endpoint, long uid) {
        associations.forget(endpoint.address(), uid);
    }
}
