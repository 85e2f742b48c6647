package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import io.comity.engine.EngineId;
import io.comity.identity.Bytes;
import io.comity.mission.Reason;
import io.comity.wire.UrMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two links with the same node: crossed dials, restarts and broken networks, told apart. */
final class SecondLinkTest extends OneNodeProxy {
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

    /** As when two addresses were dialled at once: the two sides may see the links in either order. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofTwoLinksThatOneSideDialledAtOnceTheOneOfTheLowerHashStays(boolean lowerFirst) {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection one = new Connection(LOWER, HIGHER, 1, false);
        Connection other = new Connection(LOWER, HIGHER, 1, false);
        boolean inOrder = one.hash().compareTo(other.hash()) < 0 == lowerFirst;
        crossed(proxy, inOrder ? one : other, inOrder ? other : one, lowerFirst);
    }

    @Test
    void aLinkDialledByASideThatHadTheStandingOneReplacesIt() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection first = new Connection(LOWER, HIGHER, 1, true);
        Connection second = new Connection(LOWER, HIGHER, first.hash());
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
        Connection second = new Connection(LOWER, HIGHER, first.hash());
        crossed(proxy, first, second, false);
        assertThat(first.far.say(first.wire.port(), new UrMessage.Learn(1, "ghost", DIGEST, Talk.TYPES)))
                .isFalse();
        second.says(new UrMessage.Learn(1, "talk", DIGEST, Talk.TYPES));
        await().atMost(SOON)
                .until(() ->
                        registry.find(new EngineId(HIGHER.nodeId(), "talk")).isPresent());
        assertThat(registry.list(HIGHER.nodeId())).hasSize(1);
        first.actor.stop();
        assertThat(engine(proxy, "talk")).isNotNull();
        assertThat(registry.list(HIGHER.nodeId())).hasSize(1);
    }

    @Test
    void anInvitationThatWaitedForALinkIsPresentedInTheSessionThatGoesOn() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        proxy.tell(new NodeProxy.ReachAt(ONE_ADDRESS));
        engine(proxy, "talk");
        Connection first = new Connection(LOWER, HIGHER, 1, false);
        proxy.tell(first.up());
        first.adopted();
        first.greets();
        first.heard();
        first.actor.stop();
        event(NodeEvent.Disconnected.class);
        proxy.tell(present());
        Connection second = new Connection(LOWER, HIGHER, first.hash());
        proxy.tell(second.up());
        second.adopted();
        assertThat(second.far.hello(second.wire.port(), first.hash(), 1)).isTrue();
        await().atMost(SOON).until(() -> second.heard().contains(new UrMessage.Present(1, Bytes.of(new byte[] {1}))));
    }

    @Test
    void aVerdictThatComesAfterItsSessionIsToldToNobody() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection first = new Connection(LOWER, HIGHER, 1, false);
        proxy.tell(first.up());
        first.adopted();
        first.says(new UrMessage.Present(1, Bytes.EMPTY));
        NodeProxy.Judge late = asked(NodeProxy.Judge.class);
        Connection second = new Connection(LOWER, HIGHER, 2, false);
        proxy.tell(second.up());
        second.adopted();
        second.greets();
        await().atMost(SOON).until(() -> second.heard().contains(new UrMessage.Ready()));
        late.replyTo().tell(new NodeProxy.Judged(late.session(), late.id(), null));
        second.says(new UrMessage.Present(1, Bytes.EMPTY));
        NodeProxy.Judge own = asked(NodeProxy.Judge.class);
        own.replyTo().tell(new NodeProxy.Judged(own.session(), own.id(), Reason.DENIED));
        await().atMost(SOON).until(() -> second.wire.port().hasMore());
        assertThat(second.heard()).containsExactly(new UrMessage.Declined(1, Reason.DENIED.code()));
    }
}
