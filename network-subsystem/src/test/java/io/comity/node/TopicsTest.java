package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.filter.Filter;
import io.comity.filter.FilterException;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.pubsub.Demand;
import io.comity.pubsub.Feed;
import io.comity.pubsub.TopicEvent;
import io.comity.pubsub.TopicPubSub;
import io.comity.router.Revoking;
import io.comity.topic.Batch;
import io.comity.topic.Objection;
import io.comity.topic.Stamp;
import io.comity.topic.WhenSlow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics between nodes that talk over tcp. */
final class TopicsTest {
    private static final Duration PATIENCE = Neighbours.PATIENCE;

    public record Block(int height, String text) {}

    @TempDir
    Path home;

    private Node alice;
    private Node bob;
    private Node carol;
    private Topic<Block> blocks;
    private int readers;

    @BeforeEach
    void start() {
        alice = Neighbours.start(home, "alice", Map.of());
        bob = Neighbours.start(home, "bob", Map.of());
        carol = Neighbours.start(home, "carol", Map.of());
        blocks = alice.topics().create("blocks", Block.class);
    }

    @AfterEach
    void stop() {
        carol.close();
        bob.close();
        alice.close();
    }

    /** What one actor of a node hears. */
    private Queue<Block> reading(Node node, Topic<Block> topic) {
        Queue<Block> heard = new ConcurrentLinkedQueue<>();
        topic.subscribe(actor(node, heard)).started().toCompletableFuture().join();
        return heard;
    }

    private <M> ActorRef<M> actor(Node node, Queue<M> heard) {
        return node.system()
                .systemActorOf(
                        Behaviors.<M>receiveMessage(message -> {
                            heard.add(message);
                            return Behaviors.same();
                        }),
                        "reader-" + ++readers,
                        Props.empty());
    }

    private Topic<Block> joined(Node node) {
        blocks.readers().grant(node.id());
        node.meet(alice.id(), alice.addresses());
        return node.topics().find(alice.id(), "blocks", Block.class);
    }

    private static Block block(int height) {
        return new Block(height, "block " + height);
    }

    private static void says(Topic<Block> topic, int from, int to) {
        IntStream.range(from, to).forEach(height -> topic.publish(block(height)));
    }

    private static List<Block> blocks(int from, int to) {
        return IntStream.range(from, to).mapToObj(TopicsTest::block).toList();
    }

    private static void awaitBlocks(Queue<Block> heard, List<Block> expected) {
        await().atMost(PATIENCE).until(() -> heard.size() >= expected.size());
        assertThat(List.copyOf(heard)).isEqualTo(expected);
    }

    private Queue<TopicEvent> events(Node node) {
        Queue<TopicEvent> events = new ConcurrentLinkedQueue<>();
        node.system().eventStream().tell(new EventStream.Subscribe<>(TopicEvent.class, actor(node, events)));
        return events;
    }

    @Test
    void everySubscriberHereAndElsewhereHearsEverythingOnceAndInOrder() {
        Queue<Block> here = reading(alice, blocks);
        Queue<Block> bobs = reading(bob, joined(bob));
        Queue<Block> carols = reading(carol, joined(carol));
        Queue<Block> another = reading(carol, carol.topics().find(alice.id(), "blocks", Block.class));
        says(blocks, 0, 10_000);
        List.of(here, bobs, carols, another).forEach(heard -> awaitBlocks(heard, blocks(0, 10_000)));
    }

    @Test
    void whoWasNotGrantedItHearsNothing() {
        bob.meet(alice.id(), alice.addresses());
        Queue<Block> here = reading(alice, blocks);
        ActorRef<TopicPubSub.Command> engine =
                bob.engine(alice.id(), blocks.id().text(), TopicPubSub.Command.class);
        Queue<Feed> feed = new ConcurrentLinkedQueue<>();
        engine.tell(new TopicPubSub.Follow(actor(bob, feed)));
        Queue<Block> carols = reading(carol, joined(carol));
        says(blocks, 0, 10);
        awaitBlocks(carols, blocks(0, 10));
        awaitBlocks(here, blocks(0, 10));
        assertThat(feed).isEmpty();
    }

    @Test
    void aPublisherElsewhereIsHeardByAllWhenItHasTheRight() {
        Topic<Block> bobs = joined(bob);
        Queue<Block> here = reading(alice, blocks);
        Queue<Block> own = reading(bob, bobs);
        Queue<Block> carols = reading(carol, joined(carol));
        bobs.publishUnder(blocks.publishers().grant(bob.id()).text());
        says(bobs, 0, 1_000);
        List.of(here, own, carols).forEach(heard -> awaitBlocks(heard, blocks(0, 1_000)));
    }

    @Test
    void inCausalOrderAnAnswerTellsWhatItAnswersAndNoMoreThanOnce() {
        Topic<Block> bobs = joined(bob);
        bobs.publishUnder(blocks.publishers().grant(bob.id()));
        bobs.publishInCausalOrder();
        Queue<Block> heard = reading(bob, bobs);
        joined(carol);
        Queue<Feed> feed = new ConcurrentLinkedQueue<>();
        ActorRef<TopicPubSub.Command> engine =
                carol.engine(alice.id(), blocks.id().text(), TopicPubSub.Command.class);
        engine.tell(new TopicPubSub.Follow(actor(carol, feed)));
        await().atMost(PATIENCE).until(() -> !feed.isEmpty());
        ActorRef<Demand> demand = ((Feed.Following) feed.element()).demand();
        demand.tell(new Demand.Want(1, Filter.everything().encode().toArray()));
        await().atMost(PATIENCE).until(() -> feed.stream().anyMatch(Feed.Wanted.class::isInstance));
        says(blocks, 0, 1);
        await().atMost(PATIENCE).until(() -> heard.contains(block(0)));
        says(bobs, 1, 2);
        await().atMost(PATIENCE).until(() -> stamps(feed).size() == 2);
        says(bobs, 2, 3);
        await().atMost(PATIENCE).until(() -> stamps(feed).size() == 3);
        Stamp question = stamps(feed).get(0);
        assertThat(stamps(feed).get(1).after()).containsExactly(question.first());
        assertThat(stamps(feed).get(2).after()).isEmpty();
    }

    private static List<Stamp> stamps(Queue<Feed> feed) {
        return feed.stream()
                .filter(Feed.Batches.class::isInstance)
                .map(Feed.Batches.class::cast)
                .sorted(Comparator.comparing(Feed.Batches::number))
                .flatMap(batches -> batches.batches().stream())
                .map(bytes -> Batch.read(bytes, 0, bytes.length).orElseThrow().stamp())
                .distinct()
                .toList();
    }

    @Test
    void withoutTheRightNothingIsPublished() {
        Topic<Block> bobs = joined(bob);
        Queue<TopicEvent> events = events(bob);
        bobs.publish(block(1));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(events)
                        .containsExactly(new TopicEvent.NotPublished(blocks.id(), 1, Objection.NO_RIGHT)));
    }

    @Test
    void fasterThanItsRightNobodyPublishes() {
        Topic<Block> bobs = joined(bob);
        Queue<TopicEvent> events = events(bob);
        Queue<Block> here = reading(alice, blocks);
        bobs.publishUnder(blocks.publishers().grant(bob.id(), Caveats.NONE.rate(3, Duration.ofHours(1))));
        says(bobs, 0, 10);
        awaitBlocks(here, blocks(0, 3));
        await().atMost(PATIENCE)
                .until(() -> events.stream()
                                .mapToInt(event -> ((TopicEvent.NotPublished) event).count())
                                .sum()
                        == 7);
        assertThat(events).allMatch(event -> ((TopicEvent.NotPublished) event).why() == Objection.TOO_FAST);
        assertThat(here).hasSize(3);
    }

    @Test
    void whoWasTooFastIsHeardAgainWhenItsTimeHasCome() {
        Topic<Block> bobs = joined(bob);
        Queue<Block> here = reading(alice, blocks);
        bobs.publishUnder(blocks.publishers().grant(bob.id(), Caveats.NONE.rate(5, Duration.ofMillis(100))));
        says(bobs, 0, 1_000);
        await().atMost(PATIENCE).until(() -> here.size() >= 5);
        await().atMost(PATIENCE).until(() -> {
            bobs.publish(block(5_000));
            return here.contains(block(5_000));
        });
    }

    @Test
    void aTopicThatWasStoppedHoldsUpNothing() {
        alice.stop(blocks.id().text());
        alice.missions().define("other").allow("nobody").grant(bob.id());
        alice.missions().revoke("other");
        assertThat(alice.topics().create("blocks", Block.class).id()).isEqualTo(blocks.id());
    }

    @Test
    void afterARightIsTakenBackNothingUnderItIsDeliveredAnywhere() {
        Topic<Block> bobs = joined(bob);
        Chain right = blocks.publishers().grant(bob.id());
        bobs.publishUnder(right);
        Queue<Block> here = reading(alice, blocks);
        Queue<Block> carols = reading(carol, joined(carol));
        says(bobs, 0, 100);
        awaitBlocks(here, blocks(0, 100));
        alice.missions().revoke(new Revoking.OfGrant(right.id()));
        Queue<TopicEvent> events = events(bob);
        says(bobs, 100, 200);
        await().atMost(PATIENCE)
                .until(() -> events.stream()
                        .anyMatch(event ->
                                event instanceof TopicEvent.NotPublished refused && refused.why() == Objection.CUT));
        says(blocks, 1_000, 1_001);
        await().atMost(PATIENCE).until(() -> carols.contains(block(1_000)));
        assertThat(here).hasSize(101);
        assertThat(carols).hasSize(101);
    }

    @Test
    void aLinkThatBreaksIsFollowedAgain() {
        Topic<Block> bobs = joined(bob);
        Queue<Block> heard = reading(bob, bobs);
        says(blocks, 0, 1);
        awaitBlocks(heard, blocks(0, 1));
        blocks.readers();
        alice.missions().revoke("topic.blocks.read");
        blocks.readers().grant(bob.id());
        await().atMost(PATIENCE).until(() -> {
            blocks.publish(block(7));
            return heard.contains(block(7));
        });
    }

    @Test
    void aSlowSubscriberHasItsRuleAndHoldsUpNobody() throws Exception {
        Queue<Block> quick = reading(alice, blocks);
        CountDownLatch go = new CountDownLatch(1);
        Queue<Block> slow = new ConcurrentLinkedQueue<>();
        ActorRef<Block> sleeper = alice.system()
                .systemActorOf(
                        Behaviors.receiveMessage(message -> {
                            go.await();
                            slow.add(message);
                            return Behaviors.same();
                        }),
                        "sleeper",
                        DispatcherSelector.blocking());
        blocks.subscribe(sleeper, Filter.everything(), new WhenSlow.DropOldest<>(10));
        Topic<Block>.Subscription strict =
                blocks.subscribe(sleeper, Filter.everything(), new WhenSlow.Disconnect<>(10));
        Topic<Block>.Subscription confused = blocks.subscribe(
                sleeper, Filter.everything(), new WhenSlow.LatestByKey<>(10, block -> Integer.parseInt(block.text())));
        says(blocks, 0, 5_000);
        awaitBlocks(quick, blocks(0, 5_000));
        assertThat(confused.ended().toCompletableFuture().get()).contains("NumberFormatException");
        assertThat(strict.ended().toCompletableFuture().get()).contains("keep up");
        go.countDown();
        await().atMost(PATIENCE).until(() -> slow.contains(block(4_999)));
        assertThat(slow.size()).isLessThan(1_000);
    }

    @Test
    void everybodyHearsWhatItsFilterLetsThrough() {
        Topic<Block> bobs = joined(bob);
        Queue<Block> here = new ConcurrentLinkedQueue<>();
        Queue<Block> high = new ConcurrentLinkedQueue<>();
        Queue<Block> one = new ConcurrentLinkedQueue<>();
        List.of(
                        blocks.subscribe(actor(alice, here), Filter.parse("height < 3")),
                        bobs.subscribe(actor(bob, high), Filter.parse("height >= 90")),
                        bobs.subscribe(actor(bob, one), Filter.parse("text = \"block 95\" or height = 5")))
                .forEach(subscription ->
                        subscription.started().toCompletableFuture().join());
        says(blocks, 0, 100);
        awaitBlocks(high, blocks(90, 100));
        awaitBlocks(one, List.of(block(5), block(95)));
        awaitBlocks(here, blocks(0, 3));
    }

    @Test
    void anEngineHasAStreamOfEvents() {
        alice.spawn("miner", Block.class, Behaviors.empty());
        Topic<Block> mined = alice.topics().events("miner", Block.class);
        mined.readers().grant(bob.id());
        bob.meet(alice.id(), alice.addresses());
        Queue<Block> here = reading(alice, mined);
        Queue<Block> bobs = reading(bob, bob.topics().find(alice.id(), "miner/events", Block.class));
        says(mined, 0, 100);
        List.of(here, bobs).forEach(heard -> awaitBlocks(heard, blocks(0, 100)));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> alice.topics().events("nobody", Block.class))
                .withMessageContaining("spawn");
    }

    @Test
    void aFilterThatCanMatchNothingIsRefused() {
        assertThatExceptionOfType(FilterException.class)
                .isThrownBy(
                        () -> blocks.subscribe(actor(alice, new ConcurrentLinkedQueue<>()), Filter.parse("heigt = 3")))
                .withMessageContaining("height");
    }

    @Test
    void anotherVersionOfTheMessagesIsToldApart() {
        blocks.readers().grant(bob.id());
        bob.meet(alice.id(), alice.addresses());
        assertThatExceptionOfType(TopicException.class)
                .isThrownBy(() -> bob.topics().find(alice.id(), "blocks", String.class))
                .withMessageContaining("Block")
                .withMessageContaining("version");
        assertThat(reading(bob, bob.topics().find(alice.id(), "blocks", Block.class)))
                .isEmpty();
    }

    @Test
    void whatCannotBeHadIsSaidInOneLine() {
        assertThatExceptionOfType(TopicException.class)
                .isThrownBy(() -> blocks.publishUnder("grant1nonsense"))
                .withMessageContaining("nothing can be published");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> alice.topics().create("blocks", Block.class))
                .withMessageContaining("already");
    }
}
