package io.comity.transport.artery;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.actor.BootstrapSetup;
import akka.actor.ExtendedActorSystem;
import akka.actor.setup.ActorSystemSetup;
import akka.remote.RemoteActorRefProvider;
import akka.remote.artery.tcp.SSLEngineProviderSetup;
import io.comity.artery.Endpoint;
import io.comity.artery.Origin;
import io.comity.artery.Refusals;
import io.comity.artery.SerializerTable;
import io.comity.artery.SignedSerializer;
import io.comity.transport.Wire;
import io.comity.transport.certificate.NodeCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import scala.Option;

/**
 * One ActorSystem with everything in it: it listens from {@link #start} on, lets nobody in until {@link SelfTest} has passed,
 * and is thrown away as a whole.
 */
final class ArterySystem {
    private final ActorSystem system;
    private final Endpoint self;
    private final Peers peers;
    private final SignedSerializer serializer;
    private final Refusals refusals;

    /** What a start needs. */
    record Plan(
            Origin origin,
            Surroundings around,
            String host,
            int port,
            Refusals refusals,
            SecureRandom random,
            LongSupplier nanoTime) {}

    private ArterySystem(
            ActorSystem system, Endpoint self, Peers peers, SignedSerializer serializer, Refusals refusals) {
        this.system = system;
        this.self = self;
        this.peers = peers;
        this.serializer = serializer;
        this.refusals = refusals;
    }

    /** Blocks until the system listens and has proven that its guards are up. */
    static ArterySystem start(Plan plan, Consumer<Wire> accepted) throws WireException {
        Peers peers = new Peers(plan.around());
        SignedSerializer serializer = new SignedSerializer(plan.origin(), peers, plan.refusals());
        PinnedTls tls = tls(plan, peers);
        ArterySystem started = boot(plan, peers, serializer, tls);
        try {
            started.open(tls, plan, accepted);
            return started;
        } catch (WireException | RuntimeException unsafe) {
            started.stop("the self-test failed");
            throw unsafe;
        }
    }

    private static ArterySystem boot(Plan plan, Peers peers, SignedSerializer serializer, PinnedTls tls)
            throws WireException {
        try {
            ActorSystem system = ActorSystem.create(
                    Endpoint.SYSTEM_NAME,
                    ActorSystemSetup.create(
                            BootstrapSetup.create(ArteryConfig.at(plan.host(), plan.port()))
                                    .withClassloader(ArterySystem.class.getClassLoader()),
                            SerializerTable.only(serializer),
                            SSLEngineProviderSetup.create(any -> tls)));
            Address address = ((ExtendedActorSystem) system).provider().getDefaultAddress();
            Endpoint self = new Endpoint(
                    address.getHost().orElseThrow(), address.getPort().orElseThrow());
            return new ArterySystem(system, self, peers, serializer, plan.refusals());
        } catch (RuntimeException cannotBind) {
            throw new WireException("cannot listen on " + plan.host() + ":" + plan.port() + ": " + reason(cannotBind)
                    + "; free the port or set comity.artery-tls.port to another, 0 for any");
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("unknown");
    }

    private void open(PinnedTls tls, Plan plan, Consumer<Wire> accepted) throws WireException {
        SerializerTable.seal(system, serializer);
        serializer.listenAt(self);
        ActorRef gateway = system.actorOf(Gateway.props(peers, new Drivers()), Gateway.NAME);
        tls.open(new PinnedTls.Door(
                self,
                (connection, driver) -> gateway.tell(new Gateway.Begun(connection, driver), ActorRef.noSender())));
        new SelfTest(system, self, serializer, peers, refusals, plan.random()).run();
        peers.open(new Reach(self, this::gatewayOf, accepted, this::forget));
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
        return system.getWhenTerminated();
    }

    /** Ends every wire with {@code cause}, then the system; completes when its threads and its port are free. */
    CompletionStage<?> stop(String cause) {
        peers.endAll(cause);
        system.terminate();
        return system.getWhenTerminated();
    }

    private ActorRef gatewayOf(Endpoint endpoint) {
        return provider().resolveActorRef(endpoint.gateway());
    }

    /** Quarantine is how Artery is told to forget; the uid may come again half a minute later. */
    void forget(Endpoint endpoint, long uid) {
        provider().quarantine(endpoint.address(), Option.apply(uid), "a stranger left");
    }

    private RemoteActorRefProvider provider() {
        return (RemoteActorRefProvider) ((ExtendedActorSystem) system).provider();
    }

    private static PinnedTls tls(Plan plan, Peers peers) throws WireException {
        Origin origin = plan.origin();
        try {
            NodeCertificate identity =
                    NodeCertificate.mint(origin.self(), origin.epoch(), origin.signer(), plan.random());
            return new PinnedTls(identity, peers, plan.refusals(), plan.random(), plan.nanoTime());
        } catch (GeneralSecurityException | IOException noTls) {
            throw new WireException("artery-tls cannot make its certificate: " + noTls.getMessage(), noTls);
        }
    }
}
