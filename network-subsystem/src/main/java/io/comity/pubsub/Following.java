package io.comity.pubsub;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.pattern.StatusReply;
import io.comity.filter.Filter;
import io.comity.identity.Bytes;
import io.comity.topic.Batch;
import io.comity.topic.Cut;
import io.comity.topic.Equivocation;
import io.comity.topic.Objection;
import io.comity.topic.Slot;
import io.comity.topic.TopicAdvert;
import io.comity.topic.TopicDescription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
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
final class Following implements Weaving.Source {
    /** Publishers that one feed introduces, and batches in it; what is more is not looked at, since each costs signature checks. */
    static final int MAX_INTRODUCED = 64;

    static final int MAX_FED = 1_024;

    /** How long a node that lost its source waits before it asks again. */
    private static final Duration FOLLOW_AGAIN = Duration.ofSeconds(3);

    /** How long the owner may take to answer. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** What it makes of what comes. */
    interface Heeding {
        /** @param then is told, on the engine's turn, why not, if not */
        void take(Batch batch, Consumer<Optional<Objection>> then);

        /** What the owner stored from this position on may have been missed. */
        void missed(long position);

        void exposed(Equivocation proof);

        /** The owner has said what its topic is. */
        void known();

        /** The owner knows what is wanted here. */
        void wanted();

        /** What is said so that nodes which follow can feed each other. */
        void gathered(Feed feed);

        /** Calls {@link #followAgain} after this time. */
        void later(Duration time);

        /** What the engine tells itself to do something on its turn. */
        TopicPubSub.Command turn(Runnable deed);
    }

    private final ActorContext<TopicPubSub.Command> context;
    private final Court court;
    private final Wants wants;
    private final Saying saying;
    private final Supplier<CompletionStage<ActorRef<TopicPubSub.Command>>> find;
    private final Heeding heeding;
    private final Adverts adverts;
    private final Submissions submissions = new Submissions();
    private final List<ActorRef<StatusReply<Done>>> waiting = new ArrayList<>();
    private @Nullable ActorRef<TopicPubSub.Command> owner;
    private @Nullable ActorRef<Feed> inlet;
    private @Nullable ActorRef<Demand> demand;
    /** What comes of earlier tries is no news. */
    private long source;
    /** The last of the feeds that was heeded. */
    private long fed;

    /** What was heeded and not dealt with yet. */
    private final Deque<Dealing> dealing = new ArrayDeque<>();

    /** For what was said before. */
    private record Question(Since since, Filter filter, Consumer<@Nullable Page> then) {}

    private final Deque<Question> questions = new ArrayDeque<>();
    private int asked;

    private final boolean isStoring;
    private final Promises promises = new Promises();
    private long had;
    private long stored;
    /** Of what the owner stores, what came here last. */
    private long position;

    private boolean isStored;

    /** Of what is handed over; what comes of earlier runs is no news. */
    private long run;

    private long submitted;
    private boolean introduced;

    /** One feed: how many of its batches are to be dealt with. */
    private static final class Dealing {
        private final long number;
        private int open;

        private Dealing(long number, int open) {
            this.number = number;
            this.open = open;
        }
    }

    /** @param isStoring whether what is taken is stored here */
    Following(
            ActorContext<TopicPubSub.Command> context,
            Court court,
            Wants wants,
            Saying saying,
            Supplier<CompletionStage<ActorRef<TopicPubSub.Command>>> find,
            boolean isStoring,
            Heeding heeding) {
        this.context = context;
        this.court = court;
        this.wants = wants;
        this.saying = saying;
        this.find = find;
        this.adverts = new Adverts(court);
        this.isStoring = isStoring;
        this.heeding = heeding;
    }

    /** Answered when the owner has said what its topic is. */
    void awaitKnown(ActorRef<StatusReply<Done>> replyTo) {
        waiting.add(replyTo);
    }

    // Finding the owner.

    void follow() {
        long now = ++source;
        gone();
        context.pipeToSelf(find.get(), (engine, failure) -> heeding.turn(() -> found(engine, now)));
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

    private void found(@Nullable ActorRef<TopicPubSub.Command> engine, long of) {
        if (of != source || engine == null) {
            return;
        }
        if (inlet != null) {
            context.stop(inlet);
        }
        long now = source;
        ActorRef<TopicPubSub.Command> self = context.getSelf();
        inlet = context.spawnAnonymous(Inlet.create(
                Feed::bytes,
                (said, handled) -> self.tell(heeding.turn(() -> {
                    handled.run();
                    heed(said, now);
                }))));
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

    private void heed(Feed feed, long of) {
        if (of == source && feed instanceof Feed.Following following) {
            begin(following);
        } else if (of == source && court.isKnown()) {
            heed(feed);
        }
    }

    private void begin(Feed.Following following) {
        adverts.read(following.advert()).ifPresent(advert -> begin(advert, following));
    }

    private void begin(TopicAdvert advert, Feed.Following following) {
        TopicDescription description = advert.description();
        if (!adverts.isOfSameMessages(description)) {
            settle(replyTo -> replyTo.tell(StatusReply.error("the messages of " + court.topic() + " are "
                    + String.join(", ", description.types()) + " and not those of "
                    + court.settings().protocol()
                    + " as they are here; does this program have another version of them?")));
            return;
        }
        adverts.take(advert);
        demand = following.demand();
        fed = 0;
        had = 0;
        stored = 0;
        isStored = isStoring;
        dealing.clear();
        court.know(description);
        heeding.known();
        settle(replyTo -> replyTo.tell(StatusReply.ack()));
        following.demand().tell(wants.say());
        catchUp(following.position());
        runAgain();
        submit();
    }

    /** The owner has stored what stands here; what is between that and what came before may have been missed. */
    private void catchUp(long standing) {
        boolean isBehind = position > 0 && standing > position;
        if (isBehind) {
            heeding.missed(position + 1);
        }
        position = standing;
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
            heeding.wanted();
        } else if (feed instanceof Feed.Renewed renewed) {
            adverts.renewed(renewed.advert());
        } else if (feed instanceof Feed.CutShort shorter) {
            Cut.read(Bytes.of(shorter.cut()), court.settings().owner()).ifPresent(court.publishers()::cut);
        } else if (feed instanceof Feed.Exposed shown) {
            Equivocation.read(Bytes.of(shown.proof()))
                    .filter(court.publishers()::expose)
                    .ifPresent(heeding::exposed);
        } else {
            heeding.gathered(feed);
        }
    }

    /** Those that come too early come again, in their order. */
    private void heed(Feed.Batches batches) {
        if (batches.number() == fed + 1) {
            fed++;
            skipped(batches.skipped());
            position = Math.max(position, batches.position());
            batches.introductions().stream().limit(MAX_INTRODUCED).forEach(court::introduce);
            take(batches);
        } else {
            tellHad();
        }
    }

    private void skipped(long count) {
        if (count > 0 && position > 0) {
            heeding.missed(position + 1);
        } else if (count > 0) {
            court.tell(new TopicEvent.FellBehind(court.topic(), count));
        }
    }

    private void take(Feed.Batches batches) {
        List<Batch> read = batches.batches().stream()
                .limit(MAX_FED)
                .flatMap(bytes -> Batch.read(bytes, 0, bytes.length).stream())
                .toList();
        long now = source;
        Dealing each = new Dealing(batches.number(), read.size());
        dealing.addLast(each);
        read.forEach(batch -> heeding.take(batch, why -> dealt(each, why, now)));
        settleDealing();
    }

    private void dealt(Dealing feed, Optional<Objection> why, long of) {
        if (of == source) {
            feed.open--;
            isStored &= why.filter(objection -> objection == Objection.DISK_FULL
                            || objection == Objection.NOT_KEPT
                            || objection == Objection.OVERLOADED)
                    .isEmpty();
            settleDealing();
        }
    }

    private void settleDealing() {
        boolean isNews = false;
        while (!dealing.isEmpty() && dealing.peekFirst().open == 0) {
            had = dealing.removeFirst().number;
            stored = isStored ? had : stored;
            isNews = true;
        }
        if (isNews) {
            tellHad();
        }
    }

    private void tellHad() {
        if (demand != null) {
            demand.tell(new Demand.Had(had, stored));
        }
    }

    @Override
    public long fed() {
        return had;
    }

    @Override
    public void tell(Demand said) {
        ActorRef<Demand> told = demand;
        if (told != null) {
            told.tell(said);
        }
    }

    @Override
    public void reached(long standing) {
        position = Math.max(position, standing);
    }

    @Override
    public @Nullable ActorRef<TopicPubSub.Command> owner() {
        return owner;
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
        if (demand != null && adverts.isOver()) {
            follow();
        }
        ActorRef<Demand> told = demand;
        if (told != null) {
            wants.unanswered().ifPresent(told::tell);
        }
        submit();
        promises.expire(court.now());
    }

    // What is said here.

    boolean hasRoom() {
        return submissions.hasRoom();
    }

    /** By another right from now on, which the owner does not know yet. */
    void introduceAgain() {
        introduced = false;
    }

    void submit(Batch batch, List<Promises.Promised> promised) {
        submissions.add(batch);
        promises.add(batch, promised, court.now());
        submit();
    }

    /** Hands over what this node said and the owner does not have yet. */
    private void submit() {
        ActorRef<Demand> told = demand;
        if (told != null) {
            submissions.due().forEach(batch -> {
                askWhetherStored(told, batch.stamp().first());
                submit(told, batch);
            });
        }
    }

    private void submit(ActorRef<Demand> told, Batch batch) {
        long now = run;
        long number = ++submitted;
        boolean isFirst = !introduced;
        introduced = true;
        Optional<Feed.Introduced> introduction = isFirst ? Optional.of(saying.introduction()) : Optional.empty();
        context.ask(
                TopicPubSub.Submitted.class,
                told,
                ANSWER,
                (ActorRef<TopicPubSub.Submitted> replyTo) ->
                        new Demand.Submit(now, number, introduction, List.of(batch.bytes()), replyTo),
                (answer, late) -> heeding.turn(() -> answered(answer, isFirst, now)));
    }

    /** Begins anew with the first that was not answered. */
    private void runAgain() {
        run++;
        submitted = 0;
        introduced = false;
        submissions.again();
    }

    /** Asked before the batch comes there, so that nobody who stores it is missed. That its owner has, its answer says. */
    private void askWhetherStored(ActorRef<Demand> told, Slot first) {
        promises.wanted(first.sequence()).stream()
                .filter(count -> count > 1 || !court.isKept())
                .forEach(count -> context.ask(
                        Demand.Held.class,
                        told,
                        Holders.PATIENCE,
                        (ActorRef<Demand.Held> replyTo) -> new Demand.Await(
                                first.publisher().key().toArray(), first.epoch(), first.sequence(), count, replyTo),
                        (held, late) -> heeding.turn(
                                () -> promises.stored(first.sequence(), held == null ? 0 : held.holders()))));
    }

    /** @param then is told the page, or null when none came in time */
    void read(Since since, Filter filter, Consumer<@Nullable Page> then) {
        questions.addLast(new Question(since, filter, then));
        ask();
    }

    /** As many at a time as are answered. */
    private void ask() {
        while (asked < Questions.MAX_READS && !questions.isEmpty()) {
            Question next = questions.removeFirst();
            ActorRef<Demand> told = demand;
            if (told == null) {
                next.then().accept(null);
            } else {
                asked++;
                ask(told, next);
            }
        }
    }

    private void ask(ActorRef<Demand> told, Question question) {
        context.ask(
                Page.class,
                told,
                ANSWER,
                (ActorRef<Page> replyTo) -> new Demand.Read(
                        question.since(), question.filter().encode().toArray(), replyTo),
                (page, late) -> heeding.turn(() -> {
                    asked--;
                    question.then().accept(page);
                    ask();
                }));
    }

    /** @param isFirst whether this node was introduced with it */
    private void answered(TopicPubSub.@Nullable Submitted answer, boolean isFirst, long of) {
        if (of != run) {
            return;
        }
        Optional<Objection> refused =
                answer == null ? Optional.empty() : answer.refused().flatMap(Following::objection);
        boolean isUnknown = refused.isPresent() && refused.get() == Objection.NOT_INTRODUCED && !isFirst;
        if (answer == null) {
            // Not at once: what keeps it from coming may last a while.
            runAgain();
        } else if (isUnknown) {
            runAgain();
            submit();
        } else {
            answered(answer, refused);
            submit();
        }
    }

    private void answered(TopicPubSub.Submitted answer, Optional<Objection> refused) {
        submissions.answered(answer.sequence());
        refused.ifPresentOrElse(
                why -> refused(answer.sequence(), why),
                () -> promises.stored(answer.sequence(), court.isKept() ? 1 : 0));
    }

    private void refused(long sequence, Objection why) {
        court.notPublished(1, why);
        promises.refused(sequence, why);
    }

    private static Optional<Objection> objection(String name) {
        return Arrays.stream(Objection.values())
                .filter(objection -> objection.name().equals(name))
                .findFirst();
    }
}
