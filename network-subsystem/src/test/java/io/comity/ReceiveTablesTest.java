package io.comity;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorIdentity;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import com.typesafe.config.ConfigFactory;
import io.comity.advert.AdvertTable;
import io.comity.engine.EngineId;
import io.comity.engine.EngineRegistry;
import io.comity.engine.Protocol;
import io.comity.filter.Filter;
import io.comity.identity.Base32;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Invitation;
import io.comity.mission.Mission;
import io.comity.mission.MissionKey;
import io.comity.mission.Reason;
import io.comity.mission.Redeemed;
import io.comity.mission.Revocation;
import io.comity.mission.Ticket;
import io.comity.observe.Counters;
import io.comity.proxy.NodeProxy;
import io.comity.proxy.Owner;
import io.comity.pubsub.Demand;
import io.comity.pubsub.Exchange;
import io.comity.pubsub.Feed;
import io.comity.pubsub.Promise;
import io.comity.pubsub.Publishing;
import io.comity.pubsub.Since;
import io.comity.pubsub.Subscribing;
import io.comity.pubsub.TopicPubSub;
import io.comity.router.Keyring;
import io.comity.router.NoticeBoard;
import io.comity.router.Revoking;
import io.comity.router.Router;
import io.comity.router.RouterNeeds;
import io.comity.session.CipherSuite;
import io.comity.session.EphemeralSource;
import io.comity.session.Handshake;
import io.comity.session.Local;
import io.comity.session.X25519KeyPair;
import io.comity.store.MemoryStore;
import io.comity.topic.Slot;
import io.comity.topic.TopicAdvert;
import io.comity.topic.TopicDescription;
import io.comity.topic.WhenSlow;
import io.comity.transport.Address;
import io.comity.transport.Doorkeeper;
import io.comity.transport.FrameReceiver;
import io.comity.transport.LinkPort;
import io.comity.transport.TransportConnection;
import io.comity.transport.TransportProtocol;
import io.comity.transport.Wire;
import io.comity.transport.memory.MemoryTransport;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every message of every engine's protocol has a row in its receive table. */
final class ReceiveTablesTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final EphemeralSource SECRETS = EphemeralSource.of(new SecureRandom());

    private final ActorTestKit kit =
            ActorTestKit.create(ConfigFactory.parseResources("comity-akka.conf").withFallback(ConfigFactory.load()));
    private final TestProbe<Object> anybody = kit.createTestProbe();
    private final KeyHolder key = MemoryKeyHolder.fromSeed(new byte[32]);
    private final NodeId peer = MemoryKeyHolder.generate(new SecureRandom()).nodeId();
    private final Address address = new Address(MemoryTransport.NAME, "localhost", 1);
    private final Local local =
            new Local(key.nodeId(), 1, 1, 1, 0, X25519KeyPair.generate(SECRETS), Set.of(CipherSuite.AES_GCM));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private static final class DeadWire implements Wire {
        @Override
        public void open(FrameReceiver receiver) {}

        @Override
        public void next() {}

        @Override
        public void send(byte[] frame) {}

        @Override
        public void attach(LinkPort port) {}

        @Override
        public void wake() {}

        @Override
        public void close() {}

        @Override
        public String remote() {
            return "nowhere";
        }
    }

    private static MissionKey key() {
        Authority authority = new Owner().authority();
        authority.define(new Mission("hello", Map.of()));
        KeyHolder owner = MemoryKeyHolder.fromSeed(new byte[32]);
        Bytes seed = Bytes.of(new byte[32]);
        Bytes salt = Bytes.of(new byte[16]);
        Bytes root = Chain.encode(
                authority.grant(owner, "hello", MissionKey.holder(seed), Caveats.NONE, salt, Instant.EPOCH));
        Chain chain = Chain.parse(Base32.text("grant", root.toArray()), Instant.EPOCH)
                .toOptional()
                .orElseThrow();
        return MissionKey.of(seed, chain, List.of());
    }

    private Samples samples() {
        Ticket ticket = new Ticket(Bytes.of(new byte[Ticket.ID_BYTES]), "hello", 1, 0, Instant.MAX);
        EngineId engine = new EngineId(peer, "talk");
        Wire wire = new DeadWire();
        NodeProxy.Judge judge = new NodeProxy.Judge(
                peer, Bytes.EMPTY, 1, Bytes.EMPTY, anybody.getRef().narrow());
        TransportProtocol.Dial dial = new TransportProtocol.Dial(
                address, peer, Bytes.EMPTY, anybody.getRef().narrow());
        return new Samples()
                .with(ActorRef.class, anybody.getRef())
                .with(Address.class, address)
                .with(Bytes.class, Bytes.EMPTY)
                .with(byte[].class, new byte[1])
                .with(Caveats.class, Caveats.NONE)
                .with(Chain.class, new Owner().chain(peer))
                .with(Duration.class, Duration.ofDays(1))
                .with(EngineId.class, engine)
                .with(Function.class, (Function<KeyHolder, Bytes>) signer -> Bytes.EMPTY)
                .with(EngineRegistry.Change.class, new EngineRegistry.Unregistered(engine))
                .with(Invitation.class, new Invitation(peer, ticket, List.of(), Bytes.EMPTY))
                .with(List.class, List.of())
                .with(Mission.class, new Mission("hello", Map.of()))
                .with(MissionKey.class, key())
                .with(NodeId.class, peer)
                .with(Optional.class, Optional.empty())
                .with(Set.class, Set.of())
                .with(NodeProxy.Judge.class, judge)
                .with(NodeProxy.Request.class, judge)
                .with(Protocol.class, Protocol.of(String.class))
                .with(Reason.class, Reason.DENIED)
                .with(Redeemed.class, new Redeemed(Bytes.EMPTY, peer, Bytes.EMPTY, 0))
                .with(Revocation.class, new Revocation.OfMission("hello", 0))
                .with(Revoking.class, new Revoking.OfMission("hello"))
                .with(Optional.class, Optional.empty())
                .with(Set.class, Set.of())
                .with(Runnable.class, () -> {})
                .with(String.class, "hello")
                .with(Throwable.class, new IllegalStateException())
                .with(
                        TransportConnection.Event.class,
                        new TransportConnection.Sign(
                                new byte[1], anybody.getRef().narrow()))
                .with(TransportProtocol.Dial.class, dial)
                .with(TransportProtocol.DialReply.class, new TransportProtocol.DialFailed("no"))
                .with(Wire.class, wire)
                .with(boolean.class, false)
                .with(long.class, 1L);
    }

    private <M> Set<String> missing(Class<M> protocol, Supplier<Behavior<M>> engine) {
        return ReceiveTable.missing(kit, samples().of(protocol), engine);
    }

    @Test
    void theRouters() {
        assertThat(missing(Router.Command.class, () -> Router.create(routersNeeds())))
                .isEmpty();
    }

    private Router.Context routersNeeds() {
        return RouterNeeds.of(
                key,
                new Router.Books(
                        new Owner().authority(),
                        new ConcurrentLinkedQueue<>(),
                        new HashMap<>(),
                        new Keyring(10),
                        new NoticeBoard(10),
                        new HashMap<>(),
                        new HashSet<>(),
                        new AdvertTable(key.nodeId(), 1, AdvertTable.Limits.DEFAULT, node -> false),
                        new MemoryStore()));
    }

    @Test
    void theTopics() {
        Protocol<String> protocol = Protocol.of(String.class);
        TopicDescription description = new TopicDescription(
                "news",
                1,
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(1),
                "publish",
                TopicDescription.Retention.NONE,
                Bytes.of(protocol.digest()),
                protocol.wireNames());
        TopicPubSub.Settings settings = new TopicPubSub.Settings(
                key.nodeId(),
                key.nodeId(),
                "news",
                protocol,
                TopicAdvert.sign(key, description),
                null,
                null,
                new Publishing(1, key, Bytes.EMPTY, paper -> CompletableFuture.completedStage(Bytes.EMPTY)),
                claims -> CompletableFuture.completedStage(List.of()),
                () -> Instant.EPOCH);
        List<TopicPubSub.Command> messages = samples()
                .with(Optional.class, Optional.empty())
                .with(int.class, 1)
                .with(Object.class, "hello")
                .with(Filter.class, Filter.everything())
                .with(
                        Subscribing.class,
                        new Subscribing(
                                1,
                                kit.system().ignoreRef(),
                                Filter.everything(),
                                new WhenSlow.DropOldest<>(1),
                                Since.now(),
                                new Silence()))
                .with(Since.class, Since.now())
                .with(Promise.class, new Unkept())
                .with(Runnable.class, (Runnable) () -> {})
                .with(Feed.class, new Feed.Wanted(1))
                .with(Demand.class, new Demand.Leave())
                .with(Exchange.class, new Exchange.Heard(1))
                .with(ActorIdentity.class, new ActorIdentity("nothing", scala.Option.empty()))
                .with(TopicPubSub.Submitted.class, new TopicPubSub.Submitted(1, Optional.empty()))
                .of(TopicPubSub.Command.class);
        assertThat(ReceiveTable.missing(kit, messages, () -> TopicPubSub.create(settings)))
                .isEmpty();
    }

    private static final class Unkept implements Promise {
        @Override
        public int holders() {
            return 1;
        }

        @Override
        public void stored(Slot slot) {}

        @Override
        public void failed(String why) {}
    }

    private static final class Silence implements TopicPubSub.Hearer {
        @Override
        public void started() {}

        @Override
        public void ended(String why) {}
    }

    @Test
    void theTransportProtocols() {
        TransportProtocol.Handshakes handshakes = new TransportProtocol.Handshakes() {
            @Override
            public Handshake initiator(NodeId node, Bytes lastLink) {
                return opening();
            }

            @Override
            public Handshake responder() {
                return Handshake.responder(local, SECRETS);
            }
        };
        TransportProtocol.Settings settings =
                new TransportProtocol.Settings(10, SOON, new Doorkeeper.Settings(10, 10, 10, SOON, 10));
        assertThat(missing(
                        TransportProtocol.Command.class,
                        () -> TransportProtocol.create(
                                new MemoryTransport(), handshakes, settings, System::nanoTime, new Counters())))
                .isEmpty();
    }

    private Handshake opening() {
        return Handshake.initiator(local, peer, CipherSuite.AES_GCM, SECRETS);
    }

    /** Nobody can adopt a connection, or know who is at its other end, before it has a link. */
    @Test
    void theTransportConnectionsWhileItShakesHands() {
        TransportConnection.Context needs =
                new TransportConnection.Context("memory", anybody.getRef().narrow(), null, null, SOON, new Counters());
        assertThat(missing(
                        TransportConnection.Command.class,
                        () -> TransportConnection.create(new DeadWire(), opening(), needs)))
                .containsExactlyInAnyOrder("Know", "Adopt");
    }
}
