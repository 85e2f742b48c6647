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
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
            null,
            new Publishing(1, owner.epochKey, owner.word, Owner.signing(owner.node)),
            claims -> {
                asked.incrementAndGet();
                return CompletableFuture.completedStage(List.of());
            },
            () -> Owner.NOW)));

    private ActorRef<Demand> demand;
    private long run;

    @BeforeEach
    void follow() {
        TestProbe<Feed> feed = kit.createTestProbe(Feed.class);
        topic.tell(new TopicPubSub.Follow(feed.getRef()));
        demand = feed.expectMessageClass(Feed.Following.class, SOON).demand();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private void submit(Optional<Feed.Introduced> introduction, List<byte[]> batches) {
        demand.tell(new Demand.Submit(++run, 1, introduction, batches, answers.getRef()));
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

    @Test
    void whatComesOutOfTurnIsNotTakenAndANewRunBeginsWithItsFirst() {
        List<byte[]> batch = List.of(owner.says("hello").bytes());
        BiConsumer<Long, Long> submit =
                (of, number) -> demand.tell(new Demand.Submit(of, number, Optional.empty(), batch, answers.getRef()));
        submit.accept(5L, 2L);
        submit.accept(5L, 1L);
        submit.accept(5L, 3L);
        submit.accept(5L, 1L);
        submit.accept(4L, 1L);
        submit.accept(5L, 2L);
        submit.accept(7L, 2L);
        submit.accept(7L, 1L);
        IntStream.range(0, 3).forEach(taken -> answers.receiveMessage(SOON));
        answers.expectNoMessage(Duration.ZERO);
    }
}
