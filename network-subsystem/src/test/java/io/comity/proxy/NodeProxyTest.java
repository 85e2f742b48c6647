package io.comity.proxy;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import io.comity.engine.EngineId;
import io.comity.identity.Bytes;
import io.comity.mission.Reason;
import io.comity.transport.TransportProtocol;
import io.comity.wire.UrMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How it dials, what it says and hears in a session, and whom it leaves waiting. */
final class NodeProxyTest extends OneNodeProxy {
    // Dialling.

    @Test
    void addressesAreTriedInOrderAndThenItIsUnreachable() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        proxy.tell(new NodeProxy.ReachAt(BOTH));
        engine(proxy, "talk").tell(new Talk.Add(1));
        proxy.tell(present());
        dialled(HERE).replyTo().tell(new TransportProtocol.DialFailed("nobody here"));
        dialled(THERE).replyTo().tell(new TransportProtocol.DialFailed("nobody there"));
        refusals.expectMessage(SOON, new Refused(new EngineId(HIGHER.nodeId(), "talk"), Reason.UNREACHABLE));
        answers.expectMessage(
                SOON,
                new NodeProxy.Presented(Reason.UNREACHABLE, "nobody there (the last of 2 addresses that failed)"));
    }

    @Test
    void anAddressThatDoesNotAnswerIsJoinedByTheNextAndGivenUpInTime() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        proxy.tell(new NodeProxy.ReachAt(BOTH));
        proxy.tell(present());
        dialled(HERE);
        pass(STAGGER.minusMillis(1));
        router.expectNoMessage(Duration.ZERO);
        pass(Duration.ofMillis(1));
        dialled(THERE);
        pass(DIAL);
        NodeProxy.Presented outcome = answers.receiveMessage(SOON);
        assertThat(outcome.refused()).isEqualTo(Reason.UNREACHABLE);
        assertThat(outcome.explanation()).contains("did not answer in time");
    }

    /** The link is dialled for, up and broken before the news that its dial has ended. */
    private NodeProxy.Dial brokenBeforeTheNews(ActorRef<NodeProxy.Command> proxy) {
        proxy.tell(new NodeProxy.ReachAt(ONE_ADDRESS));
        engine(proxy, "talk").tell(new Talk.Add(1));
        NodeProxy.Dial first = dialled(HERE);
        Connection connection = new Connection(LOWER, HIGHER, first);
        proxy.tell(connection.up());
        connection.adopted();
        connection.actor.stop();
        return first;
    }

    @Test
    void lateNewsOfALinkThatBrokeDoesNotEndTheNextRoundOfDials() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        NodeProxy.Dial first = brokenBeforeTheNews(proxy);
        NodeProxy.Dial second = dialled(HERE);
        first.replyTo().tell(new TransportProtocol.Dialled(HIGHER.nodeId()));
        second.replyTo().tell(new TransportProtocol.DialFailed("nobody here"));
        assertThat(event(NodeEvent.ConnectFailed.class).cause()).isEqualTo("nobody here");
        pass(RETRY);
        dialled(HERE);
    }

    @Test
    void lateNewsOfADialThatFailedIsNotTakenForTheNextOneToTheSameAddress() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        NodeProxy.Dial first = brokenBeforeTheNews(proxy);
        NodeProxy.Dial second = dialled(HERE);
        first.replyTo().tell(new TransportProtocol.DialFailed("too late to matter"));
        second.replyTo().tell(new TransportProtocol.DialFailed("nobody here"));
        assertThat(event(NodeEvent.ConnectFailed.class).cause()).isEqualTo("nobody here");
    }

    @Test
    void whileALinkIsUpNoOtherAddressIsTried() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        proxy.tell(new NodeProxy.ReachAt(BOTH));
        engine(proxy, "talk").tell(new Talk.Add(1));
        Connection connection = new Connection(LOWER, HIGHER, dialled(HERE));
        proxy.tell(connection.up());
        connection.adopted();
        asked(NodeProxy.Attached.class);
        pass(STAGGER);
        router.expectNoMessage(Duration.ZERO);
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
        proxy.tell(new NodeProxy.ReachAt(ONE_ADDRESS));
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
        proxy.tell(new NodeProxy.ReachAt(ONE_ADDRESS));
        proxy.tell(present());
        dialled(HERE);
        Connection connection = new Connection(LOWER, HIGHER, 1, true);
        proxy.tell(connection.up());
        connection.adopted();
        lost(connection);
        assertThat(answers.receiveMessage(SOON).refused()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void whoWaitsForAConnectionHearsThatTheProxyWasStopped() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        proxy.tell(new NodeProxy.ReachAt(ONE_ADDRESS));
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
        proxy.tell(new NodeProxy.ReachAt(ONE_ADDRESS));
        Connection connection = new Connection(LOWER, HIGHER, 1, true);
        proxy.tell(connection.up());
        connection.adopted();
        connection.says(new UrMessage.Learn(1, "talk", DIGEST, Talk.TYPES), new UrMessage.Ready());
        EngineId id = new EngineId(HIGHER.nodeId(), "talk");
        await().atMost(SOON).until(() -> registry.find(id).isPresent());
        ActorRef<Object> talk = engine(proxy, "talk");
        assertThat(registry.find(id).orElseThrow().actor()).isEqualTo(talk);
        lost(connection);
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
        pass(STRANGER.minusMillis(1));
        connection.actor.expectNoMessage(Duration.ZERO);
        pass(Duration.ofMillis(1));
        connection.toldToClose();
        watcher.expectTerminated(proxy, SOON);
    }

    @Test
    void whatAStrangerRefusesIsSaidAsRarelyAsAllElseThatStrangersDoUntilItIsKnown() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection connection = new Connection(LOWER, HIGHER, 1, false);
        proxy.tell(connection.up());
        connection.adopted();
        strangersFillTheLog();
        try (LinesOfPeers lines = new LinesOfPeers()) {
            connection.says(
                    new UrMessage.Refuse(1, Reason.REVOKED.code()), new UrMessage.Present(77, Bytes.of(new byte[1])));
            asked(NodeProxy.Judge.class);
            proxy.tell(new NodeProxy.ReachAt(ONE_ADDRESS));
            connection.says(new UrMessage.Refuse(1, Reason.EXPIRED.code()));
            await().atMost(SOON)
                    .until(() -> !lines.with("refused by their owner").isEmpty());
            assertThat(lines.with("refused by their owner"))
                    .singleElement(as(STRING))
                    .endsWith(Reason.EXPIRED.label());
        }
    }

    @Test
    void whatAPeerPresentsIsJudgedByTheRouterAndAnsweredUnderItsId() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection connection = new Connection(LOWER, HIGHER, 1, false);
        proxy.tell(connection.up());
        connection.adopted();
        connection.says(new UrMessage.Present(77, Bytes.of(new byte[] {1, 2})));
        NodeProxy.Judge judge = asked(NodeProxy.Judge.class);
        assertThat(judge.peer()).isEqualTo(HIGHER.nodeId());
        assertThat(judge.credential()).isEqualTo(Bytes.of(new byte[] {1, 2}));
        connection.heard();
        judge.replyTo().tell(new NodeProxy.Judged(judge.session(), judge.id(), Reason.EXPIRED));
        await().atMost(SOON).until(() -> connection.wire.port().hasMore());
        assertThat(connection.heard()).containsExactly(new UrMessage.Declined(77, Reason.EXPIRED.code()));
    }
}
