package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import io.comity.identity.Bytes;
import io.comity.mission.Reason;
import io.comity.wire.UrMessage;
import org.junit.jupiter.api.Test;

/** What a peer may present in one session. */
final class PresentingTest extends OneNodeProxy {
    private Connection connected() {
        ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
        Connection connection = new Connection(LOWER, HIGHER, 1, false);
        proxy.tell(connection.up());
        connection.adopted();
        return connection;
    }

    private static UrMessage present(long id) {
        return new UrMessage.Present(id, Bytes.EMPTY);
    }

    @Test
    void asManyAreJudgedAtOneTimeAsMayBeAndOneMoreEndsTheSession() {
        Connection connection = connected();
        for (int id = 1; id <= MAX_PRESENTING; id++) {
            connection.says(present(id));
            assertThat(asked(NodeProxy.Judge.class).id()).isEqualTo(id);
        }
        connection.says(present(MAX_PRESENTING + 1));
        connection.toldToClose();
    }

    @Test
    void asManyAreDeclinedAsMayBeAndOneMoreEndsTheSession() {
        Connection connection = connected();
        for (int id = 1; id <= Conversation.MAX_DECLINED; id++) {
            connection.says(present(id));
            NodeProxy.Judge judge = asked(NodeProxy.Judge.class);
            assertThat(judge.id()).isEqualTo(id);
            judge.replyTo().tell(new NodeProxy.Judged(judge.session(), judge.id(), Reason.EXPIRED));
        }
        connection.says(present(Conversation.MAX_DECLINED + 1));
        connection.toldToClose();
    }

    @Test
    void asManyAreTakenAsMayBeAndOneMoreIsNotLookedAtUntilSomeTimeHasPassed() {
        Connection connection = connected();
        for (int id = 1; id <= Conversation.MAX_PRESENTED; id++) {
            isTaken(connection, id);
        }
        int late = Conversation.MAX_PRESENTED + 1;
        connection.says(present(late));
        UrMessage declined = new UrMessage.Declined(late, Reason.OVERLOADED.code());
        await().atMost(SOON).until(() -> connection.heard().contains(declined));
        pass(Conversation.PRESENTED_EVERY);
        isTaken(connection, late + 1);
    }

    private void isTaken(Connection connection, long id) {
        connection.says(present(id));
        NodeProxy.Judge judge = asked(NodeProxy.Judge.class);
        assertThat(judge.id()).isEqualTo(id);
        judge.replyTo().tell(new NodeProxy.Judged(judge.session(), judge.id(), null));
    }
}
