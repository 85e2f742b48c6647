package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.comity.filter.Filter;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.topic.Batch;
import io.comity.topic.WhenSlow;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that follows, and an owner that may say anything. */
final class FollowingTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ActorTestKit kit = ActorTestKit.create();
    private final Owner owner = new Owner();
    private final MemoryKeyHolder self = Owner.key(9);
    private final TestProbe<TopicPubSub.Command> source = kit.createTestProbe(TopicPubSub.Command.class);
    private final TestProbe<Demand> demand = kit.createTestProbe(Demand.class);
    private final TestProbe<Object> reader = kit.createTestProbe();
    private ActorRef<TopicPubSub.Command> topic;
    private ActorRef<Feed> feed;

    static final class Silence implements TopicPubSub.Hearer {
        @Override
        public void started() {}

        @Override
        public void ended(String why) {}
    }

    @BeforeEach
    void follow() {
        topic = kit.spawn(TopicPubSub.create(new TopicPubSub.Settings(
                self.nodeId(),
                owner.node.nodeId(),
                "news",
                Owner.PROTOCOL,
                null,
                null,
                () -> CompletableFuture.completedStage(source.getRef()),
                new Publishing(1, self, Bytes.EMPTY, Owner.signing(self)),
                claims -> CompletableFuture.completedStage(List.of()),
                () -> Owner.NOW)));
        topic.tell(TopicPubSub.subscribe(new Subscribing(
                1,
                reader.getRef(),
                Filter.everything(),
                new WhenSlow.DropOldest<>(10_000),
                Since.now(),
                new Silence())));
        feed = source.expectMessageClass(TopicPubSub.Follow.class, SOON).feed();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private void begin() {
        feed.tell(new Feed.Following(owner.advert.signed().toArray(), 0, demand.getRef()));
        demand.expectMessageClass(Demand.Want.class, SOON);
    }

    private void feed(long number, Batch... batches) {
        List<byte[]> bytes = Arrays.stream(batches).map(Batch::bytes).toList();
        feed.tell(new Feed.Batches(number, number == 1 ? List.of(owner.introduction()) : List.of(), bytes, 0, 0));
    }

    /** How far it says that it is; what it wants is said again until it is answered. */
    private void had(long number) {
        Demand said = demand.receiveMessage(SOON);
        while (said instanceof Demand.Want) {
            said = demand.receiveMessage(SOON);
        }
        assertThat(said).isEqualTo(new Demand.Had(number, 0));
    }

    @Test
    void whatComesTooEarlyIsNotHeededAndComesAgain() {
        begin();
        Batch one = owner.says("one");
        Batch two = owner.says("two");
        Batch three = owner.says("three");
        feed(1, one);
        feed(3, three);
        had(1);
        had(1);
        feed(2, two);
        feed(3, three);
        had(2);
        had(3);
        reader.expectMessage(SOON, "one");
        reader.expectMessage(SOON, "two");
        reader.expectMessage(SOON, "three");
    }

    @Test
    void whoWantsWhatWasSaidBeforeHearsNothingNewUntilThen() {
        begin();
        TestProbe<Object> late = kit.createTestProbe(Object.class);
        topic.tell(TopicPubSub.subscribe(new Subscribing(
                2,
                late.getRef(),
                Filter.everything(),
                new WhenSlow.DropOldest<>(10),
                Since.beginning(),
                new Silence())));
        feed(1, owner.says("one"));
        feed(2, owner.says("two"));
        reader.expectMessage(SOON, "one");
        reader.expectMessage(SOON, "two");
        late.expectNoMessage(Duration.ZERO);
    }

    @Test
    void whatIsSaidAgainIsToldOnce() {
        begin();
        Batch one = owner.says("one");
        feed(1, one);
        feed(1, one);
        feed(2, one, owner.says("two"));
        had(1);
        had(1);
        had(2);
        reader.expectMessage(SOON, "one");
        reader.expectMessage(SOON, "two");
    }

    @Test
    void nothingIsHeededBeforeTheOwnerHasSaidWhatTheTopicIs() {
        Batch one = owner.says("one");
        feed(1, one);
        begin();
        feed(1, one);
        had(1);
        reader.expectMessage(SOON, "one");
        reader.expectNoMessage(Duration.ZERO);
    }

    @Test
    void anAdvertOfAnotherTopicOrOfNobodyIsNone() {
        byte[] forged = owner.advert.signed().toArray();
        forged[forged.length - 1] ^= 1;
        feed.tell(new Feed.Following(forged, 0, demand.getRef()));
        feed.tell(new Feed.Following(new byte[9], 0, demand.getRef()));
        feed(1, owner.says("one"));
        begin();
        feed(1, owner.says("two"));
        had(1);
        reader.expectMessage(SOON, "two");
    }

    @Test
    void moreBatchesThanOneFeedMayHoldAreNotLookedAt() {
        begin();
        Batch[] batches = new Batch[Following.MAX_FED + 1];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = owner.says("" + i);
        }
        feed(1, batches);
        had(1);
        for (int i = 0; i < Following.MAX_FED; i++) {
            reader.expectMessage(SOON, "" + i);
        }
        reader.expectNoMessage(Duration.ZERO);
    }
}
