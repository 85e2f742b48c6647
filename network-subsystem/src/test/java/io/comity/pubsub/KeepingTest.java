package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.eventstream.EventStream;
import io.comity.filter.Filter;
import io.comity.store.Answer;
import io.comity.store.Retention;
import io.comity.store.TopicLog;
import io.comity.store.TopicLogs;
import io.comity.topic.Batch;
import io.comity.topic.Slot;
import io.comity.topic.WhenSlow;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the owner keeps of a topic, asked by hand. */
final class KeepingTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Retention MUCH = new Retention(Duration.ofDays(1), 1_000_000, 1L << 30);
    private static final byte[] EVERYTHING = Filter.everything().encode().toArray();

    @TempDir
    Path folder;

    private final ActorTestKit kit = ActorTestKit.create();
    private final Owner owner = new Owner();
    private final TestProbe<TopicPubSub.Submitted> answers = kit.createTestProbe(TopicPubSub.Submitted.class);
    private final TestProbe<Page> pages = kit.createTestProbe(Page.class);
    private TopicLogs logs;
    private ActorRef<TopicPubSub.Command> topic;
    private ActorRef<Demand> demand;
    private final AtomicBoolean isFull = new AtomicBoolean();
    private final AtomicBoolean isStuck = new AtomicBoolean();
    private final AtomicBoolean isSlow = new AtomicBoolean();
    private final Queue<Runnable> stuck = new ConcurrentLinkedQueue<>();
    private TestProbe<Feed> feed = kit.createTestProbe(Feed.class);
    private long run;

    @BeforeEach
    void start() {
        logs = TopicLogs.in(folder.resolve("topics"), 64 << 20);
        topic = spawn();
        demand = follow();
    }

    private ActorRef<TopicPubSub.Command> spawn() {
        return kit.spawn(TopicPubSub.create(new TopicPubSub.Settings(
                owner.node.nodeId(),
                owner.node.nodeId(),
                "news",
                Owner.PROTOCOL,
                owner.advert,
                new Storage(refusing(logs.open(owner.advert.topic(), MUCH)), MUCH),
                null,
                new Publishing(1, owner.epochKey, owner.word, Owner.signing(owner.node)),
                claims -> CompletableFuture.completedStage(List.of()),
                () -> Owner.NOW)));
    }

    /** That log, on a disk that is full, and does not answer, whenever somebody says so. */
    private TopicLog refusing(TopicLog log) {
        return (TopicLog) Proxy.newProxyInstance(
                TopicLog.class.getClassLoader(), new Class<?>[] {TopicLog.class}, (proxy, method, arguments) -> {
                    if (isFull.get() && method.getName().equals("append")) {
                        return CompletableFuture.completedStage(new Answer.Refused<>(Answer.Reason.DISK_FULL, "full"));
                    }
                    if (isSlow.get() && method.getName().equals("append")) {
                        return later((CompletionStage<?>) method.invoke(log, arguments));
                    }
                    return isStuck.get() && method.getName().equals("read")
                            ? later(log, (TopicLog.From) arguments[0])
                            : method.invoke(log, arguments);
                });
    }

    /** It is stored now, and said later. */
    private CompletionStage<?> later(CompletionStage<?> stored) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        stored.thenAccept(outcome -> stuck.add(() -> answer.complete(outcome)));
        return answer;
    }

    private CompletableFuture<Answer<TopicLog.Page>> later(TopicLog log, TopicLog.From from) {
        CompletableFuture<Answer<TopicLog.Page>> answer = new CompletableFuture<>();
        stuck.add(() -> log.read(from, 100, 100_000).thenAccept(answer::complete));
        return answer;
    }

    private ActorRef<Demand> follow() {
        feed = kit.createTestProbe(Feed.class);
        topic.tell(new TopicPubSub.Follow(feed.getRef()));
        return feed.expectMessageClass(Feed.Following.class, SOON).demand();
    }

    private void restart() {
        kit.stop(topic);
        topic = spawn();
        demand = follow();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        logs.close();
    }

    private Optional<String> submit(Batch... batches) {
        List<byte[]> bytes = new ArrayList<>();
        for (Batch batch : batches) {
            bytes.add(batch.bytes());
        }
        demand.tell(new Demand.Submit(++run, 1, Optional.of(owner.introduction()), bytes, answers.getRef()));
        return answers.receiveMessage(SOON).refused();
    }

    private void says(int count, int bytes) {
        byte[] body = new byte[bytes];
        body[0] = 0x79;
        body[1] = (byte) (bytes - 3 >>> 8);
        body[2] = (byte) (bytes - 3);
        IntStream.range(0, count)
                .forEach(i -> assertThat(submit(owner.says(body))).isEmpty());
    }

    private Page read(Since since, byte[] filter) {
        demand.tell(new Demand.Read(since, filter, pages.getRef()));
        return pages.receiveMessage(SOON);
    }

    private static List<Long> sequences(Page page) {
        return page.past().stream()
                .map(past -> Batch.read(past.batch(), 0, past.batch().length).orElseThrow())
                .map(batch -> batch.stamp().first().sequence())
                .toList();
    }

    @Test
    void aPageHasAsManyBytesAsMayBeAndSaysWhereTheNextBegins() {
        says(5, 25_000);
        Page first = read(Since.beginning(), EVERYTHING);
        assertThat(sequences(first)).containsExactly(1L, 2L);
        assertThat(first.isLast()).isFalse();
        assertThat(first.papers()).as("once for all of them").hasSize(1);
        Page second = read(first.next(), EVERYTHING);
        assertThat(sequences(second)).containsExactly(3L, 4L);
        Page third = read(second.next(), EVERYTHING);
        assertThat(sequences(third)).containsExactly(5L);
        assertThat(third.isLast()).isTrue();
        assertThat(sequences(read(third.next(), EVERYTHING))).isEmpty();
    }

    @Test
    void oneThatIsLargerThanAPageComesAlone() {
        says(2, Batch.MAX_BODY_BYTES);
        Page page = read(Since.beginning(), EVERYTHING);
        assertThat(sequences(page)).containsExactly(1L);
        assertThat(sequences(read(page.next(), EVERYTHING))).containsExactly(2L);
    }

    @Test
    void whoWantsLittleIsAnsweredAfterSoManyLooksAndGoesOnFromThere() {
        says(2 * Pages.MAX_LOOKS + 2, 40_000);
        byte[] nothing = Filter.type("Other").encode().toArray();
        Page page = read(Since.beginning(), nothing);
        assertThat(page.past()).isEmpty();
        assertThat(page.isLast()).isFalse();
        assertThat(page.next()).isEqualTo(new Since.Position(Pages.MAX_LOOKS + 1));
        page = read(page.next(), nothing);
        assertThat(page.isLast()).isFalse();
        assertThat(read(page.next(), nothing).isLast()).isTrue();
    }

    @Test
    void aMessageWithinABatchIsFoundAndWhatIsBeforeItIsLeftOut() {
        assertThat(submit(owner.says("a", "b", "c"))).isEmpty();
        assertThat(submit(owner.says("d"))).isEmpty();
        Page page = read(Since.slot(new Slot(owner.node.nodeId(), 1, 2)), EVERYTHING);
        Batch first = Batch.read(
                        page.past().get(0).batch(), 0, page.past().get(0).batch().length)
                .orElseThrow();
        assertThat(sequences(page)).containsExactly(1L, 4L);
        assertThat(read(page.next(), EVERYTHING).past()).isEmpty();
        assertThat(first.stamp().count()).isEqualTo(3);
    }

    @Test
    void junkIsToldSoAndHarmsNobody() {
        says(1, 10);
        byte[] key = owner.node.nodeId().key().toArray();
        for (Since since : List.of(
                Since.now(),
                new Since.Place(new byte[3], 1, 1, 0),
                new Since.Place(key, -1, 1, 0),
                new Since.Place(key, 1, 1, -1),
                new Since.Place(key, 1, 1, Long.MAX_VALUE))) {
            assertThat(read(since, EVERYTHING).refused()).contains(Page.UNREADABLE);
        }
        assertThat(read(Since.beginning(), new byte[] {1, 2, 3}).refused()).contains(Page.UNREADABLE);
        for (Since since : List.of(
                new Since.Position(Long.MIN_VALUE),
                new Since.Position(Long.MAX_VALUE),
                new Since.Time(Long.MIN_VALUE),
                new Since.Time(Long.MAX_VALUE),
                new Since.Place(key, 0, Long.MIN_VALUE, 0))) {
            assertThat(read(since, EVERYTHING).refused()).isEmpty();
        }
        assertThat(sequences(read(Since.beginning(), EVERYTHING))).containsExactly(1L);
    }

    /** The disk does not answer meanwhile, so all of them are open. */
    @Test
    void asManyQuestionsOfOneFollowerAreLookedIntoAsMayBeAndThenItIsToComeAgain() {
        says(1, 10);
        isStuck.set(true);
        for (int i = 0; i < Questions.MAX_READS; i++) {
            demand.tell(new Demand.Read(Since.beginning(), EVERYTHING, pages.getRef()));
        }
        pages.expectNoMessage(Duration.ZERO);
        assertThat(read(Since.beginning(), EVERYTHING).refused()).contains(Page.LATER);
        ActorRef<Demand> mine = demand;
        demand = follow();
        demand.tell(new Demand.Read(Since.beginning(), EVERYTHING, pages.getRef()));
        pages.expectNoMessage(Duration.ofMillis(100));
        isStuck.set(false);
        stuck.forEach(Runnable::run);
        IntStream.rangeClosed(0, Questions.MAX_READS)
                .forEach(i -> assertThat(sequences(pages.receiveMessage(SOON))).containsExactly(1L));
        demand = mine;
        assertThat(sequences(read(Since.beginning(), EVERYTHING))).containsExactly(1L);
    }

    @Test
    void asManyQuestionsOfAllFollowersAreLookedIntoAsMayBe() {
        says(1, 10);
        isStuck.set(true);
        for (int i = 0; i < Pages.MAX_READS; i++) {
            demand = i % Questions.MAX_READS == 0 ? follow() : demand;
            demand.tell(new Demand.Read(Since.beginning(), EVERYTHING, pages.getRef()));
        }
        demand = follow();
        assertThat(read(Since.beginning(), EVERYTHING).refused()).contains(Page.LATER);
    }

    @Test
    void asManyWaitForWhatIsStoredAsMayBe() {
        TestProbe<Demand.Held> held = kit.createTestProbe(Demand.Held.class);
        byte[] publisher = owner.node.nodeId().key().toArray();
        for (int i = 1; i <= Questions.MAX_AWAITED; i++) {
            demand.tell(new Demand.Await(publisher, 1, i, 1, held.getRef()));
        }
        assertThat(submit(owner.says("first"))).isEmpty();
        held.expectMessage(SOON, new Demand.Held(1));
        demand.tell(new Demand.Await(publisher, 1, 1_000_000, 1, held.getRef()));
        demand.tell(new Demand.Await(publisher, 1, 1_000_001, 1, held.getRef()));
        held.expectMessage(SOON, new Demand.Held(0));
        for (Demand.Await junk : List.of(
                new Demand.Await(new byte[3], 1, 1, 1, held.getRef()),
                new Demand.Await(publisher, -1, 1, 1, held.getRef()),
                new Demand.Await(publisher, 1, 0, 1, held.getRef()),
                new Demand.Await(publisher, 1, 1, 0, held.getRef()))) {
            demand.tell(junk);
            held.expectMessage(SOON, new Demand.Held(0));
        }
    }

    @Test
    void whatWasTakenIsNotTakenAgainAfterARestart() {
        Batch batch = owner.says("hello");
        assertThat(submit(batch)).isEmpty();
        restart();
        assertThat(submit(batch)).isEmpty();
        assertThat(sequences(read(Since.beginning(), EVERYTHING))).containsExactly(1L);
    }

    @Test
    void whoContradictsWhatItSaidBeforeTheRestartIsExposed() {
        TestProbe<TopicEvent> events = kit.createTestProbe(TopicEvent.class);
        kit.system().eventStream().tell(new EventStream.Subscribe<>(TopicEvent.class, events.getRef()));
        assertThat(submit(owner.says("yes"))).isEmpty();
        restart();
        assertThat(submit(new Owner().says("no"))).contains("LIAR");
        TopicEvent.PublisherExposed exposed = events.expectMessageClass(TopicEvent.PublisherExposed.class, SOON);
        assertThat(exposed.proof().slot().publisher()).isEqualTo(owner.node.nodeId());
    }

    @Test
    void someOfABatchIsNotTaken() {
        Batch whole = owner.says(
                IntStream.range(0, 10).mapToObj(i -> "a rather long text " + i).toArray(String[]::new));
        Batch some = whole.with(Owner.first());
        assertThat(some.isWhole()).isFalse();
        demand.tell(new Demand.Submit(
                ++run, 1, Optional.of(owner.introduction()), List.of(some.bytes()), answers.getRef()));
        assertThat(submit(whole)).isEmpty();
        answers.expectNoMessage(Duration.ZERO);
        assertThat(sequences(read(Since.beginning(), EVERYTHING))).containsExactly(1L);
    }

    @Test
    void whatThereWasNoRoomForIsHeardByNobodyUntilItIsSaidAgainAndStored() {
        demand.tell(new Demand.Want(1, EVERYTHING));
        feed.expectMessageClass(Feed.Wanted.class, SOON);
        isFull.set(true);
        Batch batch = owner.says("hello");
        assertThat(submit(batch)).contains("DISK_FULL");
        feed.expectNoMessage(Duration.ZERO);
        isFull.set(false);
        assertThat(submit(batch)).isEmpty();
        Feed.Batches fed = feed.expectMessageClass(Feed.Batches.class, SOON);
        assertThat(fed.batches()).containsExactly(batch.bytes());
        assertThat(fed.position()).isEqualTo(1);
    }

    /** The page that has a message may come before the news of it. */
    @Test
    void whatAPageHadIsNotHeardAgainAsNews() {
        isSlow.set(true);
        demand.tell(new Demand.Submit(
                ++run,
                1,
                Optional.of(owner.introduction()),
                List.of(owner.says("hello").bytes()),
                answers.getRef()));
        await().atMost(SOON).until(() -> stuck.size() == 1);
        TestProbe<Object> reader = kit.createTestProbe(Object.class);
        topic.tell(TopicPubSub.subscribe(new Subscribing(
                1,
                reader.getRef(),
                Filter.everything(),
                new WhenSlow.DropOldest<>(10),
                Since.beginning(),
                new FollowingTest.Silence())));
        reader.expectMessage(SOON, "hello");
        isSlow.set(false);
        stuck.remove().run();
        answers.receiveMessage(SOON);
        submit(owner.says("end"));
        reader.expectMessage(SOON, "end");
    }
}
