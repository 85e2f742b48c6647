package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.comity.dissemination.Talk;
import io.comity.dissemination.TalkCodec;
import io.comity.filter.Filter;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.topic.Batch;
import io.comity.topic.WhenSlow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that follows and is told to join others; its owner and its neighbours say what the test lets them. */
final class WeavingTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Company.Pass PASS = new Company.Pass(Bytes.of(new byte[1]), Bytes.of(new byte[2]));

    private final ActorTestKit kit = ActorTestKit.create();
    private final Owner owner = new Owner();
    private final MemoryKeyHolder self = Owner.key(9);
    private final NodeId bob = Owner.key(10).nodeId();
    private final NodeId carol = Owner.key(11).nodeId();
    private final TestProbe<TopicPubSub.Command> source = kit.createTestProbe(TopicPubSub.Command.class);
    private final TestProbe<TopicPubSub.Command> bobs = kit.createTestProbe(TopicPubSub.Command.class);
    private final TestProbe<Demand> demand = kit.createTestProbe(Demand.class);
    private final TestProbe<Object> reader = kit.createTestProbe();
    private final Map<ActorRef<?>, NodeId> behind = new ConcurrentHashMap<>();
    private volatile Function<NodeId, CompletionStage<Company.Pass>> door =
            peer -> CompletableFuture.completedStage(PASS);
    private ActorRef<TopicPubSub.Command> topic;
    private ActorRef<Feed> feed;

    private final class Fellows implements Company {
        @Override
        public int direct() {
            return 1;
        }

        @Override
        public CompletionStage<Pass> admit(NodeId peer) {
            return door.apply(peer);
        }

        @Override
        public CompletionStage<ActorRef<TopicPubSub.Command>> reach(NodeId peer, Pass pass) {
            return CompletableFuture.completedStage(bobs.getRef());
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
                new Publishing(1, self, Bytes.EMPTY, paper -> CompletableFuture.completedStage(Bytes.EMPTY)),
                claims -> CompletableFuture.completedStage(List.of()),
                () -> Owner.NOW,
                new Fellows())));
        topic.tell(TopicPubSub.subscribe(new Subscribing(
                1,
                reader.getRef(),
                Filter.everything(),
                new WhenSlow.DropOldest<>(10_000),
                Since.now(),
                new Silence())));
        feed = source.expectMessageClass(TopicPubSub.Follow.class, SOON).feed();
        feed.tell(new Feed.Following(owner.advert.signed().toArray(), 0, demand.getRef()));
        feed.tell(new Feed.Wanted(demanded(Demand.Want.class).number()));
    }

    private static final class Silence implements TopicPubSub.Hearer {
        @Override
        public void started() {}

        @Override
        public void ended(String why) {}
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    /** What it demands next of this kind; other things are said again and again. */
    private <D extends Demand> D demanded(Class<D> kind) {
        Demand said = demand.receiveMessage(SOON);
        while (!kind.isInstance(said)) {
            said = demand.receiveMessage(SOON);
        }
        return kind.cast(said);
    }

    private void gather(long after, Feed.Latest... standing) {
        feed.tell(new Feed.Gather(after, owner.introduction(), bob.key().toArray(), List.of(standing)));
    }

    private Feed.Latest latest(long sequence) {
        return new Feed.Latest(owner.node.nodeId().key().toArray(), 1, sequence);
    }

    private static Exchange.Passed passed(Batch batch) {
        return new Exchange.Passed(batch.bytes(), new byte[0]);
    }

    /** Bob is its neighbour from here on; what it says to him first is skipped. */
    private Line joined() {
        gather(0);
        assertThat(Bytes.of(demanded(Demand.Meet.class).node())).isEqualTo(bob.key());
        feed.tell(new Feed.Met(bob.key().toArray(), new byte[1], new byte[2]));
        ActorRef<Exchange> inlet =
                bobs.expectMessageClass(TopicPubSub.Link.class, SOON).inlet();
        Line line = new Line(inlet, bob);
        inlet.tell(new Exchange.Begin(line.probe.getRef()));
        assertThat(line.hears(Exchange.Words.class).talk()).isEqualTo(TalkCodec.encode(new Talk.Join()));
        line.says(new Exchange.Words(TalkCodec.encode(new Talk.Accept())));
        assertThat(demanded(Demand.Woven.class).isWoven()).isTrue();
        return line;
    }

    /** The other end of a link. */
    private final class Line {
        private final TestProbe<Exchange> probe = kit.createTestProbe(Exchange.class);
        private final ActorRef<Exchange> inlet;
        private final Queue<Exchange.Item> items = new ArrayDeque<>();
        private long number;

        private Line(ActorRef<Exchange> inlet, NodeId peer) {
            this.inlet = inlet;
            behind.put(probe.getRef(), peer);
        }

        private void says(Exchange.Item... items) {
            inlet.tell(new Exchange.Said(++number, List.of(owner.introduction()), List.of(items)));
        }

        /** The next item of this kind; what comes before it is skipped. */
        private <I extends Exchange.Item> I hears(Class<I> kind) {
            Exchange.Item next = items.poll();
            while (!kind.isInstance(next)) {
                if (next == null && probe.receiveMessage(SOON) instanceof Exchange.Said more) {
                    inlet.tell(new Exchange.Heard(more.number()));
                    items.addAll(more.items());
                }
                next = items.poll();
            }
            return kind.cast(next);
        }
    }

    @Test
    void whatANeighbourBringsIsToldInOrderWhateverTheOrderInWhichItComes() {
        Line line = joined();
        Batch one = owner.says("one");
        Batch two = owner.says("two");
        Batch three = owner.says("three");
        line.says(passed(three), passed(one));
        reader.expectMessage(SOON, "one");
        line.says(passed(two), passed(two));
        reader.expectMessage(SOON, "two");
        reader.expectMessage(SOON, "three");
        reader.expectNoMessage(Duration.ZERO);
    }

    @Test
    void whatWasAlteredCutDownOrNotEndorsedIsNotTold() {
        Line line = joined();
        Batch one = owner.says("one");
        byte[] altered = one.bytes().clone();
        altered[one.offset(0) + 1] ^= 1;
        line.says(new Exchange.Passed(altered, new byte[0]), passed(one));
        reader.expectMessage(SOON, "one");
        line.says(new Exchange.Passed(new byte[3], new byte[0]));
        assertThat(line.hears(Exchange.Words.class).talk()).isEqualTo(TalkCodec.encode(new Talk.Leave()));
        line.hears(Exchange.End.class);
        reader.expectNoMessage(Duration.ZERO);
    }

    @Test
    void itIsGatheredOnlyAtTheVeryPlaceWhereTheStandingHolds() {
        gather(7);
        gather(1);
        feed.tell(new Feed.Batches(
                1, List.of(owner.introduction()), List.of(owner.says("one").bytes()), 0, 0));
        reader.expectMessage(SOON, "one");
        assertThat(demanded(Demand.Had.class).number()).isEqualTo(1);
        gather(0);
        gather(1, latest(1));
        assertThat(demanded(Demand.Woven.class).isWoven()).isFalse();
    }

    @Test
    void whatItsNeighboursKeepTheOwnerIsAskedFor() {
        Line line = joined();
        Batch one = owner.says("one");
        Batch two = owner.says("two");
        line.says(passed(two));
        feed.tell(new Feed.Standing(owner.introduction(), List.of(latest(2)), 0, true));
        Demand.Missing missing = demanded(Demand.Missing.class);
        assertThat(missing.first()).isEqualTo(1);
        feed.tell(new Feed.Batches(1, List.of(), List.of(one.bytes()), 0, 0));
        reader.expectMessage(SOON, "one");
        reader.expectMessage(SOON, "two");
    }

    @Test
    void whatTheOwnerDoesNotHaveIsNotWaitedFor() {
        Line line = joined();
        owner.says("one");
        line.says(passed(owner.says("two")));
        demanded(Demand.Missing.class);
        feed.tell(new Feed.Gone(latest(1), 1));
        reader.expectMessage(SOON, "two");
    }

    @Test
    void whoWasNotLetInGetsNoLinkAndWhoWasDoes() {
        joined();
        Line stranger = new Line(kit.<Exchange>createTestProbe().getRef(), carol);
        topic.tell(new TopicPubSub.Link(stranger.probe.getRef()));
        feed.tell(new Feed.Meet(carol.key().toArray()));
        Demand.Met met = demanded(Demand.Met.class);
        assertThat(Bytes.of(met.node())).isEqualTo(carol.key());
        stranger.probe.expectNoMessage(Duration.ZERO);
        topic.tell(new TopicPubSub.Link(stranger.probe.getRef()));
        stranger.probe.expectMessageClass(Exchange.Begin.class, SOON);
        feed.tell(new Feed.Parted(carol.key().toArray()));
        letsIn(12);
        topic.tell(new TopicPubSub.Link(stranger.probe.getRef()));
        letsIn(13);
        stranger.probe.expectNoMessage(Duration.ZERO);
    }

    /** When somebody else is let in, everything that was said before is heeded. */
    private void letsIn(int number) {
        meets(number);
        demanded(Demand.Met.class);
    }

    private void meets(int number) {
        feed.tell(new Feed.Meet(Owner.key(number).nodeId().key().toArray()));
    }

    /** One of those that were let in has no link yet when so many others were let in after it. */
    private TestProbe<Exchange> asksAfter(int others) {
        joined();
        letsIn(11);
        for (int i = 0; i < others; i++) {
            letsIn(20 + i);
        }
        Line late = new Line(kit.<Exchange>createTestProbe().getRef(), carol);
        topic.tell(new TopicPubSub.Link(late.probe.getRef()));
        letsIn(12);
        late.probe.getRef().tell(new Exchange.Heard(0));
        return late.probe;
    }

    @Test
    void asManyAreWelcomeAsMayBe() {
        asksAfter(Meetings.MAX_WELCOME - 1).expectMessageClass(Exchange.Begin.class, SOON);
    }

    @Test
    void ofOneMoreTheFirstIsWelcomeNoMore() {
        asksAfter(Meetings.MAX_WELCOME).expectMessage(SOON, new Exchange.Heard(0));
    }

    @Test
    void asManyAreLetInAtOneTimeAsMayBeAndNotOneMore() {
        joined();
        Map<NodeId, CompletableFuture<Company.Pass>> waiting = new ConcurrentHashMap<>();
        door = peer -> waiting.computeIfAbsent(peer, first -> new CompletableFuture<>());
        for (int i = 0; i <= Meetings.MAX_UNDERWAY; i++) {
            meets(20 + i);
        }
        feed.tell(new Feed.Batches(1, List.of(), List.of(), 0, 0));
        assertThat(demanded(Demand.Had.class).number()).isEqualTo(1);
        waiting.values().forEach(first -> first.complete(PASS));
        demanded(Demand.Met.class);
        meets(100);
        await().atMost(SOON).until(() -> waiting.containsKey(Owner.key(100).nodeId()));
        assertThat(waiting)
                .doesNotContainKey(Owner.key(20 + Meetings.MAX_UNDERWAY).nodeId());
    }

    @Test
    void whoFollowsNoMoreIsFedNoMore() {
        Line line = joined();
        feed.tell(new Feed.Parted(bob.key().toArray()));
        assertThat(demanded(Demand.Woven.class).isWoven()).isFalse();
        line.says(passed(owner.says("one")));
        reader.expectNoMessage(Duration.ZERO);
    }
}
