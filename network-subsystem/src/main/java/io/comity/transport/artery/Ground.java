package io.comity.transport.artery;

import akka.actor.ActorRef;
import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.remote.artery.tcp.SSLEngineProviderSetup;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.comity.artery.Endpoint;
import io.comity.artery.Origin;
import io.comity.artery.Refusals;
import io.comity.artery.SerializerTable;
import io.comity.artery.SignedSerializer;
import io.comity.transport.artery.guard.GuardSetup;
import io.comity.transport.artery.guard.SharedDriver;
import io.comity.transport.certificate.NodeCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicBoolean;

/** What one ActorSystem stands on, in which the kinds of transport differ: TLS, nothing, or an Aeron driver. */
abstract class Ground {
    private final Doors doors;

    private Ground(Doors doors) {
        this.doors = doors;
    }

    static Ground lay(ArterySystem.Plan plan, Peers peers, Doors doors) throws WireException {
        return switch (plan.kind()) {
            case TLS -> new OverTls(doors, tls(plan, peers));
            case TCP -> new OverTcp(doors);
            case AERON -> new OverAeron(doors, plan.refusals());
        };
    }

    /** What the ActorSystem is made with. */
    ActorSystemSetup setup(ArterySystem.Plan plan, SignedSerializer serializer) {
        Config config = ArteryConfig.at(plan.kind(), plan.host(), plan.port());
        return ActorSystemSetup.create(
                BootstrapSetup.create(configure(config)).withClassloader(Ground.class.getClassLoader()),
                SerializerTable.only(serializer),
                new GuardSetup(doors));
    }

    Config configure(Config config) {
        return config;
    }

    /** The system listens. */
    void open(Endpoint self, ActorRef gateway) {}

    /** What shows that the guard is up. */
    abstract SelfTest.Probe probe(ArterySystem.Plan plan, Endpoint self);

    /** The system is gone; said as often as somebody notices. */
    void close() {}

    private static PinnedTls tls(ArterySystem.Plan plan, Peers peers) throws WireException {
        Origin origin = plan.origin();
        try {
            NodeCertificate identity =
                    NodeCertificate.mint(origin.self(), origin.epoch(), origin.signer(), plan.random());
            return new PinnedTls(identity, peers, plan.refusals(), plan.random(), plan.nanoTime());
        } catch (GeneralSecurityException | IOException noTls) {
            throw new WireException("artery-tls cannot make its certificate: " + noTls.getMessage(), noTls);
        }
    }

    private static final class OverTls extends Ground {
        private final PinnedTls tls;

        OverTls(Doors doors, PinnedTls tls) {
            super(doors);
            this.tls = tls;
        }

        @Override
        ActorSystemSetup setup(ArterySystem.Plan plan, SignedSerializer serializer) {
            return super.setup(plan, serializer).and(SSLEngineProviderSetup.create(any -> tls));
        }

        @Override
        void open(Endpoint self, ActorRef gateway) {
            tls.open(new PinnedTls.Door(
                    self,
                    (connection, driver) -> gateway.tell(new Gateway.Begun(connection, driver), ActorRef.noSender())));
        }

        @Override
        SelfTest.Probe probe(ArterySystem.Plan plan, Endpoint self) {
            return new TlsProbe(self, plan.random());
        }
    }

    private static final class OverTcp extends Ground {
        OverTcp(Doors doors) {
            super(doors);
        }

        @Override
        SelfTest.Probe probe(ArterySystem.Plan plan, Endpoint self) {
            return new TcpProbe(self);
        }
    }

    private static final class OverAeron extends Ground {
        private final SharedDriver driver;
        private final AtomicBoolean closed = new AtomicBoolean();

        OverAeron(Doors doors, Refusals refusals) throws WireException {
            super(doors);
            this.driver = launch(refusals);
        }

        private static SharedDriver launch(Refusals refusals) throws WireException {
            try {
                return SharedDriver.launch(SharedDriver.home(), refusals::count);
            } catch (IOException notHere) {
                throw new WireException("artery-aeron is not available on this machine (" + notHere.getMessage()
                        + "): it needs a folder for shared memory, /dev/shm or java.io.tmpdir, that it may write to;"
                        + " else take artery-aeron out of comity.transports");
            }
        }

        @Override
        Config configure(Config config) {
            return config.withValue(
                    "akka.remote.artery.advanced.aeron.aeron-dir", ConfigValueFactory.fromAnyRef(driver.folder()));
        }

        @Override
        SelfTest.Probe probe(ArterySystem.Plan plan, Endpoint self) {
            return new AeronProbe(self, driver.folder());
        }

        @Override
        void close() {
            if (closed.compareAndSet(false, true)) {
                driver.close();
            }
        }
    }
}
