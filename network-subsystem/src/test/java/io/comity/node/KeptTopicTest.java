package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.filter.Filter;
import io.comity.mission.Chain;
import io.comity.pubsub.Since;
import io.comity.router.Revoking;
import io.comity.store.Retention;
import io.comity.topic.Slot;
import io.comity.topic.WhenSlow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic that its owner keeps, between nodes that talk over tcp. */
final class KeptTopicTest {
    private static final Duration PATIENCE = Neighbours.PATIENCE;
    private static final Retention MUCH = new Retention(Duration.ofDays(1), 1_000_000, 1L << 30);

    public record Block(int height, String text) {}

    @TempDir
    Path home;

    private Node alice;
    private Node bob;
    private Topic<Block> blocks;
    private int readers;

    @BeforeEach
    void start() {
        alice = Neighbours.start(home, "alice", Map.of());
        bob = Neighbours.start(home, "bob", Map.of());
        blocks = alice.topics().create("blocks", Block.class, MUCH);
    }

    private void restart(Map<String, Object> settings) {
        alice.close();
        alice = Neighbours.start(home, "alice", settings);
        blocks = alice.topics().create("blocks", Block.class, MUCH);
    }

    @AfterEach
    void stop() {
        bob.close();
        alice.close();
    }

    private Queue<Block> reading(Node node, Topic<Block> topic, Filter filter, Since since) {
        Queue<Block> heard = new ConcurrentLinkedQueue<>();
        ActorRef<Block> reader = node.system()
                .systemActorOf(
                        Behaviors.<Block>receiveMessage(message -> {
                            heard.add(message);
                            return Behaviors.same();
                        }),
                        "reader-" + ++readers,
                        Props.empty());
        topic.subscribe(reader, filter, new WhenSlow.Disconnect<>(100_000), since)
                .started()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        return heard;
    }

    private Queue<Block> reading(Node node, Topic<Block> topic, Since since) {
        return reading(node, topic, Filter.everything(), since);
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

    private static List<Slot> stores(Topic<Block> topic, int from, int to) {
        List<CompletableFuture<Slot>> stored = IntStream.range(from, to)
                .mapToObj(height -> topic.publish(block(height), 1).toCompletableFuture())
                .toList();
        return stored.stream().map(CompletableFuture::join).toList();
    }

    private static List<Block> blocks(int from, int to) {
        return IntStream.range(from, to).mapToObj(KeptTopicTest::block).toList();
    }

    private static void awaitBlocks(Queue<Block> heard, List<Block> expected) {
        await().atMost(PATIENCE).until(() -> heard.size() >= expected.size());
        assertThat(List.copyOf(heard)).isEqualTo(expected);
    }

    @Test
    void whoComesLateHearsEverythingOnceAndInOrderWhileMoreIsSaid() {
        Topic<Block> bobs = joined(bob);
        says(blocks, 0, 20_000);
        Queue<Block> here = reading(alice, blocks, Since.beginning());
        Queue<Block> late = reading(bob, bobs, Since.beginning());
        says(blocks, 20_000, 40_000);
        Queue<Block> later = reading(bob, bobs, Since.beginning());
        says(blocks, 40_000, 50_000);
        List.of(here, late, later).forEach(heard -> awaitBlocks(heard, blocks(0, 50_000)));
    }

    @Test
    void fromATimeOrAMessageOnOrNow() {
        Topic<Block> bobs = joined(bob);
        stores(blocks, 0, 10);
        Instant then = Instant.now();
        await().until(() -> Instant.now().isAfter(then.plusMillis(2)));
        List<Slot> slots = stores(blocks, 10, 20);
        Queue<Block> since = reading(bob, bobs, Since.time(then.plusMillis(1)));
        Queue<Block> from = reading(bob, bobs, Since.slot(slots.get(5)));
        Queue<Block> now = reading(bob, bobs, Since.now());
        says(blocks, 20, 30);
        awaitBlocks(since, blocks(10, 30));
        awaitBlocks(from, blocks(15, 30));
        awaitBlocks(now, blocks(20, 30));
    }

    @Test
    void whatWasSaidBeforeIsChosenByTheFilterToo() {
        Topic<Block> bobs = joined(bob);
        stores(blocks, 0, 2_000);
        Filter some = Filter.parse("height < 5 or height in (700, 1500, 2001)");
        Queue<Block> heard = reading(bob, bobs, some, Since.beginning());
        Queue<Block> here = reading(alice, blocks, some, Since.beginning());
        says(blocks, 2_000, 2_010);
        List<Block> chosen = IntStream.of(0, 1, 2, 3, 4, 700, 1_500, 2_001)
                .mapToObj(KeptTopicTest::block)
                .toList();
        awaitBlocks(heard, chosen);
        awaitBlocks(here, chosen);
    }

    @Test
    void whatWasKeptOutlivesItsOwnersRestartAndThePublishersRight() {
        Topic<Block> bobs = joined(bob);
        Chain right = blocks.publishers().grant(bob.id());
        bobs.publishUnder(right);
        stores(bobs, 0, 100);
        alice.missions().revoke(new Revoking.OfGrant(right.id()));
        stores(blocks, 100, 200);
        restart(Map.of());
        awaitBlocks(reading(alice, blocks, Since.beginning()), blocks(0, 200));
        stores(blocks, 200, 210);
        bob.meet(alice.id(), alice.addresses());
        Queue<Block> heard = reading(bob, bobs, Since.beginning());
        says(blocks, 210, 220);
        awaitBlocks(heard, blocks(0, 220));
    }

    @Test
    void whatIsSaidBeforeANodeIsBackIsNotMissed() {
        Topic<Block> bobs = joined(bob);
        Queue<Block> heard = reading(bob, bobs, Since.now());
        stores(blocks, 0, 100);
        awaitBlocks(heard, blocks(0, 100));
        restart(Map.of());
        stores(blocks, 100, 200);
        bob.meet(alice.id(), alice.addresses());
        awaitBlocks(heard, blocks(0, 200));
        stores(blocks, 200, 210);
        awaitBlocks(heard, blocks(0, 210));
    }

    @Test
    void whoPublishesElsewhereHearsThatItIsStored() {
        Topic<Block> bobs = joined(bob);
        bobs.publishUnder(blocks.publishers().grant(bob.id()));
        List<Slot> slots = stores(bobs, 0, 1_000);
        assertThat(slots).extracting(Slot::publisher).containsOnly(bob.id());
        assertThat(slots).extracting(Slot::sequence).isSorted().doesNotHaveDuplicates();
        awaitBlocks(reading(alice, blocks, Since.beginning()), blocks(0, 1_000));
    }

    @Test
    void severalNodesStoreIt() {
        try (Node carol = Neighbours.start(home, "carol", Map.of())) {
            blocks.readers().grant(carol.id());
            carol.meet(alice.id(), alice.addresses());
            Topic<Block> carols = carol.topics().find(alice.id(), "blocks", Block.class, MUCH);
            Topic<Block> bobs = joined(bob);
            bobs.publishUnder(blocks.publishers().grant(bob.id()));
            reading(carol, carols, Since.now());
            blocks.publish(block(0), 2).toCompletableFuture().join();
            bobs.publish(block(1), 2).toCompletableFuture().join();
            stores(bobs, 2, 10);
            bobs.publish(block(10), 2).toCompletableFuture().join();
            awaitBlocks(reading(carol, carols, Since.beginning()), blocks(0, 11));
        }
    }

    @Test
    void whenThereIsNoRoomNothingIsTakenAndEverybodyHearsWhy() {
        restart(Map.of("comity.topics.log", "1 MiB"));
        Topic<Block> bobs = joined(bob);
        bobs.publishUnder(blocks.publishers().grant(bob.id()));
        Queue<Block> live = reading(alice, blocks, Since.now());
        String text = "x".repeat(10_000);
        int stored = 0;
        CompletionException full = null;
        while (full == null && stored < 1_000) {
            try {
                bobs.publish(new Block(stored, text), 1).toCompletableFuture().join();
                stored++;
            } catch (CompletionException refused) {
                full = refused;
            }
        }
        assertThat(full).isNotNull().hasMessageContaining("no room on the disk");
        assertThat(stored).isGreaterThan(20);
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> blocks.publish(new Block(-1, text), 1)
                        .toCompletableFuture()
                        .join())
                .withMessageContaining("no room on the disk");
        int kept = stored;
        List<Block> expected =
                IntStream.range(0, kept).mapToObj(i -> new Block(i, text)).toList();
        awaitBlocks(reading(alice, blocks, Since.beginning()), expected);
        awaitBlocks(live, expected);
    }

    @Test
    void whatNobodyKeepsCannotBeHadFromBefore() {
        Topic<Block> fleeting = alice.topics().create("fleeting", Block.class);
        fleeting.readers().grant(bob.id());
        bob.meet(alice.id(), alice.addresses());
        Topic<Block> bobs = bob.topics().find(alice.id(), "fleeting", Block.class);
        for (Map.Entry<Node, Topic<Block>> each :
                Map.of(alice, fleeting, bob, bobs).entrySet()) {
            ActorRef<Block> nobody = each.getKey().system().deadLetters();
            String why = each.getValue()
                    .subscribe(nobody, Filter.everything(), new WhenSlow.DropOldest<>(1), Since.beginning())
                    .ended()
                    .toCompletableFuture()
                    .join();
            assertThat(why).contains("cannot be had");
        }
    }
}
