package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.comity.topic.Batch;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An owner's engine, and nodes that hand it whatever they like. */
final class HostingTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ActorTestKit kit = ActorTestKit.create();
    private final Owner owner = new Owner();
    private final AtomicInteger asked = new AtomicInteger();
    private final TestProbe<TopicPubSub.Submitted> answers = kit.createTestProbe(TopicPubSub.Submitted.class);
    private final ActorRef<TopicPubSub.Command> topic = kit.spawn(TopicPubSub.create(new TopicPubSub.Settings(
            owner.node.nodeId(),
            owner.node.nodeId(),
            "news",
            Owner.PROTOCOL,
            owner.advert,
            null,
            new Publishing(1, owner.epochKey, owner.word),
            claims -> {
                asked.incrementAndGet();
                return CompletableFuture.completedStage(List.of());
            },
            () -> Owner.NOW)));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private void submit(Optional<Feed.Introduced> introduction, List<byte[]> batches) {
        topic.tell(new TopicPubSub.Submit(introduction, batches, answers.getRef()));
    }

    @Test
    void whoShowsNoRightCostsTheAuthorityNothing() {
        byte[] key = Owner.key(7).nodeId().key().toArray();
        Feed.Introduced worthless = new Feed.Introduced(key, owner.word.toArray(), new byte[100]);
        submit(Optional.of(worthless), List.of());
        answers.receiveMessage(SOON);
        assertThat(asked).hasValue(0);
        submit(Optional.of(owner.introduction()), List.of());
        answers.receiveMessage(SOON);
        assertThat(asked).hasValue(1);
    }

    @Test
    void asManyBatchesAsMayBeAreTakenAtOnceAndNoMore() {
        Batch batch = owner.says("hello");
        submit(Optional.empty(), Collections.nCopies(TopicPubSub.MAX_SUBMITTED + 1, batch.bytes()));
        submit(Optional.empty(), Collections.nCopies(TopicPubSub.MAX_SUBMITTED, batch.bytes()));
        assertThat(answers.receiveMessage(SOON)).isEqualTo(new TopicPubSub.Submitted(1, Optional.empty()));
        answers.expectNoMessage(Duration.ZERO);
    }
}
