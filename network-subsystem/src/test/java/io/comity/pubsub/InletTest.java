package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class InletTest {
    private final List<String> heard = new ArrayList<>();
    private final List<Runnable> handled = new ArrayList<>();
    private final BehaviorTestKit<String> inlet =
            BehaviorTestKit.create(Inlet.create(text -> Integer.parseInt(text), (said, done) -> {
                heard.add(said);
                handled.add(done);
            }));

    private void say(int times, long size) {
        for (int i = 0; i < times; i++) {
            inlet.run(Long.toString(size));
        }
    }

    @Test
    void soManyMessagesWaitAndNotOneMoreUntilOneHadItsTurn() {
        say(Inlet.MAX_MESSAGES + 5, 0);
        assertThat(heard).hasSize(Inlet.MAX_MESSAGES);
        handled.get(0).run();
        say(2, 0);
        assertThat(heard).hasSize(Inlet.MAX_MESSAGES + 1);
    }

    @Test
    void soManyBytesWaitAndNotOneMore() {
        say(1, Inlet.MAX_BYTES - 1);
        say(1, 2);
        assertThat(heard).hasSize(1);
        say(1, 1);
        assertThat(heard).hasSize(2);
        say(1, 1);
        assertThat(heard).hasSize(2);
    }

    @Test
    void listsOfNothingCountToo() {
        List<byte[]> batches = Collections.nCopies(1_000, new byte[0]);
        TestInbox<TopicPubSub.Submitted> replyTo = TestInbox.create();
        Demand submit = new Demand.Submit(1, 1, Optional.empty(), batches, replyTo.getRef());
        assertThat(submit.bytes()).isEqualTo(1_000 * Inlet.OBJECT_BYTES);
        List<Exchange.Item> items = Collections.nCopies(1_000, new Exchange.Words(new byte[0]));
        assertThat(new Exchange.Said(1, List.of(), items).bytes()).isEqualTo(1_000 * Inlet.OBJECT_BYTES);
    }

    @Test
    void oneThatIsLongerIsHeardAlone() {
        say(2, Inlet.MAX_BYTES * 2);
        assertThat(heard).hasSize(1);
        handled.get(0).run();
        say(1, Inlet.MAX_BYTES * 2);
        assertThat(heard).hasSize(2);
    }
}
