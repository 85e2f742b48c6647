package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.filter.Filter;
import io.comity.identity.Bytes;
import io.comity.identity.FileKeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.pubsub.Demand;
import io.comity.pubsub.Feed;
import io.comity.pubsub.TopicEvent;
import io.comity.pubsub.TopicPubSub;
import io.comity.router.Revoking;
import io.comity.topic.Batch;
import io.comity.topic.Equivocation;
import io.comity.topic.PublisherKey;
import io.comity.topic.Slot;
import io.comity.topic.Stamp;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mallory may follow Alice's topic, and says to Alice's node and hers whatever it takes; Bob publishes on it, and Carol reads.
 * None of what Mallory does reaches Carol.
 */
final class HostileTopicTest {
    private static final Duration PATIENCE = Neighbours.PATIENCE;

    /** Its body is easily written by hand. */
    public record News(String text) {}

    @TempDir
    Path home;

    private final Queue<Feed> fed = new ConcurrentLinkedQueue<>();
    private final Queue<News> carols = new ConcurrentLinkedQueue<>();
    private final Queue<TopicEvent> events = new ConcurrentLinkedQueue<>();
    private final MemoryKeyHolder mallorysKey = MemoryKeyHolder.generate(new SecureRandom());
    private Node alice;
    private Node bob;
    private Node carol;
    private Node mallory;
    private Topic<News> news;
    private Topic<News> bobs;
    private Chain bobsRight;
    private ActorRef<TopicPubSub.Command> engine;
    private ActorRef<Demand> demand;
    private long run;
    private int actors;
    private int markers;

    @BeforeEach
    void start() {
        alice = Neighbours.start(home, "alice", Map.of());
        bob = Neighbours.start(home, "bob", Map.of());
        carol = Neighbours.start(home, "carol", Map.of());
        mallory = Neighbours.start(home, "mallory", Map.of());
        news = alice.topics().create("news", News.class);
        for (Node node : List.of(bob, carol, mallory)) {
            news.readers().grant(node.id());
            node.meet(alice.id(), alice.addresses());
        }
        bobs = bob.topics().find(alice.id(), "news", News.class);
        bobsRight = news.publishers().grant(bob.id());
        bobs.publishUnder(bobsRight);
        carol.topics()
                .find(alice.id(), "news", News.class)
                .subscribe(actor(carol, carols))
                .started()
                .toCompletableFuture()
                .join();
        carol.system().eventStream().tell(new EventStream.Subscribe<>(TopicEvent.class, actor(carol, events)));
        engine = mallory.engine(alice.id(), news.id().text(), TopicPubSub.Command.class);
        demand = follow(actor(mallory, fed));
    }

    @AfterEach
    void stop() {
        List.of(mallory, carol, bob, alice).forEach(Node::close);
    }

    private <M> ActorRef<M> actor(Node node, Queue<M> heard) {
        return node.system()
                .systemActorOf(
                        Behaviors.<M>receiveMessage(message -> {
                            heard.add(message);
                            return Behaviors.same();
                        }),
                        "actor-" + ++actors,
                        Props.empty());
    }

    private ActorRef<Demand> follow(ActorRef<Feed> feed) {
        engine.tell(new TopicPubSub.Follow(feed));
        ActorRef<Demand> demand = first(Feed.Following.class).demand();
        demand.tell(new Demand.Want(1, Filter.everything().encode().toArray()));
        return demand;
    }

    private <F extends Feed> F first(Class<F> type) {
        await().atMost(PATIENCE).until(() -> fed.stream().anyMatch(type::isInstance));
        return fed.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
    }

    private static byte[] body(String text) {
        return RawPeer.body(News.class, new News(text), 0);
    }

    /** Bob's introduction and his first batch, as Mallory has heard them. */
    private Batch overheard(String text) {
        bobs.publish(new News(text));
        byte[] bytes = first(Feed.Batches.class).batches().get(0);
        return Batch.read(bytes, 0, bytes.length).orElseThrow();
    }

    private Optional<String> submit(Optional<Feed.Introduced> introduction, byte[]... batches) {
        return AskPattern.<Demand, TopicPubSub.Submitted>ask(
                        demand,
                        replyTo -> new Demand.Submit(++run, 1, introduction, List.of(batches), replyTo),
                        PATIENCE,
                        mallory.scheduler())
                .toCompletableFuture()
                .join()
                .refused();
    }

    /** Everybody hears what Bob says now, and Carol heard nothing but what honest publishers said. */
    private void bobIsHeard(String... before) {
        List<News> expected = new ArrayList<>();
        for (String text : before) {
            expected.add(new News(text));
        }
        News marker = new News("marker " + ++markers);
        expected.add(marker);
        bobs.publish(marker);
        await().atMost(PATIENCE).until(() -> carols.contains(marker));
        assertThat(List.copyOf(carols)).isEqualTo(expected);
    }

    @Test
    void whatIsSaidInTheNameOfAnotherIsForged() {
        Batch heard = overheard("first");
        Stamp next = new Stamp(
                heard.stamp().topic(),
                new Slot(
                        heard.stamp().publisher(),
                        heard.stamp().first().epoch(),
                        heard.stamp().first().sequence() + 1),
                1,
                heard.stamp().timeMillis(),
                heard.stamp().grant(),
                List.of());
        Batch forged = Batch.sign(mallorysKey, next, List.of(new Batch.Draft(0, body("a lie"))));
        assertThat(submit(Optional.of(first(Feed.Batches.class).introductions().get(0)), forged.bytes()))
                .contains("FORGED");
        bobIsHeard("first");
    }

    @Test
    void whatWasSaidBeforeIsNotSaidAgain() {
        Batch heard = overheard("first");
        assertThat(submit(Optional.empty(), heard.bytes(), heard.bytes())).isEmpty();
        bobIsHeard("first");
    }

    @Test
    void noByteOfWhatBobSaidCanBeChanged() {
        Batch heard = overheard("first");
        for (int at = 0; at < heard.bytes().length; at += 7) {
            byte[] changed = heard.bytes().clone();
            changed[at] ^= 16;
            if (Batch.read(changed, 0, changed.length).isPresent()) {
                submit(Optional.empty(), changed);
            }
        }
        bobIsHeard("first");
    }

    @Test
    void theRightOfAnotherIsOfNoUse() {
        overheard("first");
        Feed.Introduced bobsOwn = first(Feed.Batches.class).introductions().get(0);
        Topic<News> mallorys = mallory.topics().find(alice.id(), "news", News.class);
        Queue<TopicEvent> mallorysEvents = new ConcurrentLinkedQueue<>();
        mallory.system()
                .eventStream()
                .tell(new EventStream.Subscribe<>(TopicEvent.class, actor(mallory, mallorysEvents)));
        mallorys.publishUnder(bobsRight);
        mallorys.publish(new News("hear me"));
        await().atMost(PATIENCE)
                .until(() -> mallorysEvents.stream().anyMatch(TopicEvent.NotPublished.class::isInstance));
        Feed.Introduced own = new Feed.Introduced(mallory.id().key().toArray(), bobsOwn.key(), bobsOwn.chain());
        Stamp stamp = new Stamp(
                news.id(), new Slot(mallory.id(), 1, 1), 1, System.currentTimeMillis(), bobsRight.id(), List.of());
        Batch batch = Batch.sign(mallorysKey, stamp, List.of(new Batch.Draft(0, body("hear me"))));
        assertThat(submit(Optional.of(own), batch.bytes())).contains("NOT_INTRODUCED");
        bobIsHeard("first");
    }

    @Test
    void aRightThatWasTakenBackIsNotIntroducedAgain() {
        overheard("first");
        Feed.Introduced bobsOwn = first(Feed.Batches.class).introductions().get(0);
        alice.missions().revoke(new Revoking.OfGrant(bobsRight.id()));
        await().atMost(PATIENCE).until(() -> fed.stream().anyMatch(Feed.CutShort.class::isInstance));
        Batch heard = Batch.read(
                        first(Feed.Batches.class).batches().get(0),
                        0,
                        first(Feed.Batches.class).batches().get(0).length)
                .orElseThrow();
        assertThat(submit(Optional.of(bobsOwn), heard.bytes())).isEmpty();
        bobs.publish(new News("still here"));
        news.publish(new News("end"));
        await().atMost(PATIENCE).until(() -> carols.contains(new News("end")));
        assertThat(List.copyOf(carols)).isEqualTo(List.of(new News("first"), new News("end")));
    }

    /** Nobody has heard of the right yet, so that no cut says that it was taken back. */
    @Test
    void aRightThatWasTakenBackBeforeItWasUsedIsOfNoUseNotEvenForAMoment() {
        Chain right = news.publishers().grant(mallory.id(), Caveats.NONE);
        alice.missions().revoke(new Revoking.OfGrant(right.id()));
        long epoch = System.currentTimeMillis();
        Stamp stamp = new Stamp(news.id(), new Slot(mallory.id(), epoch, 1), 1, epoch, right.id(), List.of());
        Batch batch = Batch.sign(mallorysKey, stamp, List.of(new Batch.Draft(0, body("quick"))));
        ActorRef<TopicPubSub.Submitted> nobody = mallory.system().deadLetters();
        demand.tell(new Demand.Submit(++run, 1, Optional.of(mallorys(epoch, right)), List.of(), nobody));
        demand.tell(new Demand.Submit(++run, 1, Optional.empty(), List.of(batch.bytes()), nobody));
        assertThat(submit(Optional.empty(), batch.bytes())).contains("CUT");
        bobIsHeard();
    }

    private Batch mallorys(long epoch, long sequence, Chain right, String text) {
        Stamp stamp = new Stamp(
                news.id(),
                new Slot(mallory.id(), epoch, sequence),
                1,
                System.currentTimeMillis(),
                right.id(),
                List.of());
        return Batch.sign(mallorysKey, stamp, List.of(new Batch.Draft(0, body(text))));
    }

    /** A second epoch, in which nothing is said, lies open while the right is taken back; and there is a gap below what was said. */
    @Test
    void noEpochThatWasOpenedBeforeOutlivesTheRight() {
        Chain right = news.publishers().grant(mallory.id(), Caveats.NONE);
        long epoch = System.currentTimeMillis();
        assertThat(submit(
                        Optional.of(mallorys(epoch, right)),
                        mallorys(epoch, 9, right, "one").bytes()))
                .isEmpty();
        assertThat(submit(Optional.of(mallorys(epoch + 1, right)))).isEmpty();
        alice.missions().revoke(new Revoking.OfGrant(right.id()));
        await().atMost(PATIENCE).until(() -> fed.stream().anyMatch(Feed.CutShort.class::isInstance));
        for (Batch late : List.of(
                mallorys(epoch, 10, right, "after"),
                mallorys(epoch, 5, right, "between"),
                mallorys(epoch + 1, 1, right, "elsewhere"))) {
            assertThat(submit(Optional.empty(), late.bytes())).contains("CUT");
            assertThat(submit(Optional.of(mallorys(epoch + 1, right)), late.bytes()))
                    .contains("CUT");
        }
        bobIsHeard("one");
    }

    /** The times are hers to sign, and so are the epochs. */
    @Test
    void noTimeThatAPublisherSignsMakesMoreOfItsRate() {
        Chain right = news.publishers().grant(mallory.id(), Caveats.NONE.rate(1, Duration.ofHours(2)));
        long epoch = System.currentTimeMillis();
        assertThat(submit(
                        Optional.of(mallorys(epoch, right)),
                        mallorys(epoch, 1, right, "one").bytes()))
                .isEmpty();
        Stamp old = new Stamp(news.id(), new Slot(mallory.id(), epoch + 1, 1), 1, 0, right.id(), List.of());
        Batch first = Batch.sign(mallorysKey, old, List.of(new Batch.Draft(0, body("two"))));
        assertThat(submit(Optional.of(mallorys(epoch + 1, right)), first.bytes()))
                .contains("TOO_FAST");
        bobIsHeard("one");
    }

    /** Mallory's own introduction, by hand. */
    private Feed.Introduced mallorys(long epoch, Chain right) {
        PublisherKey word =
                new PublisherKey(mallory.id(), epoch, mallorysKey.nodeId(), epoch / 1_000, epoch / 1_000 + 3_600);
        FileKeyHolder mallorysNode = FileKeyHolder.open(home.resolve("mallory").resolve("node.key"));
        return new Feed.Introduced(
                mallory.id().key().toArray(),
                word.sign(mallorysNode).toArray(),
                right.encoded().toArray());
    }

    @Test
    void junkChangesNothing() {
        overheard("first");
        SecureRandom random = new SecureRandom();
        byte[] junk = new byte[10_000];
        random.nextBytes(junk);
        ActorRef<TopicPubSub.Submitted> nobody = mallory.system().deadLetters();
        Feed.Introduced nonsense = new Feed.Introduced(junk, junk, junk);
        demand.tell(new Demand.Submit(++run, 1, Optional.of(nonsense), List.of(junk, new byte[0]), nobody));
        demand.tell(new Demand.Submit(++run, 1, Optional.empty(), Collections.nCopies(50, new byte[1]), nobody));
        bobIsHeard("first");
    }

    /** As many as may be are those of before, but the first. */
    @Test
    void oneNodeTakesTheRoomOfFourFollowersAndNoMore() {
        List<Queue<Feed>> feeds = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Queue<Feed> feed = new ConcurrentLinkedQueue<>();
            feeds.add(feed);
            engine.tell(new TopicPubSub.Follow(actor(mallory, feed)));
            await().atMost(PATIENCE).until(() -> !feed.isEmpty());
            ((Feed.Following) feed.element())
                    .demand()
                    .tell(new Demand.Want(1, Filter.everything().encode().toArray()));
            await().atMost(PATIENCE).until(() -> feed.size() == 2);
        }
        overhears(feeds);
        assertThat(fed).noneMatch(Feed.Batches.class::isInstance);
        bobIsHeard("first");
    }

    private void overhears(List<Queue<Feed>> feeds) {
        bobs.publish(new News("first"));
        feeds.forEach(
                feed -> await().atMost(PATIENCE).until(() -> feed.stream().anyMatch(Feed.Batches.class::isInstance)));
    }

    @Test
    void aFollowerThatDoesNotKeepToTheRulesHarmsItselfOnly() {
        overheard("first");
        ActorRef<Feed> feed = actor(mallory, fed);
        ActorRef<Demand> other = follow(feed);
        follow(feed);
        other.tell(new Demand.Had(Long.MAX_VALUE, Long.MAX_VALUE));
        other.tell(new Demand.Had(-1, -1));
        other.tell(new Demand.Want(Long.MIN_VALUE, new byte[] {1, 2, 3}));
        other.tell(new Demand.Leave());
        other.tell(new Demand.Leave());
        bobIsHeard("first");
    }

    @Test
    void aPublisherThatSaysTwoThingsAtOnceIsExposedToEverybodyAndHeardNoMore() {
        Chain right = news.publishers().grant(mallory.id(), Caveats.NONE);
        long epoch = System.currentTimeMillis();
        Feed.Introduced self = mallorys(epoch, right);
        Stamp stamp = new Stamp(news.id(), new Slot(mallory.id(), epoch, 1), 1, epoch, right.id(), List.of());
        Batch yes = Batch.sign(mallorysKey, stamp, List.of(new Batch.Draft(0, body("yes"))));
        Batch no = Batch.sign(mallorysKey, stamp, List.of(new Batch.Draft(0, body("no"))));
        assertThat(submit(Optional.of(self), yes.bytes())).isEmpty();
        assertThat(submit(Optional.empty(), no.bytes())).contains("LIAR");
        await().atMost(PATIENCE).until(() -> events.stream().anyMatch(TopicEvent.PublisherExposed.class::isInstance));
        Bytes proof = events.stream()
                .filter(TopicEvent.PublisherExposed.class::isInstance)
                .map(event -> ((TopicEvent.PublisherExposed) event).proof().signed())
                .findFirst()
                .orElseThrow();
        assertThat(Equivocation.read(proof)).isPresent();
        assertThat(submit(Optional.empty(), yes.bytes())).contains("LIAR");
        bobIsHeard("yes");
    }
}
