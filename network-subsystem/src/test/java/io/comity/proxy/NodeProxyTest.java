package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.eventstream.EventStream;
import io.comity.engine.EngineId;
import io.comity.engine.EngineRegistry;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Reason;
import io.comity.observe.Counters;
import io.comity.transport.Address;
import io.comity.transport.TransportConnection;
import io.comity.transport.TransportProtocol;
import io.comity.wire.UrMessage;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One NodeProxy, with the test in the place of the Router, the wires and the other node. */
final class NodeProxyTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration DIAL = Duration.ofSeconds(8);
    private static final Duration STRANGER = Duration.ofSeconds(20);
    private static final int MAX_PRESENTING = 3;
    private static final Bytes DIGEST = Bytes.of(new byte[UrMessage.DIGEST_BYTES]);
    private static final KeyHolder ONE = MemoryKeyHolder.fromSeed(new byte[32]);
    private static final KeyHolder OTHER =
            MemoryKeyHolder.fromSeed(HexFormat.of().parseHex("01".repeat(32)));
    private static final KeyHolder LOWER = ONE.nodeId().compareTo(OTHER.nodeId()) < 0 ? ONE : OTHER;
    private static final KeyHolder HIGHER = LOWER == ONE ? OTHER : ONE;
    private static final Address HERE = new Address("memory", "localhost", 1);
    private static final Address THERE = new Address("memory", "localhost", 2);

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final TestProbe<NodeProxy.Request> router = kit.createTestProbe(NodeProxy.Request.class);
    private final TestProbe<Refused> refusals = kit.createTestProbe(Refused.class);
    private final TestProbe<NodeProxy.Presented> answers = kit.createTestProbe(NodeProxy.Presented.class);
    private final TestProbe<Object> watcher = kit.createTestProbe();
    private final EngineRegistry registry = new EngineRegistry();

    /** A link as the Router hands it over, and the other end of it. */
    private final class Connection {
        private final TestProbe<TransportConnection.Command> actor =
                kit.createTestProbe(TransportConnection.Command.class);
        private final FakeWire wire = new FakeWire();
        private final FarEnd far;

        private Connection(KeyHolder self, KeyHolder peer, long peerEpoch, boolean selfDials) {
            far = FarEnd.of(self, 1, peer, peerEpoch, selfDials);
        }

        private NodeProxy.LinkUp up(Permit... permits) {
            return new NodeProxy.LinkUp(
                    new TransportConnection.Linked(far.near(), wire, actor.getRef()), List.of(permits));
        }

        private void adopted() {
            actor.expectMessage(SOON, TransportConnection.Adopt.INSTANCE);
            await().atMost(SOON).until(wire::isAttached);
        }

        private void toldToClose() {
            assertThat(actor.receiveMessage(SOON)).isInstanceOf(TransportConnection.Close.class);
        }

        private List<Object> heard() {
            return far.heard(wire.port());
        }

        private void says(UrMessage... messages) {
            assertThat(far.say(wire.port(), messages)).isTrue();
        }
    }

    @BeforeEach
    void listen() {
        kit.system().eventStream().tell(new EventStream.Subscribe<>(Refused.class, refusals.getRef()));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private ActorRef<NodeProxy.Command> proxy(KeyHolder self, KeyHolder peer) {
        NodeProxy.Settings settings = new NodeProxy.Settings(
                1 << 20,
                1 << 20,
                10,
                MAX_PRESENTING,
                100,
                Duration.ofMinutes(1),
                DIAL,
                STRANGER,
                new EngineProxy.Settings(10, Duration.ofMinutes(1)));
        return kit.spawn(NodeProxy.create(
                peer.nodeId(),
                new NodeProxy.Context(router.getRef(), registry, self.nodeId(), settings, new Counters(), () -> 0)));
    }

    private ActorRef<Object> engine(ActorRef<NodeProxy.Command> proxy, String name) {
        TestProbe<ActorRef<Object>> reply = kit.createTestProbe();
        proxy.tell(new NodeProxy.Engine(name, Protocol.of(Talk.Command.class), reply.getRef()));
        return reply.receiveMessage(SOON);
    }

    private NodeProxy.Present present() {
        return new NodeProxy.Present(Bytes.of(new byte[] {1}), answers.getRef());
    }

    private NodeProxy.Dial dialled(Address address) {
        NodeProxy.Dial dial = (NodeProxy.Dial) router.receiveMessage(SOON);
        assertThat(dial.address()).isEqualTo(address);
        return dial;
    }

    // Dialling.

    @Test
    void addressesAreTriedInOrderAndThenItIsUnreachable() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        proxy.tell(new NodeProxy.ReachAt(List.of(HERE, THERE)));
        engine(proxy, "talk").tell(new Talk.Add(1));
        proxy.tell(present());
        dialled(HERE).replyTo().tell(new TransportProtocol.DialFailed("nobody here"));
        dialled(THERE).replyTo().tell(new TransportProtocol.DialFailed("nobody there"));
        refusals.expectMessage(SOON, new Refused(new EngineId(HIGHER.nodeId(), "talk"), Reason.UNREACHABLE));
        answers.expectMessage(SOON, new NodeProxy.Presented(Reason.UNREACHABLE, "nobody there"));
    }

    @Test
    void anAddressThatDoesNotAnswerIsGivenUpInTime() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        proxy.tell(new NodeProxy.ReachAt(List.of(HERE, THERE)));
        proxy.tell(present());
        dialled(HERE);
        time.timePasses(DIAL.minusMillis(1));
        router.expectNoMessage(Duration.ZERO);
        time.timePasses(Duration.ofMillis(1));
        dialled(THERE);
        time.timePasses(DIAL);
        answers.expectMessage(SOON, new NodeProxy.Presented(Reason.UNREACHABLE, "no answer in time"));
    }

    @Test
    void aNodeOfWhichNoAddressIsKnownIsUnreachableAtOnce() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        proxy.tell(present());
        assertThat(answers.receiveMessage(SOON).refused()).isEqualTo(Reason.UNREACHABLE);
        router.expectNoMessage(Duration.ZERO);
    }

    @Test
    void invitationsArePresentedAtTheMostAndOneMoreIsOverloaded() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        proxy.tell(new NodeProxy.ReachAt(List.of(HERE)));
        for (int i = 0; i <= MAX_PRESENTING; i++) {
            proxy.tell(present());
        }
        assertThat(answers.receiveMessage(SOON).refused()).isEqualTo(Reason.OVERLOADED);
        Connection connection = new Connection(LOWER, HIGHER, 1, true);
        proxy.tell(connection.up());
        connection.adopted();
        await().atMost(SOON).until(() -> connection.wire.port().hasMore());
        connection.says(new UrMessage.Ready(), new UrMessage.Granted(1), new UrMessage.Granted(1));
        answers.expectMessage(SOON, new NodeProxy.Presented(null, ""));
        connection.says(new UrMessage.Declined(2, Reason.EXPIRED.code()));
        assertThat(answers.receiveMessage(SOON).refused()).isEqualTo(Reason.EXPIRED);
        answers.expectNoMessage(Duration.ZERO);
    }

    @Test
    void whoWaitsForAnAnswerHearsThatTheConnectionWasLost() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        proxy.tell(new NodeProxy.ReachAt(List.of(HERE)));
        proxy.tell(present());
        dialled(HERE);
        Connection connection = new Connection(LOWER, HIGHER, 1, true);
        proxy.tell(connection.up());
        connection.adopted();
        connection.actor.stop();
        assertThat(answers.receiveMessage(SOON).refused()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void whoWaitsForAConnectionHearsThatTheProxyWasStopped() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        proxy.tell(new NodeProxy.ReachAt(List.of(HERE)));
        ActorRef<Object> talk = engine(proxy, "talk");
        proxy.tell(present());
        dialled(HERE);
        kit.stop(proxy);
        assertThat(answers.receiveMessage(SOON).refused()).isEqualTo(Reason.UNREACHABLE);
        watcher.expectTerminated(talk, SOON);
        assertThat(registry.list(HIGHER.nodeId())).isEmpty();
    }

    // A session.

    @Test
    void readyIsSaidOnceAfterWhatMayBeUsed() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection connection = new Connection(LOWER, HIGHER, 1, true);
        proxy.tell(connection.up());
        connection.adopted();
        assertThat(connection.heard()).containsExactly(new UrMessage.Ready());
    }

    @Test
    void aLearnedEngineIsRegisteredAndItsWatchersHearOfTheEndOfTheSession() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        proxy.tell(new NodeProxy.ReachAt(List.of(HERE)));
        Connection connection = new Connection(LOWER, HIGHER, 1, true);
        proxy.tell(connection.up());
        connection.adopted();
        connection.says(new UrMessage.Learn(1, "talk", DIGEST, Talk.TYPES), new UrMessage.Ready());
        EngineId id = new EngineId(HIGHER.nodeId(), "talk");
        await().atMost(SOON).until(() -> registry.find(id).isPresent());
        ActorRef<Object> talk = engine(proxy, "talk");
        assertThat(registry.find(id).orElseThrow().actor()).isEqualTo(talk);
        connection.actor.stop();
        watcher.expectTerminated(talk, SOON);
        assertThat(registry.find(id)).isEmpty();
        assertThat(engine(proxy, "talk")).isNotEqualTo(talk);
    }

    @Test
    void aNodeThatNobodyHereKnowsIsForgottenWithItsConnection() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection connection = new Connection(LOWER, HIGHER, 1, false);
        proxy.tell(connection.up());
        connection.adopted();
        connection.actor.stop();
        watcher.expectTerminated(proxy, SOON);
    }

    @Test
    void aStrangerIsSentAwayAfterItsTime() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection connection = new Connection(LOWER, HIGHER, 1, false);
        proxy.tell(connection.up());
        connection.adopted();
        time.timePasses(STRANGER.minusMillis(1));
        connection.actor.expectNoMessage(Duration.ZERO);
        time.timePasses(Duration.ofMillis(1));
        connection.toldToClose();
        watcher.expectTerminated(proxy, SOON);
    }

    @Test
    void whatAPeerPresentsIsJudgedByTheRouterAndAnsweredUnderItsId() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection connection = new Connection(LOWER, HIGHER, 1, false);
        proxy.tell(connection.up());
        connection.adopted();
        connection.says(new UrMessage.Present(77, Bytes.of(new byte[] {1, 2})));
        NodeProxy.Judge judge = (NodeProxy.Judge) router.receiveMessage(SOON);
        assertThat(judge.peer()).isEqualTo(HIGHER.nodeId());
        assertThat(judge.credential()).isEqualTo(Bytes.of(new byte[] {1, 2}));
        connection.heard();
        judge.replyTo().tell(new NodeProxy.Judged(judge.session(), judge.id(), Reason.EXPIRED));
        await().atMost(SOON).until(() -> connection.wire.port().hasMore());
        assertThat(connection.heard()).containsExactly(new UrMessage.Declined(77, Reason.EXPIRED.code()));
    }

    @Test
    void aVerdictThatComesAfterItsSessionIsToldToNobody() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection first = new Connection(LOWER, HIGHER, 1, false);
        proxy.tell(first.up());
        first.adopted();
        first.says(new UrMessage.Present(1, Bytes.EMPTY));
        NodeProxy.Judge late = (NodeProxy.Judge) router.receiveMessage(SOON);
        Connection second = new Connection(LOWER, HIGHER, 2, false);
        proxy.tell(second.up());
        second.adopted();
        second.heard();
        late.replyTo().tell(new NodeProxy.Judged(late.session(), late.id(), null));
        second.says(new UrMessage.Present(1, Bytes.EMPTY));
        NodeProxy.Judge own = (NodeProxy.Judge) router.receiveMessage(SOON);
        own.replyTo().tell(new NodeProxy.Judged(own.session(), own.id(), Reason.DENIED));
        await().atMost(SOON).until(() -> second.wire.port().hasMore());
        assertThat(second.heard()).containsExactly(new UrMessage.Declined(1, Reason.DENIED.code()));
    }

    // Two links at once.

    /** {@code selfDialledFirst}: whose dial made the link that stands when the crossed one comes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofCrossedLinksTheOneThatTheLowerIdDialledWinsOnTheLowerSide(boolean selfDialledFirst) {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection first = new Connection(LOWER, HIGHER, 1, selfDialledFirst);
        Connection second = new Connection(LOWER, HIGHER, 1, !selfDialledFirst);
        crossed(proxy, first, second, selfDialledFirst);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofCrossedLinksTheOneThatTheLowerIdDialledWinsOnTheHigherSide(boolean selfDialledFirst) {
        ActorRef<NodeProxy.Command> proxy = proxy(HIGHER, LOWER);
        Connection first = new Connection(HIGHER, LOWER, 1, selfDialledFirst);
        Connection second = new Connection(HIGHER, LOWER, 1, !selfDialledFirst);
        crossed(proxy, first, second, !selfDialledFirst);
    }

    private void crossed(ActorRef<NodeProxy.Command> proxy, Connection first, Connection second, boolean firstWins) {
        proxy.tell(first.up());
        first.adopted();
        proxy.tell(second.up());
        if (firstWins) {
            second.toldToClose();
            first.actor.expectNoMessage(Duration.ZERO);
            assertThat(second.wire.isAttached()).isFalse();
        } else {
            first.toldToClose();
            second.adopted();
        }
    }

    @Test
    void aSecondLinkDialledByTheSameSideReplacesTheFirst() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection first = new Connection(LOWER, HIGHER, 1, false);
        Connection second = new Connection(LOWER, HIGHER, 1, false);
        crossed(proxy, first, second, false);
    }

    @Test
    void aLinkOfAPeerThatWasRestartedReplacesTheOneFromBefore() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection first = new Connection(LOWER, HIGHER, 1, true);
        Connection second = new Connection(LOWER, HIGHER, 2, false);
        crossed(proxy, first, second, false);
    }

    @Test
    void whatTheReplacedLinkStillSaysIsNotHeard() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection first = new Connection(LOWER, HIGHER, 1, false);
        Connection second = new Connection(LOWER, HIGHER, 1, false);
        crossed(proxy, first, second, false);
        first.says(new UrMessage.Learn(1, "ghost", DIGEST, Talk.TYPES));
        second.says(new UrMessage.Learn(1, "talk", DIGEST, Talk.TYPES));
        await().atMost(SOON)
                .until(() ->
                        registry.find(new EngineId(HIGHER.nodeId(), "talk")).isPresent());
        assertThat(registry.list(HIGHER.nodeId())).hasSize(1);
        first.actor.stop();
        assertThat(engine(proxy, "talk")).isNotNull();
        assertThat(registry.list(HIGHER.nodeId())).hasSize(1);
    }
}
