package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.topic.TopicAdvert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that follows, and an owner that says of its topic what it likes. */
final class AdvertsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LIFE = Duration.ofDays(90);

    private final ActorTestKit kit = ActorTestKit.create();
    private final AtomicReference<Instant> clock = new AtomicReference<>(Owner.NOW);
    private final Owner owner = new Owner(LIFE);
    private final MemoryKeyHolder self = Owner.key(9);
    private final TestProbe<TopicPubSub.Command> source = kit.createTestProbe(TopicPubSub.Command.class);
    /** What it says to the one that it heeded last. */
    private Queue<Demand> said = new ConcurrentLinkedQueue<>();

    private ActorRef<Feed> feed;

    @BeforeEach
    void follow() {
        kit.spawn(TopicPubSub.create(new TopicPubSub.Settings(
                self.nodeId(),
                owner.node.nodeId(),
                "news",
                Owner.PROTOCOL,
                null,
                null,
                () -> CompletableFuture.completedStage(source.getRef()),
                new Publishing(1, self, Bytes.EMPTY, Owner.signing(self)),
                claims -> CompletableFuture.completedStage(List.of()),
                clock::get)));
        asked();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    /** It asks the owner to be fed. */
    private void asked() {
        feed = source.expectMessageClass(TopicPubSub.Follow.class, SOON).feed();
    }

    private TopicAdvert advert(long version, int day) {
        return owner.advert(version, Owner.NOW.plus(Duration.ofDays(day)), LIFE);
    }

    private static byte[] bytes(TopicAdvert advert) {
        return advert.signed().toArray();
    }

    /** It is fed, and says what it wants. */
    private void begins(TopicAdvert advert) {
        said = offers(advert);
        await().atMost(SOON).until(() -> !said.isEmpty());
    }

    /** It may be fed by this one; what it then says. */
    private Queue<Demand> offers(TopicAdvert advert) {
        Queue<Demand> heard = new ConcurrentLinkedQueue<>();
        ActorRef<Demand> demand = kit.spawn(Behaviors.receiveMessage(each -> {
            heard.add(each);
            return Behaviors.same();
        }));
        feed.tell(new Feed.Following(bytes(advert), 0, demand));
        return heard;
    }

    private void renews(TopicAdvert advert) {
        feed.tell(new Feed.Renewed(bytes(advert)));
    }

    private void day(int number) {
        clock.set(Owner.NOW.plus(Duration.ofDays(number)));
    }

    /** Until it has looked whether the advert is over: it then says again what was not answered. */
    private void stillFollows() {
        int before = said.size();
        await().atMost(SOON).until(() -> said.size() >= before + 2);
        source.expectNoMessage(Duration.ZERO);
    }

    @Test
    void goesOnWithTheLaterOne() {
        begins(advert(5, 0));
        renews(advert(6, 60));
        day(91);
        stillFollows();
        day(149);
        stillFollows();
        day(150);
        asked();
    }

    @Test
    void asksAnewWhenItIsOver() {
        begins(advert(5, 0));
        clock.set(Owner.NOW.plus(LIFE).minusMillis(1));
        stillFollows();
        day(90);
        asked();
        begins(advert(6, 60));
        stillFollows();
    }

    @Test
    void anOlderOneIsIgnored() {
        begins(advert(5, 0));
        renews(advert(4, 60));
        day(90);
        asked();
        Queue<Demand> older = offers(advert(4, 60));
        begins(advert(5, 60));
        assertThat(older).isEmpty();
    }

    @Test
    void oneThatIsOverIsRefused() {
        day(90);
        Queue<Demand> over = offers(advert(9, 0));
        begins(advert(5, 60));
        assertThat(over).isEmpty();
        renews(advert(10, 0));
        renews(advert(6, 61));
        day(150);
        stillFollows();
    }

    @Test
    void aForgedOneAndOneOfAnotherTopicOrOfOtherMessagesAreIgnored() {
        begins(advert(5, 0));
        feed.tell(new Feed.Renewed(new byte[9]));
        byte[] forged = bytes(advert(6, 60));
        forged[forged.length - 1] ^= 1;
        feed.tell(new Feed.Renewed(forged));
        renews(TopicAdvert.sign(owner.node, Owner.ofOtherMessages(advert(6, 60).description())));
        renews(TopicAdvert.sign(owner.node, Owner.called("olds", advert(6, 60).description())));
        day(90);
        asked();
    }
}
