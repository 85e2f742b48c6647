package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.eventstream.EventStream;
import io.comity.engine.EngineRegistry;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.observe.Counters;
import io.comity.selection.Candidate;
import io.comity.selection.Selection;
import io.comity.transport.Address;
import io.comity.transport.TransportConnection;
import io.comity.wire.UrMessage;
import io.comity.witness.Shelf;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.helpers.NOPLogger;

/** One NodeProxy, with the test in the place of the Router, the wires, the clock and the other node. */
abstract class OneNodeProxy {
    static final Duration SOON = Duration.ofSeconds(20);
    static final Duration DIAL = Duration.ofSeconds(8);
    static final Duration STRANGER = Duration.ofSeconds(20);
    static final Duration BEAT = Duration.ofMinutes(1);
    static final Duration IDLE = Duration.ofMinutes(5);
    static final Duration RETRY = Duration.ofSeconds(1);
    static final Duration KEEP_LOST = Duration.ofSeconds(30);
    static final int MISSED = 3;
    static final int MAX_PRESENTING = 3;
    static final Bytes DIGEST = Bytes.of(new byte[UrMessage.DIGEST_BYTES]);
    static final KeyHolder ONE = MemoryKeyHolder.fromSeed(new byte[32]);
    static final KeyHolder OTHER = MemoryKeyHolder.fromSeed(HexFormat.of().parseHex("01".repeat(32)));
    static final KeyHolder LOWER = ONE.nodeId().compareTo(OTHER.nodeId()) < 0 ? ONE : OTHER;
    static final KeyHolder HIGHER = LOWER == ONE ? OTHER : ONE;
    static final Duration STAGGER = Duration.ofSeconds(2);
    static final Address HERE = new Address("memory", "localhost", 1);
    static final Address THERE = new Address("memory", "localhost", 2);
    static final Address OTHERWISE = new Address("tls", "localhost", 3);
    static final List<Candidate> BOTH = List.of(new Candidate(HERE, 200), new Candidate(THERE, 100));
    static final List<Candidate> ONE_ADDRESS = List.of(new Candidate(HERE, 100));

    final AtomicLong nanos = new AtomicLong();
    final AtomicLong unixSeconds = new AtomicLong();
    final NodeProxy.PeerLogs logs = NodeProxy.PeerLogs.of(nanos::get);

    final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    final ManualTime time = ManualTime.get(kit.system());
    final TestProbe<NodeProxy.Request> router = kit.createTestProbe(NodeProxy.Request.class);
    final TestProbe<NodeEvent> events = kit.createTestProbe(NodeEvent.class);
    final TestProbe<Refused> refusals = kit.createTestProbe(Refused.class);
    final TestProbe<NodeProxy.Presented> answers = kit.createTestProbe(NodeProxy.Presented.class);
    final TestProbe<Object> watcher = kit.createTestProbe();
    final EngineRegistry registry = new EngineRegistry();

    /** A link as the Router hands it over, and the other end of it. */
    final class Connection {
        final TestProbe<TransportConnection.Command> actor = kit.createTestProbe(TransportConnection.Command.class);
        final FakeWire wire = new FakeWire();
        final FarEnd far;
        private String transport = HERE.transport();

        Connection(KeyHolder self, KeyHolder peer, long peerEpoch, boolean selfDials) {
            far = FarEnd.of(self, 1, peer, peerEpoch, selfDials);
        }

        /** Dialled by the peer, which had the link of this hash before. */
        Connection(KeyHolder self, KeyHolder peer, Bytes lastLink) {
            far = FarEnd.of(self, 1, peer, 1, false, lastLink);
        }

        /** What a dial led to. */
        Connection(KeyHolder self, KeyHolder peer, NodeProxy.Dial dial) {
            far = FarEnd.of(self, 1, peer, 1, true, dial.lastLink());
            transport = dial.address().transport();
        }

        Bytes hash() {
            return far.near().handshakeHash();
        }

        NodeProxy.LinkUp up(Permit... permits) {
            return new NodeProxy.LinkUp(
                    new TransportConnection.Linked(far.near(), wire, transport, actor.getRef()), List.of(permits));
        }

        void adopted() {
            actor.expectMessage(SOON, TransportConnection.Adopt.INSTANCE);
            await().atMost(SOON).until(wire::isAttached);
        }

        void toldToClose() {
            TransportConnection.Command told = actor.receiveMessage(SOON);
            while (told == TransportConnection.Know.INSTANCE) {
                told = actor.receiveMessage(SOON);
            }
            assertThat(told).isInstanceOf(TransportConnection.Close.class);
        }

        List<Object> heard() {
            return far.heard(wire.port());
        }

        /** Says that it knows of no session. */
        void greets() {
            assertThat(far.hello(wire.port(), Bytes.EMPTY, 0)).isTrue();
        }

        void says(UrMessage... messages) {
            assertThat(far.say(wire.port(), messages)).isTrue();
        }
    }

    /** So that no line about a stranger follows. */
    final void strangersFillTheLog() {
        for (int line = 0; line < PeerLog.AT_ONCE; line++) {
            logs.ofStrangers().warn(NOPLogger.NOP_LOGGER, "something");
        }
    }

    final void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
        time.timePasses(duration);
    }

    @BeforeEach
    void listen() {
        kit.system().eventStream().tell(new EventStream.Subscribe<>(Refused.class, refusals.getRef()));
        kit.system().eventStream().tell(new EventStream.Subscribe<>(NodeEvent.class, events.getRef()));
    }

    /** The next event of this type; those before it do not matter. */
    final <E extends NodeEvent> E event(Class<E> type) {
        for (NodeEvent next = events.receiveMessage(SOON); ; next = events.receiveMessage(SOON)) {
            if (type.isInstance(next)) {
                return type.cast(next);
            }
        }
    }

    /** The link breaks, and nobody comes back in time. */
    final void lost(Connection connection) {
        connection.actor.stop();
        event(NodeEvent.Disconnected.class);
        pass(KEEP_LOST);
        event(NodeEvent.SessionEnded.class);
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    final ActorRef<NodeProxy.Command> proxy(KeyHolder self, KeyHolder peer) {
        NodeProxy.Settings settings = new NodeProxy.Settings(
                1 << 20,
                1 << 20,
                1 << 20,
                new NodeProxy.Large(1 << 20, 1 << 20, 1 << 20),
                10,
                MAX_PRESENTING,
                new NodeProxy.References(100, Duration.ofMinutes(1), 1 << 20, Duration.ofMinutes(15), 1_000),
                new Selection.Settings(STAGGER, DIAL, 2),
                STRANGER,
                new NodeProxy.Vigilance(BEAT, MISSED, IDLE, Duration.ofHours(1), Duration.ofSeconds(2)),
                new Connectivity.Settings(
                        new Backoff(RETRY, RETRY), new Backoff(RETRY, RETRY), KEEP_LOST, Duration.ofHours(1)),
                new EngineProxy.Settings(10, Duration.ofMinutes(1)));
        return kit.spawn(NodeProxy.create(
                peer.nodeId(),
                new NodeProxy.Context(
                        router.getRef(),
                        registry,
                        self.nodeId(),
                        settings,
                        new Counters(),
                        Set.of("memory", OTHERWISE.transport())::contains,
                        new SplittableRandom(1),
                        nanos::get,
                        unixSeconds::get,
                        new Shelf(0),
                        Integer.MAX_VALUE,
                        logs)));
    }

    final ActorRef<Object> engine(ActorRef<NodeProxy.Command> proxy, String name) {
        TestProbe<ActorRef<Object>> reply = kit.createTestProbe();
        proxy.tell(new NodeProxy.Engine(name, Protocol.of(Talk.Command.class), reply.getRef()));
        return reply.receiveMessage(SOON);
    }

    final NodeProxy.Present present() {
        return new NodeProxy.Present(Bytes.of(new byte[] {1}), answers.getRef());
    }

    /** The next thing of this type that it asks of the Router; those before it do not matter. */
    final <R extends NodeProxy.Request> R asked(Class<R> type) {
        for (NodeProxy.Request next = router.receiveMessage(SOON); ; next = router.receiveMessage(SOON)) {
            if (type.isInstance(next)) {
                return type.cast(next);
            }
        }
    }

    final NodeProxy.Dial dialled(Address address) {
        NodeProxy.Dial dial = asked(NodeProxy.Dial.class);
        assertThat(dial.address()).isEqualTo(address);
        return dial;
    }
}
