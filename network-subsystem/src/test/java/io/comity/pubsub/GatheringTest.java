package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.comity.filter.Filter;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Chain;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An owner whose followers are told to feed each other; they say what the test lets them. */
final class GatheringTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int DIRECT = 2;

    private final ActorTestKit kit = ActorTestKit.create();
    private final Owner owner = new Owner();
    private final Map<ActorRef<?>, NodeId> behind = new ConcurrentHashMap<>();
    private final ActorRef<TopicPubSub.Command> topic = kit.spawn(TopicPubSub.create(owner.settings(new Fellows())));

    private final class Fellows implements Company {
        @Override
        public int direct() {
            return DIRECT;
        }

        @Override
        public CompletionStage<Pass> admit(NodeId peer) {
            throw new AssertionError("an owner lets nobody in but by its own missions");
        }

        @Override
        public CompletionStage<ActorRef<TopicPubSub.Command>> reach(NodeId peer, Pass pass) {
            throw new AssertionError("an owner is come to");
        }

        @Override
        public Optional<NodeId> behind(ActorRef<?> reference) {
            return Optional.ofNullable(behind.get(reference));
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public RandomGenerator random() {
            return new SplittableRandom(1);
        }
    }

    /** A node that follows and wants everything. */
    private final class Follower {
        private final NodeId node;
        private final TestProbe<Feed> feed = kit.createTestProbe(Feed.class);
        private final ActorRef<Demand> demand;

        private Follower(int number) {
            node = Owner.key(number).nodeId();
            behind.put(feed.getRef(), node);
            topic.tell(new TopicPubSub.Follow(feed.getRef()));
            demand = feed.expectMessageClass(Feed.Following.class, SOON).demand();
            demand.tell(new Demand.Want(1, Filter.everything().encode().toArray()));
            hears(Feed.Wanted.class);
        }

        /** What it is told next of this kind; other things are said again and again. */
        private <F extends Feed> F hears(Class<F> kind) {
            long until = System.nanoTime() + SOON.toNanos();
            Feed said = feed.receiveMessage(SOON);
            while (!kind.isInstance(said)) {
                assertThat(System.nanoTime()).as("%s comes in time", kind).isLessThan(until);
                if (said instanceof Feed.Batches batches) {
                    demand.tell(new Demand.Had(batches.number(), 0));
                }
                said = feed.receiveMessage(SOON);
            }
            return kind.cast(said);
        }
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private static byte[] key(NodeId node) {
        return node.key().toArray();
    }

    @Test
    void oneMoreThanTheOwnerFeedsItselfAndAllAreGathered() {
        Follower one = new Follower(10);
        Follower two = new Follower(11);
        topic.tell(TopicPubSub.say("hello"));
        assertThat(one.hears(Feed.Batches.class).batches()).hasSize(1);
        one.demand.tell(new Demand.Had(1, 0));
        two.hears(Feed.Batches.class);
        two.demand.tell(new Demand.Had(1, 0));
        Follower three = new Follower(12);
        Feed.Gather gather = one.hears(Feed.Gather.class);
        assertThat(gather.after()).isEqualTo(1);
        assertThat(gather.standing()).hasSize(1);
        assertThat(gather.standing().get(0).sequence()).isEqualTo(1);
        assertThat(Bytes.of(gather.member())).isEqualTo(owner.node.nodeId().key());
        two.hears(Feed.Gather.class);
        assertThat(three.hears(Feed.Gather.class).after()).isZero();
    }

    @Test
    void whoIsFedByOthersIsFedByNobodyElseUntilItSaysOtherwise() {
        Follower one = new Follower(10);
        new Follower(11);
        new Follower(12);
        one.hears(Feed.Gather.class);
        one.demand.tell(new Demand.Woven(true));
        Feed.Standing standing = one.hears(Feed.Standing.class);
        assertThat(standing.isWoven()).isTrue();
        topic.tell(TopicPubSub.say("kept from it"));
        while (one.hears(Feed.Standing.class).latest().isEmpty()) {
            // What was said stands, and is not told.
        }
        one.demand.tell(new Demand.Missing(key(owner.node.nodeId()), 1, 1, 1));
        Feed.Batches again = one.hears(Feed.Batches.class);
        assertThat(again.number()).isEqualTo(1);
        one.demand.tell(new Demand.Had(1, 0));
        one.demand.tell(new Demand.Woven(false));
        while (one.hears(Feed.Standing.class).isWoven()) {
            // What it said is on its way to the owner.
        }
        topic.tell(TopicPubSub.say("told"));
        assertThat(one.hears(Feed.Batches.class).number()).isEqualTo(2);
    }

    @Test
    void whatIsNotKeptIsGoneAndWhatIsNotSaidIsNot() {
        topic.tell(TopicPubSub.say("before anybody was gathered"));
        Follower one = new Follower(10);
        topic.tell(TopicPubSub.say("neither"));
        one.hears(Feed.Batches.class);
        one.demand.tell(new Demand.Had(1, 0));
        new Follower(11);
        new Follower(12);
        one.hears(Feed.Gather.class);
        one.demand.tell(new Demand.Woven(true));
        one.hears(Feed.Standing.class);
        byte[] self = key(owner.node.nodeId());
        one.demand.tell(new Demand.Missing(self, 1, 1, 9));
        one.demand.tell(new Demand.Missing(self, -1, 1, 9));
        one.demand.tell(new Demand.Missing(self, 1, 0, 9));
        one.demand.tell(new Demand.Missing(self, 1, 2, 1));
        one.demand.tell(new Demand.Missing(new byte[3], 1, 1, 1));
        one.demand.tell(new Demand.Missing(self, 1, 1, 1));
        Feed.Gone gone = one.hears(Feed.Gone.class);
        assertThat(gone.first()).isEqualTo(1);
        assertThat(gone.last().sequence()).isEqualTo(1);
    }

    @Test
    void twoMeetByTheOwnerWhomBothFollow() {
        Follower one = new Follower(10);
        Follower two = new Follower(11);
        Follower three = new Follower(12);
        one.hears(Feed.Gather.class);
        one.demand.tell(new Demand.Woven(false));
        one.demand.tell(new Demand.Meet(key(Owner.key(99).nodeId())));
        one.demand.tell(new Demand.Meet(key(two.node)));
        assertThat(Bytes.of(two.hears(Feed.Meet.class).node())).isEqualTo(one.node.key());
        three.demand.tell(new Demand.Met(key(one.node), new byte[1], new byte[1]));
        two.demand.tell(new Demand.Met(key(one.node), new byte[Chain.MAX_BYTES + 1], new byte[1]));
        two.demand.tell(new Demand.Met(key(one.node), new byte[Chain.MAX_BYTES], new byte[2]));
        Feed.Met met = one.hears(Feed.Met.class);
        assertThat(Bytes.of(met.node())).isEqualTo(two.node.key());
        assertThat(met.chain()).hasSize(Chain.MAX_BYTES);
    }

    @Test
    void whoFollowsNoMoreIsToldOfToTheOthers() {
        Follower one = new Follower(10);
        Follower two = new Follower(11);
        new Follower(12);
        one.hears(Feed.Gather.class);
        one.demand.tell(new Demand.Woven(true));
        two.hears(Feed.Gather.class);
        two.demand.tell(new Demand.Woven(true));
        two.hears(Feed.Standing.class);
        two.feed.stop();
        assertThat(Bytes.of(one.hears(Feed.Parted.class).node())).isEqualTo(two.node.key());
    }

    @Test
    void aFollowerWaitsForAsManyMeetingsAsItMayAndNoMore() {
        Follower one = new Follower(10);
        Follower two = new Follower(11);
        new Follower(12);
        one.hears(Feed.Gather.class);
        one.demand.tell(new Demand.Woven(false));
        for (int i = 0; i < Gathering.MAX_MEETINGS; i++) {
            Follower other = new Follower(20 + i);
            one.demand.tell(new Demand.Meet(key(other.node)));
            other.hears(Feed.Meet.class);
        }
        one.demand.tell(new Demand.Meet(key(two.node)));
        one.demand.tell(new Demand.Woven(true));
        while (!one.hears(Feed.Standing.class).isWoven()) {
            // What was said before is heeded then.
        }
        topic.tell(TopicPubSub.say("the last"));
        Feed said = two.feed.receiveMessage(SOON);
        while (!(said instanceof Feed.Batches)) {
            assertThat(said).isNotInstanceOf(Feed.Meet.class);
            said = two.feed.receiveMessage(SOON);
        }
    }
}
