package io.comity.pubsub;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import io.comity.identity.Bytes;
import io.comity.topic.Batch;
import io.comity.topic.Cut;
import io.comity.topic.Equivocation;
import io.comity.topic.Objection;
import io.comity.topic.TopicAdvert;
import io.comity.topic.TopicDescription;
import io.comity.wire.Verified;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of a node that follows the topic of another: finds the owner's engine, again whenever that is gone, asks for what is
 * wanted here, heeds what comes, and hands over what this node publishes. Used by its {@link TopicPubSub} only.
 */
final class Following {
    /** Publishers that one feed introduces, and batches in it; what is more is not looked at, since each costs signature checks. */
    static final int MAX_INTRODUCED = 64;

    static final int MAX_FED = 1_024;

    /** How long a node that lost its source waits before it asks again. */
    private static final Duration FOLLOW_AGAIN = Duration.ofSeconds(3);

    /** How long the owner may take to answer. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** What it makes of what comes. */
    interface Heeding {
        void take(Batch batch);

        void exposed(Equivocation proof);

        /** The owner has said what its topic is. */
        void known();

        /** Calls {@link #followAgain} after this time. */
        void later(Duration time);

        // What the engine tells itself.

        TopicPubSub.Command found(@Nullable ActorRef<TopicPubSub.Command> engine, long source);

        TopicPubSub.Command fed(Feed feed, long source);

        TopicPubSub.Command answered(TopicPubSub.@Nullable Submitted submitted, boolean introduced, long source);
    }

    private final ActorContext<TopicPubSub.Command> context;
    private final Court court;
    private final Wants wants;
    private final Saying saying;
    private final Supplier<CompletionStage<ActorRef<TopicPubSub.Command>>> find;
    private final Heeding heeding;
    private final Submissions submissions = new Submissions();
    private final List<ActorRef<StatusReply<Done>>> waiting = new ArrayList<>();
    private @Nullable ActorRef<TopicPubSub.Command> owner;
    private @Nullable ActorRef<Feed> inlet;
    private @Nullable ActorRef<Demand> demand;
    /** What comes of earlier tries is no news. */
    private long source;
    /** The last of the feeds that was heeded. */
    private long fed;

    private boolean introduced;

    Following(
            ActorContext<TopicPubSub.Command> context,
            Court court,
            Wants wants,
            Saying saying,
            Supplier<CompletionStage<ActorRef<TopicPubSub.Command>>> find,
            Heeding heeding) {
        this.context = context;
        this.court = court;
        this.wants = wants;
        this.saying = saying;
        this.find = find;
        this.heeding = heeding;
    }

    /** Answered when the owner has said what its topic is. */
    void awaitKnown(ActorRef<StatusReply<Done>> replyTo) {
        waiting.add(replyTo);
    }

    // Finding the owner.

    void follow() {
        long now = ++source;
        introduced = false;
        gone();
        context.pipeToSelf(find.get(), (engine, failure) -> heeding.found(engine, now));
    }

    /** The time has come to try again, if need be. */
    void followAgain() {
        if (demand == null) {
            follow();
        }
    }

    private void gone() {
        owner = null;
        demand = null;
        heeding.later(FOLLOW_AGAIN);
    }

    void found(@Nullable ActorRef<TopicPubSub.Command> engine, long of) {
        if (of != source || engine == null) {
            return;
        }
        if (inlet != null) {
            context.stop(inlet);
        }
        long now = source;
        ActorRef<TopicPubSub.Command> self = context.getSelf();
        inlet = context.spawnAnonymous(Behaviors.receiveMessage(said -> {
            self.tell(heeding.fed(said, now));
            return Behaviors.same();
        }));
        owner = engine;
        context.watch(engine);
        engine.tell(new TopicPubSub.Follow(inlet));
    }

    /** An actor has stopped: perhaps what stood for the owner's engine. */
    void stopped(ActorRef<?> actor) {
        if (actor.equals(owner)) {
            gone();
        }
    }

    // What comes.

    void heed(Feed feed, long of) {
        if (of == source && feed instanceof Feed.Following following) {
            begin(following);
        } else if (of == source && court.isKnown()) {
            heed(feed);
        }
    }

    private void begin(Feed.Following following) {
        TopicAdvert.read(Bytes.of(following.advert()), court.settings().owner())
                .map(Verified::value)
                .filter(advert -> advert.topic().equals(court.topic()) && !advert.isExpired(court.now()))
                .ifPresent(advert -> begin(advert.description(), following.demand()));
    }

    private void begin(TopicDescription description, ActorRef<Demand> told) {
        if (!description.digest().equals(Bytes.of(court.settings().protocol().digest()))) {
            settle(replyTo -> replyTo.tell(StatusReply.error("the messages of " + court.topic() + " are "
                    + String.join(", ", description.types()) + " and not those of "
                    + court.settings().protocol()
                    + " as they are here; does this program have another version of them?")));
            return;
        }
        demand = told;
        fed = 0;
        court.know(description);
        heeding.known();
        settle(replyTo -> replyTo.tell(StatusReply.ack()));
        told.tell(wants.say());
        submissions.again();
        submit();
    }

    private void settle(Consumer<ActorRef<StatusReply<Done>>> answer) {
        waiting.forEach(answer);
        waiting.clear();
    }

    private void heed(Feed feed) {
        if (feed instanceof Feed.Batches batches) {
            heed(batches);
        } else if (feed instanceof Feed.Wanted wanted) {
            wants.answered(wanted.number());
        } else if (feed instanceof Feed.CutShort shorter) {
            Cut.read(Bytes.of(shorter.cut()), court.settings().owner()).ifPresent(court.publishers()::cut);
        } else if (feed instanceof Feed.Exposed shown) {
            Equivocation.read(Bytes.of(shown.proof()))
                    .filter(court.publishers()::expose)
                    .ifPresent(heeding::exposed);
        } else if (feed instanceof Feed.Skipped skipped) {
            court.tell(new TopicEvent.FellBehind(court.topic(), skipped.batches()));
        }
    }

    /** Those that come too early come again, in their order. */
    private void heed(Feed.Batches batches) {
        if (batches.number() == fed + 1) {
            fed++;
            batches.introductions().stream().limit(MAX_INTRODUCED).forEach(court::introduce);
            batches.batches().stream()
                    .limit(MAX_FED)
                    .forEach(bytes -> Batch.read(bytes, 0, bytes.length).ifPresent(heeding::take));
        }
        if (demand != null) {
            demand.tell(new Demand.Had(fed));
        }
    }

    // What is wanted here.

    void sayWhatIsWanted() {
        ActorRef<Demand> told = demand;
        if (told != null) {
            wants.news().ifPresent(told::tell);
        }
    }

    /** What was said and not answered may not have come. */
    void again() {
        ActorRef<Demand> told = demand;
        if (told != null) {
            wants.unanswered().ifPresent(told::tell);
        }
    }

    // What is said here.

    boolean hasRoom() {
        return submissions.hasRoom();
    }

    /** By another right from now on, which the owner does not know yet. */
    void introduceAgain() {
        introduced = false;
    }

    void submit(Batch batch) {
        submissions.add(batch);
        submit();
    }

    /** Hands over what this node said and the owner does not have yet. */
    private void submit() {
        ActorRef<TopicPubSub.Command> engine = owner;
        if (engine != null && demand != null) {
            submissions.due().forEach(batch -> submit(engine, batch));
        }
    }

    private void submit(ActorRef<TopicPubSub.Command> engine, Batch batch) {
        long now = source;
        boolean isFirst = !introduced;
        introduced = true;
        Optional<Feed.Introduced> introduction = isFirst ? Optional.of(saying.introduction()) : Optional.empty();
        context.ask(
                TopicPubSub.Submitted.class,
                engine,
                ANSWER,
                (ActorRef<TopicPubSub.Submitted> replyTo) ->
                        new TopicPubSub.Submit(introduction, List.of(batch.bytes()), replyTo),
                (submitted, late) -> heeding.answered(submitted, isFirst, now));
    }

    /** @param isFirst whether this node was introduced with it */
    void answered(TopicPubSub.@Nullable Submitted submitted, boolean isFirst, long of) {
        if (of != source) {
            return;
        }
        Optional<Objection> refused =
                submitted == null ? Optional.empty() : submitted.refused().flatMap(Following::objection);
        boolean isUnknown = refused.isPresent() && refused.get() == Objection.NOT_INTRODUCED && !isFirst;
        if (submitted == null || isUnknown) {
            introduced = false;
            submissions.again();
        } else {
            submissions.answered(submitted.sequence());
            refused.ifPresent(why -> court.notPublished(1, why));
        }
        submit();
    }

    private static Optional<Objection> objection(String name) {
        return Arrays.stream(Objection.values())
                .filter(objection -> objection.name().equals(name))
                .findFirst();
    }
}
