package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.AskPattern;
import io.comity.filter.Filter;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Holder;
import io.comity.mission.Mission;
import io.comity.mission.SignedGrant;
import io.comity.topic.PublisherKey;
import io.comity.topic.Publishers;
import io.comity.topic.TopicAdvert;
import io.comity.topic.WhenSlow;
import io.comity.wire.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An owner, a node that publishes and one that listens, on one clock, for longer than anything is good that they signed at first. */
final class RenewingTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LIFE = Duration.ofDays(90);

    private final ActorTestKit kit = ActorTestKit.create();
    private final AtomicReference<Instant> clock = new AtomicReference<>(Owner.NOW);
    private final Owner owner = new Owner(LIFE);
    private final MemoryKeyHolder bob = Owner.key(5);
    private final MemoryKeyHolder bobsKey = Owner.key(6);
    private final MemoryKeyHolder carol = Owner.key(7);
    private final TestProbe<Object> reader = kit.createTestProbe();
    private final TestProbe<Feed> feed = kit.createTestProbe(Feed.class);

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    /** Signs, and counts that it did. */
    private static final class Counting implements Signing {
        private final KeyHolder node;
        private final AtomicInteger signed = new AtomicInteger();
        private volatile boolean isBroken;

        private Counting(KeyHolder node) {
            this.node = node;
        }

        @Override
        public CompletionStage<Bytes> sign(Function<KeyHolder, Bytes> paper) {
            signed.incrementAndGet();
            return isBroken
                    ? CompletableFuture.failedStage(new IllegalStateException("no key"))
                    : CompletableFuture.completedStage(paper.apply(node));
        }

        private void awaitSigned(int times) {
            await().atMost(SOON).until(() -> signed.get() == times);
        }
    }

    private ActorRef<TopicPubSub.Command> spawn(
            MemoryKeyHolder node,
            MemoryKeyHolder key,
            Signing signing,
            @Nullable TopicAdvert advert,
            @Nullable Supplier<CompletionStage<ActorRef<TopicPubSub.Command>>> source,
            Company company) {
        return kit.spawn(TopicPubSub.create(new TopicPubSub.Settings(
                node.nodeId(),
                owner.node.nodeId(),
                "news",
                Owner.PROTOCOL,
                advert,
                null,
                source,
                new Publishing(1, key, Owner.word(node, key, LIFE), signing),
                claims -> CompletableFuture.completedStage(List.of()),
                clock::get,
                company)));
    }

    private ActorRef<TopicPubSub.Command> owners(Signing signing) {
        return spawn(owner.node, owner.epochKey, signing, owner.advert, null, Company.NONE);
    }

    private ActorRef<TopicPubSub.Command> follower(
            MemoryKeyHolder node, MemoryKeyHolder key, Signing signing, ActorRef<TopicPubSub.Command> topic) {
        ActorRef<TopicPubSub.Command> follower =
                spawn(node, key, signing, null, () -> CompletableFuture.completedStage(topic), Company.NONE);
        AskPattern.<TopicPubSub.Command, Done>askWithStatus(follower, TopicPubSub::known, SOON, kit.scheduler())
                .toCompletableFuture()
                .join();
        return follower;
    }

    /** Carol's actor hears everything from now on. */
    private void listen(ActorRef<TopicPubSub.Command> topic) {
        CompletableFuture<Boolean> started = new CompletableFuture<>();
        TopicPubSub.Hearer hearer = new TopicPubSub.Hearer() {
            @Override
            public void started() {
                started.complete(true);
            }

            @Override
            public void ended(String why) {
                started.complete(false);
            }
        };
        follower(carol, carol, Owner.signing(carol), topic)
                .tell(TopicPubSub.subscribe(new Subscribing(
                        1, reader.getRef(), Filter.everything(), new WhenSlow.DropOldest<>(100), Since.now(), hearer)));
        assertThat(started.join()).isTrue();
    }

    private Chain right(MemoryKeyHolder node) {
        Authority authority =
                new Authority(owner.node.nodeId(), Owner.NOW.toEpochMilli(), Authority.Limits.DEFAULT, List.of());
        authority.define(new Mission("publish", Map.of(Publishers.engineName("news"), Set.of())));
        Bytes salt = Bytes.of(new byte[SignedGrant.SALT_BYTES]);
        SignedGrant root =
                authority.grant(owner.node, "publish", Holder.node(node.nodeId()), Caveats.NONE, salt, Owner.NOW);
        Chain.Sound sound = (Chain.Sound) Chain.read(Chain.encode(root), owner.node.nodeId(), Owner.NOW);
        return sound.chain().value();
    }

    private Instant now() {
        return Objects.requireNonNull(clock.get(), "there is always a time");
    }

    private void day(int number) {
        clock.set(Owner.NOW.plus(Duration.ofDays(number)));
    }

    /** Somebody who follows by hand. */
    private Feed.Following follow(ActorRef<TopicPubSub.Command> topic) {
        topic.tell(new TopicPubSub.Follow(feed.getRef()));
        return feed.expectMessageClass(Feed.Following.class, SOON);
    }

    private TopicAdvert read(byte[] advert) {
        return TopicAdvert.read(Bytes.of(advert), owner.node.nodeId())
                .map(Verified::value)
                .orElseThrow();
    }

    @Test
    void whoFollowsStillHearsItsOwnerAfterDay91() {
        Counting signing = new Counting(owner.node);
        ActorRef<TopicPubSub.Command> topic = owners(signing);
        listen(topic);
        topic.tell(TopicPubSub.say("on the first day"));
        reader.expectMessage(SOON, "on the first day");
        day(60);
        signing.awaitSigned(2);
        day(91);
        topic.tell(TopicPubSub.say("on day 91"));
        reader.expectMessage(SOON, "on day 91");
        day(121);
        signing.awaitSigned(4);
        day(200);
        topic.tell(TopicPubSub.say("on day 200"));
        reader.expectMessage(SOON, "on day 200");
    }

    @Test
    void aPublisherElsewhereIsStillHeardAfterDay91() {
        Counting signing = new Counting(owner.node);
        Counting bobs = new Counting(bob);
        ActorRef<TopicPubSub.Command> topic = owners(signing);
        listen(topic);
        ActorRef<TopicPubSub.Command> publisher = follower(bob, bobsKey, bobs, topic);
        publisher.tell(TopicPubSub.publishUnder(right(bob)));
        publisher.tell(TopicPubSub.say("on the first day"));
        reader.expectMessage(SOON, "on the first day");
        day(60);
        signing.awaitSigned(2);
        bobs.awaitSigned(1);
        day(91);
        publisher.tell(TopicPubSub.say("on day 91"));
        reader.expectMessage(SOON, "on day 91");
    }

    @Test
    void aLaterAdvertIsToldToWhoFollowsAndToWhoComesThen() {
        Counting signing = new Counting(owner.node);
        ActorRef<TopicPubSub.Command> topic = owners(signing);
        assertThat(read(follow(topic).advert())).isEqualTo(owner.advert);
        day(60);
        TopicAdvert renewed =
                read(feed.expectMessageClass(Feed.Renewed.class, SOON).advert());
        assertThat(renewed.description().version()).isEqualTo(now().toEpochMilli());
        assertThat(renewed.description().expiresAt()).isEqualTo(now().plus(LIFE));
        assertThat(read(follow(topic).advert())).isEqualTo(renewed);
    }

    @Test
    void thoseThatFeedEachOtherAreToldTheOwnersLaterWord() {
        Counting signing = new Counting(owner.node);
        ActorRef<TopicPubSub.Command> topic = spawn(
                owner.node,
                owner.epochKey,
                signing,
                owner.advert,
                null,
                new Crowd(reference -> Optional.of(carol.nodeId())));
        follow(topic).demand().tell(everything());
        assertThat(gathered(feed).expires()).isEqualTo(seconds(Owner.NOW.plus(LIFE)));
        day(60);
        signing.awaitSigned(2);
        await().atMost(SOON).until(() -> gathered(feed).expires() == seconds(now().plus(LIFE)));
    }

    private static long seconds(Instant time) {
        return time.getEpochSecond();
    }

    private PublisherKey gathered(TestProbe<Feed> told) {
        Feed feed = told.receiveMessage(SOON);
        while (!(feed instanceof Feed.Gather)) {
            feed = told.receiveMessage(SOON);
        }
        Bytes word = Bytes.of(((Feed.Gather) feed).owner().key());
        return PublisherKey.read(word, owner.node.nodeId()).map(Verified::value).orElseThrow();
    }

    @Test
    void aSecondBeforeItIsDueNothingIsSigned() {
        Counting signing = new Counting(owner.node);
        ActorRef<TopicPubSub.Command> topic = owners(signing);
        clock.set(Owner.NOW.plus(Duration.ofDays(60)).minusSeconds(1));
        ticks(topic, 2);
        assertThat(signing.signed).hasValue(0);
    }

    private static Demand everything() {
        return new Demand.Want(1, Filter.everything().encode().toArray());
    }

    /** Waits until the owner has looked at what is due so often: it then says again what was not answered. */
    private void ticks(ActorRef<TopicPubSub.Command> topic, int times) {
        follow(topic).demand().tell(everything());
        feed.expectMessageClass(Feed.Wanted.class, SOON);
        topic.tell(TopicPubSub.say("unanswered"));
        feed.expectMessageClass(Feed.Batches.class, SOON);
        for (int i = 0; i < times; i++) {
            feed.expectMessageClass(Feed.Batches.class, SOON);
        }
    }

    @Test
    void whatCannotBeSignedIsTriedAgainAMinuteLaterAndNotBefore() {
        Counting signing = new Counting(owner.node);
        signing.isBroken = true;
        ActorRef<TopicPubSub.Command> topic = owners(signing);
        day(60);
        signing.awaitSigned(2);
        clock.updateAndGet(now -> now.plusSeconds(59));
        ticks(topic, 2);
        assertThat(signing.signed).hasValue(2);
        signing.isBroken = false;
        clock.updateAndGet(now -> now.plusSeconds(1));
        feed.fishForMessage(
                SOON,
                told -> told instanceof Feed.Renewed
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
        signing.awaitSigned(4);
    }
}
