package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorIdentity;
import akka.actor.Identify;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.topic.Batch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
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
    /** Whose feeds these are; those of nobody are each of another. */
    private final Map<ActorRef<?>, NodeId> nodes = new ConcurrentHashMap<>();
    /** The engine does nothing else until then. */
    private volatile CountDownLatch turn = new CountDownLatch(0);

    private volatile CompletableFuture<List<Bytes>> authority = CompletableFuture.completedFuture(List.of());
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
                awaitTurn();
                return authority;
            },
            () -> Owner.NOW,
            new Crowd(feed -> Optional.ofNullable(nodes.get(feed))))));

    private ActorRef<Demand> demand;
    private long run;

    @BeforeEach
    void follow() {
        follow(kit.createTestProbe(Feed.class));
    }

    private void followAs(NodeId node) {
        TestProbe<Feed> feed = kit.createTestProbe(Feed.class);
        nodes.put(feed.getRef(), node);
        follow(feed);
    }

    private void follow(TestProbe<Feed> feed) {
        topic.tell(new TopicPubSub.Follow(feed.getRef()));
        demand = feed.expectMessageClass(Feed.Following.class, SOON).demand();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private void awaitTurn() {
        try {
            turn.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
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
    void asManyBytesWaitToBeTakenAsMayAndNotOneMore() {
        hold();
        ByteBuffer text = ByteBuffer.allocate(3 + 40_000).put((byte) 0x79).putShort((short) 40_000);
        Batch batch = owner.says(text.array());
        List<byte[]> batches = Collections.nCopies(TopicPubSub.MAX_SUBMITTED, batch.bytes());
        long most = Hosting.MAX_HELD_BYTES / Feed.bytes(batches);
        assertThat(most).isLessThan(Hosting.MAX_HELD);
        for (int i = 0; i < most + 2; i++) {
            if (i % Hosting.MAX_HELD_OF_ONE == 0) {
                follow();
            }
            submit(Optional.empty(), batches);
            awaitHeard();
        }
        authority.complete(List.of());
        assertThat(answers.receiveMessage(SOON)).isEqualTo(new TopicPubSub.Submitted(0, Optional.empty()));
        for (int i = 0; i < most; i++) {
            assertThat(answers.receiveMessage(SOON)).isEqualTo(new TopicPubSub.Submitted(1, Optional.empty()));
        }
        submit(Optional.empty(), List.of());
        assertThat(answers.receiveMessage(SOON)).isEqualTo(new TopicPubSub.Submitted(0, Optional.empty()));
    }

    /** Whoever has its right looked at again and again would else keep all others from publishing. */
    @Test
    void ofOneFollowerAsManyWaitToBeTakenAsMayAndNotOneMore() {
        hold();
        for (int i = 0; i <= Hosting.MAX_HELD_OF_ONE; i++) {
            submit(Optional.empty(), List.of());
            awaitHeard();
        }
        follow();
        submit(Optional.empty(), List.of());
        awaitHeard();
        assertWaited(Hosting.MAX_HELD_OF_ONE + 1);
    }

    @Test
    void ofOneNodeNoMoreWaitsHoweverOftenItFollows() {
        hold();
        for (int i = 0; i < Hosting.MAX_HELD_OF_ONE + 2; i++) {
            followAs(owner.node.nodeId());
            submit(Optional.empty(), List.of());
            awaitHeard();
        }
        assertWaited(Hosting.MAX_HELD_OF_ONE);
    }

    @Test
    void asManyWaitToBeTakenAsMayAndNotOneMore() {
        hold();
        for (int i = 0; i < Hosting.MAX_HELD + 2; i++) {
            if (i % Hosting.MAX_HELD_OF_ONE == 0) {
                follow();
            }
            submit(Optional.empty(), List.of());
            awaitHeard();
        }
        assertWaited(Hosting.MAX_HELD);
    }

    /** What it said before is answered too late for it: it waits for answers to what it said last. */
    @Test
    void whoSaysAllAnewWhileItWaitsIsAnsweredToAllOfIt() {
        hold();
        for (long of = run + 1; of <= run + 3; of++) {
            for (long number = 1; number <= Submissions.MAX_UNDERWAY; number++) {
                demand.tell(new Demand.Submit(of, number, Optional.empty(), List.of(), answers.getRef()));
            }
            awaitHeard();
        }
        assertWaited(3 * Submissions.MAX_UNDERWAY);
    }

    /** Whatever is submitted from now on waits until a right was looked at. */
    private void hold() {
        authority = new CompletableFuture<>();
        submit(Optional.of(owner.introduction()), List.of());
        // What another follower says next comes another way, and could be here first.
        awaitHeard();
    }

    /** So many waited, beside the one they waited for, and each is answered. */
    private void assertWaited(int waiting) {
        authority.complete(List.of());
        for (int i = 0; i < 1 + waiting; i++) {
            answers.receiveMessage(SOON);
        }
        awaitHeard();
        answers.expectNoMessage(Duration.ZERO);
    }

    /** Until what was said before had its turn. */
    private void awaitHeard() {
        TestProbe<Page> page = kit.createTestProbe(Page.class);
        demand.tell(new Demand.Read(Since.beginning(), new byte[0], page.getRef()));
        page.receiveMessage(SOON);
        page.stop();
    }

    /** It would be counted as one that follows, and never forgotten. */
    @Test
    void whatOneThatHasLeftStillSaysIsNotHeeded() {
        Batch batch = owner.says("hello");
        CountDownLatch busy = new CountDownLatch(1);
        turn = busy;
        submit(Optional.of(owner.introduction()), List.of());
        demand.tell(new Demand.Leave());
        submit(Optional.empty(), List.of(batch.bytes()));
        TestProbe<Object> passed = kit.createTestProbe();
        Adapter.toClassic(demand).tell(new Identify(1), Adapter.toClassic(passed.getRef()));
        passed.expectMessageClass(ActorIdentity.class, SOON);
        busy.countDown();
        assertThat(answers.receiveMessage(SOON)).isEqualTo(new TopicPubSub.Submitted(0, Optional.empty()));
        follow();
        submit(Optional.empty(), List.of());
        assertThat(answers.receiveMessage(SOON)).isEqualTo(new TopicPubSub.Submitted(0, Optional.empty()));
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
