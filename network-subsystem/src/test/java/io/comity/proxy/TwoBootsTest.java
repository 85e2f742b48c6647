package io.comity.proxy;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.wire.Farewell;
import io.comity.wire.UrMessage;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Two processes with the other node's key, or, as the other node says, with this one's. */
final class TwoBootsTest extends OneNodeProxy {
    private static final long TWICE = Farewell.TWICE.code();
    private static final Duration DRAIN = Duration.ofSeconds(2);

    @Test
    void theEarlierIsSentAwayTheLaterIsToldAndTheOwnerToo() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection later = connected(proxy, 2);
        Connection earlier = new Connection(LOWER, HIGHER, 1, false);
        proxy.tell(earlier.up());
        earlier.toldToClose();
        assertThat(earlier.heard()).containsExactly(new UrMessage.Bye(TWICE, Boots.ABSENCE.toMillis()));
        await().atMost(SOON).until(() -> later.heard().contains(new UrMessage.Bye(TWICE, 0)));
        assertThat(event(NodeEvent.SeenTwice.class).node()).isEqualTo(HIGHER.nodeId());
    }

    @Test
    void theLaterIsCutOffIfItDoesNotFollow() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection later = connected(proxy, 2);
        Connection earlier = new Connection(LOWER, HIGHER, 1, false);
        proxy.tell(earlier.up());
        earlier.toldToClose();
        event(NodeEvent.SeenTwice.class);
        pass(DRAIN);
        later.toldToClose();
    }

    @Test
    void whoeverIsToldThatItMayStayLosesNothing() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        proxy.tell(new NodeProxy.ReachAt(ONE_ADDRESS));
        engine(proxy, "talk");
        Connection first = connected(proxy, 1);
        first.says(new UrMessage.Bye(TWICE, 0));
        first.toldToClose();
        assertThat(event(NodeEvent.SelfTwice.class).node()).isEqualTo(HIGHER.nodeId());
        Connection second = new Connection(LOWER, HIGHER, first.hash());
        proxy.tell(second.up());
        second.adopted();
        assertThat(second.far.hello(second.wire.port(), first.hash(), 0)).isTrue();
        await().atMost(SOON).until(() -> second.wire.port().hasMore());
        events.expectMessageClass(NodeEvent.Disconnected.class);
        events.expectMessageClass(NodeEvent.Connected.class);
        events.expectNoMessage(Duration.ZERO);
    }

    @Test
    void whoeverIsSentAwayHearsWhyAndTheSessionIsOver() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection first = connected(proxy, 1);
        first.says(new UrMessage.Bye(TWICE, 5_000));
        first.toldToClose();
        event(NodeEvent.SelfTwice.class);
        assertThat(event(NodeEvent.SessionEnded.class).cause()).isEqualTo(Boots.TOLD);
        assertThat(event(NodeEvent.ConnectFailed.class).cause()).isEqualTo(Boots.TOLD);
    }

    @Test
    void anOwnerReadsOfStrangersWithTwoProcessesAsRarelyAsOfAllElseThatStrangersDo() {
        try (LinesOfPeers lines = new LinesOfPeers()) {
            seenTwice(HIGHER);
            strangersFillTheLog();
            seenTwice(MemoryKeyHolder.fromSeed(HexFormat.of().parseHex("02".repeat(32))));
            assertThat(lines.with("two processes use the key of"))
                    .singleElement(as(STRING))
                    .contains(HIGHER.nodeId().toString());
        }
    }

    private void seenTwice(KeyHolder stranger) {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, stranger);
        for (long epoch = 2; epoch > 0; epoch--) {
            proxy.tell(new Connection(LOWER, stranger, epoch, false).up());
        }
        assertThat(event(NodeEvent.SeenTwice.class).node()).isEqualTo(stranger.nodeId());
    }

    private Connection connected(ActorRef<NodeProxy.Command> proxy, long epoch) {
        Connection connection = new Connection(LOWER, HIGHER, epoch, false);
        proxy.tell(connection.up());
        connection.adopted();
        connection.greets();
        return connection;
    }
}
