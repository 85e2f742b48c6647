package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.comity.identity.Bytes;
import io.comity.mission.Reason;
import io.comity.wire.UrMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PresentationsTest {
    private static final Bytes CREDENTIAL = Bytes.of(new byte[] {1});

    private static final Bytes SESSION = Bytes.of(new byte[32]);

    private final TestInbox<NodeProxy.Presented> answers = TestInbox.create();
    private final List<UrMessage> said = new ArrayList<>();
    private final Presentations presentations = new Presentations(2);

    private NodeProxy.Present present() {
        return new NodeProxy.Present(CREDENTIAL, answers.getRef());
    }

    @Test
    void thoseThatWaitedArePresentedInOrderUnderIdsOfTheirOwn() {
        presentations.hold(present());
        presentations.hold(present());
        presentations.presentAll(SESSION, said::add);
        assertThat(said).containsExactly(new UrMessage.Present(1, CREDENTIAL), new UrMessage.Present(2, CREDENTIAL));
    }

    @Test
    void theyWaitAndGoUnansweredAtTheMostAndOneMoreIsOverloaded() {
        presentations.hold(present());
        presentations.presentAll(SESSION, said::add);
        presentations.hold(present());
        assertThat(answers.hasMessages()).isFalse();
        presentations.hold(present());
        presentations.present(present(), SESSION, said::add);
        assertThat(answers.getAllReceived()).hasSize(2).allMatch(presented -> presented.refused() == Reason.OVERLOADED);
        presentations.answered(1, new NodeProxy.Presented(null, ""));
        presentations.present(present(), SESSION, said::add);
        assertThat(said).hasSize(2);
    }

    @Test
    void anAnswerCountsOnceAndOneToNothingNotAtAll() {
        presentations.present(present(), SESSION, said::add);
        presentations.answered(99, new NodeProxy.Presented(null, ""));
        presentations.answered(1, new NodeProxy.Presented(Reason.EXPIRED, "late"));
        presentations.answered(1, new NodeProxy.Presented(null, ""));
        assertThat(answers.getAllReceived()).containsExactly(new NodeProxy.Presented(Reason.EXPIRED, "late"));
    }

    @Test
    void thoseThatWaitAndThoseUnansweredFailApart() {
        presentations.present(present(), SESSION, said::add);
        presentations.hold(present());
        presentations.failUnanswered("lost");
        assertThat(answers.getAllReceived()).containsExactly(new NodeProxy.Presented(Reason.UNREACHABLE, "lost"));
        presentations.failWaiting("nobody there");
        assertThat(answers.getAllReceived())
                .containsExactly(new NodeProxy.Presented(Reason.UNREACHABLE, "nobody there"));
        presentations.failUnanswered("again");
        assertThat(answers.hasMessages()).isFalse();
    }
}
