package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.eventstream.EventStream;
import io.comity.filter.Filter;
import io.comity.topic.Batch;
import io.comity.topic.Objection;
import io.comity.topic.Slot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An owner that is followed, and says what cannot be said. */
final class UnsendableTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** Of the text of a message: its body has three bytes more. */
    private static final int MOST = Batch.MAX_BODY_BYTES - 3;

    private final ActorTestKit kit = ActorTestKit.create();
    private final Owner owner = new Owner();
    private final TestProbe<Feed> feed = kit.createTestProbe(Feed.class);
    private final TestProbe<TopicEvent> events = kit.createTestProbe(TopicEvent.class);
    private final ActorRef<TopicPubSub.Command> topic = kit.spawn(TopicPubSub.create(new TopicPubSub.Settings(
            owner.node.nodeId(),
            owner.node.nodeId(),
            "news",
            Owner.PROTOCOL,
            owner.advert,
            null,
            null,
            new Publishing(1, owner.epochKey, owner.word, Owner.signing(owner.node)),
            claims -> CompletableFuture.completedStage(List.of()),
            () -> Owner.NOW)));

    @BeforeEach
    void follow() {
        kit.system().eventStream().tell(new EventStream.Subscribe<>(TopicEvent.class, events.getRef()));
        topic.tell(new TopicPubSub.Follow(feed.getRef()));
        feed.expectMessageClass(Feed.Following.class, SOON)
                .demand()
                .tell(new Demand.Want(1, Filter.everything().encode().toArray()));
        feed.expectMessageClass(Feed.Wanted.class, SOON);
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private void isNotPublished() {
        assertThat(events.receiveMessage(SOON))
                .isEqualTo(new TopicEvent.NotPublished(owner.advert.topic(), 1, Objection.UNSENDABLE));
    }

    /** What is said then is heard, in the first slot. */
    private void nothingIsLost(String text) {
        topic.tell(TopicPubSub.say(text));
        byte[] bytes =
                feed.expectMessageClass(Feed.Batches.class, SOON).batches().get(0);
        Batch batch = Batch.read(bytes, 0, bytes.length).orElseThrow();
        assertThat(batch.stamp().first()).isEqualTo(new Slot(owner.node.nodeId(), 1, 1));
        assertThat(batch.stamp().count()).isEqualTo(1);
        events.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aMessageOneByteTooLargeIsAnEventAndTheLargestIsHeard() {
        topic.tell(TopicPubSub.say("x".repeat(MOST + 1)));
        isNotPublished();
        nothingIsLost("x".repeat(MOST));
    }

    @Test
    void aMessageThatCannotBeWrittenIsAnEvent() {
        topic.tell(TopicPubSub.say(5));
        isNotPublished();
        nothingIsLost("hello");
    }

    @Test
    void whoWaitsForItHearsWhyToo() {
        CompletableFuture<String> failed = new CompletableFuture<>();
        topic.tell(TopicPubSub.say("x".repeat(MOST + 1), new Promise() {
            @Override
            public int holders() {
                return 1;
            }

            @Override
            public void stored(Slot slot) {
                failed.complete("stored");
            }

            @Override
            public void failed(String why) {
                failed.complete(why);
            }
        }));
        assertThat(failed.join()).contains("larger than " + Batch.MAX_BODY_BYTES + " bytes");
        isNotPublished();
    }
}
