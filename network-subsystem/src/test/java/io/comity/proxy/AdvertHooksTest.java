package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import io.comity.identity.Bytes;
import io.comity.mission.Reason;
import io.comity.wire.UrMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How adverts pass a NodeProxy, which has no opinion of them. */
final class AdvertHooksTest extends OneNodeProxy {
    private static final Bytes ADVERT = Bytes.of(new byte[] {1, 2, 3});

    private void assertTold(NodeProxy.Request request) {
        assertThat(router.receiveMessage(SOON)).isEqualTo(request);
    }

    @Test
    void theRouterHearsWhenThePeerDoesAndWhenItNoLongerDoes() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection connection = new Connection(LOWER, HIGHER, 1, false);
        proxy.tell(connection.up());
        assertTold(new NodeProxy.Attached(HIGHER.nodeId()));
        connection.actor.stop();
        assertTold(new NodeProxy.Detached(HIGHER.nodeId()));
    }

    @Test
    void whatIsPassedIsSaid() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection connection = new Connection(LOWER, HIGHER, 1, false);
        proxy.tell(connection.up());
        connection.adopted();
        connection.greets();
        connection.heard();
        proxy.tell(new NodeProxy.Pass(List.of(ADVERT, ADVERT)));
        await().atMost(SOON).until(() -> connection.wire.port().hasMore());
        assertThat(connection.heard()).containsExactly(new UrMessage.Advert(ADVERT), new UrMessage.Advert(ADVERT));
    }

    @Test
    void whatIsPassedWithoutALinkIsNoReasonToDial() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        proxy.tell(new NodeProxy.ReachAt(ONE_ADDRESS));
        proxy.tell(new NodeProxy.Pass(List.of(ADVERT)));
        proxy.tell(present());
        dialled(HERE);
        router.expectNoMessage(Duration.ZERO);
    }

    @Test
    void whatThePeerSaysIsTheRoutersToJudgeAndOneTooManyIsDropped() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection connection = new Connection(LOWER, HIGHER, 1, false);
        proxy.tell(connection.up());
        connection.adopted();
        for (int i = 0; i <= Conversation.MAX_ADVERTS; i++) {
            connection.says(new UrMessage.Advert(ADVERT));
        }
        connection.says(new UrMessage.Present(1, Bytes.EMPTY));
        for (int i = 0; i < Conversation.MAX_ADVERTS; i++) {
            assertThat(asked(NodeProxy.Heard.class)).isEqualTo(new NodeProxy.Heard(HIGHER.nodeId(), ADVERT));
        }
        NodeProxy.Judge next = asked(NodeProxy.Judge.class);
        next.replyTo().tell(new NodeProxy.Judged(next.session(), next.id(), Reason.DENIED));
    }
}
