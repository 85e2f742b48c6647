package io.comity.pubsub;

import akka.Done;
import akka.actor.ActorIdentity;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Terminated;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.pattern.StatusReply;
import io.comity.engine.Protocol;
import io.comity.filter.Filter;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Chain;
import io.comity.topic.Batch;
import io.comity.topic.Equivocation;
import io.comity.topic.Objection;
import io.comity.topic.Publishers;
import io.comity.topic.TopicAdvert;
import io.comity.topic.TopicId;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One topic on one node: the owner's, or that of a node that follows it. Takes what may be on the topic from whoever brings it,
 * and hands it to the actors here that want it and, at the owner, to the nodes that follow. An engine like any other: its name is
 * the topic's id, and missions say who may send to it.
 */
public final class TopicPubSub {
    /** How long what was said may be without an answer before it is said again. */
    private static final Duration AGAIN = Duration.ofMillis(500);

    /** Batches of one submission. */
    static final int MAX_SUBMITTED = 8;

    public sealed interface Command {}

    /**
     * Another node wants what is on the topic.
     *
     * @param feed where it is to be sent; the subscription lasts as long as that
     */
    public record Follow(ActorRef<Feed> feed) implements Command {}

    /**
     * Another node that follows the topic wants a link with this one, see {@link Exchange}.
     *
     * @param inlet where it hears
     */
    public record Link(ActorRef<Exchange> inlet) implements Command {}

    /**
     * What became of a submission.
     *
     * @param sequence of the last batch that is done with, by its first message
     * @param refused why the last one was not taken, by the name of an {@code io.comity.topic.Objection}; or empty
     */
    public record Submitted(long sequence, Optional<String> refused) {}

    /** What becomes of a subscription, on some thread. */
    public interface Hearer {
        /** From here on everything that it wants comes to it. */
        void started();

        /** It is no more. */
        void ended(String why);
    }

    // What the node tells its own.

    private record Say(Object message, @Nullable Promise promise) implements Command {}

    private record Subscribe(Subscribing what) implements Command {}

    private record Dropped(long id, ActorRef<Long> replyTo) implements Command {}

    private record Cancel(long id) implements Command {}

    private record PublishUnder(Chain chain) implements Command {}

    private enum TellCauses implements Command {
        FROM_NOW_ON
    }

    private record Recheck(ActorRef<Done> replyTo) implements Command {}

    private record Known(ActorRef<StatusReply<Done>> replyTo) implements Command {}

    /** What a part of this engine does on its turn. */
    private record Then(Runnable deed) implements Command {}

    private record Told(ActorIdentity identity) implements Command {}

    /** Once what is in the mailbox now is dealt with: what came together is then signed, or asked for, together. */
    private enum Turn implements Command {
        PRINT,
        WANT
    }

    private enum Timer implements Command {
        FOLLOW,
        AGAIN,
        SPREAD
    }

    /**
     * @param owner of the topic
     * @param advert the owner's, when this is its node; else null, and the owner tells
     * @param storage of what is taken; null when nothing is kept
     * @param source finds the owner's engine, when this is not its node; again whenever the one before has ended
     */
    public record Settings(
            NodeId self,
            NodeId owner,
            String name,
            Protocol<?> protocol,
            @Nullable TopicAdvert advert,
            @Nullable Storage storage,
            @Nullable Supplier<CompletionStage<ActorRef<Command>>> source,
            Publishing publishing,
            Authorities authorities,
            Supplier<Instant> clock,
            Company company) {
        /** Nobody feeds anybody but the owner. */
        public Settings(
                NodeId self,
                NodeId owner,
                String name,
                Protocol<?> protocol,
                @Nullable TopicAdvert advert,
                @Nullable Storage storage,
                @Nullable Supplier<CompletionStage<ActorRef<Command>>> source,
                Publishing publishing,
                Authorities authorities,
                Supplier<Instant> clock) {
            this(self, owner, name, protocol, advert, storage, source, publishing, authorities, clock, Company.NONE);
        }

        TopicId topic() {
            return TopicId.of(owner, name);
        }
    }

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Court court;
    private final Wants wants = new Wants();
    private final Telling telling;
    private final Saying saying;
    private final @Nullable Keeping keeping;
    private final @Nullable Pages pages;
    private final Spreading spreading;
    private final @Nullable Hosting hosting;
    private final @Nullable Following following;
    private final Renewing renewing;
    private final @Nullable Weaving weaving;
    private final Set<Turn> turns = EnumSet.noneOf(Turn.class);

    private TopicPubSub(ActorContext<Command> context, TimerScheduler<Command> timers, Settings settings) {
        this.context = context;
        this.timers = timers;
        this.court =
                new Court(settings, event -> context.getSystem().eventStream().tell(new EventStream.Publish<>(event)));
        Storage storage = settings.storage();
        this.keeping = storage == null ? null : new Keeping(context, court, storage, Then::new);
        this.pages = storage == null
                ? null
                : new Pages(context, storage.log(), settings.protocol().wireNames(), Then::new);
        this.telling =
                new Telling(context, court, wants, context.messageAdapter(ActorIdentity.class, Told::new), this::read);
        this.saying = new Saying(court, context.getLog(), telling::handedOver);
        this.spreading = new Spreading(
                context, court, settings.company(), Then::new, time -> timers.startSingleTimer(Timer.SPREAD, time));
        this.hosting = hosting(settings.advert());
        this.following = following(settings.source());
        this.renewing = new Renewing(context, court, Then::new, new Renewing.Renewed() {
            @Override
            public void word(Bytes signed) {
                court.renewed(signed);
                saying.introduceSelf();
                if (following != null) {
                    following.introduceAgain();
                }
            }

            @Override
            public void advert(TopicAdvert advert) {
                if (hosting != null) {
                    hosting.renewed(advert);
                }
            }
        });
        // What is stored is answered for, which only the owner hears.
        this.weaving = following == null || keeping != null
                ? null
                : new Weaving(context, court, wants, telling, spreading, following, Then::new);
    }

    private @Nullable Hosting hosting(@Nullable TopicAdvert advert) {
        if (advert == null) {
            return null;
        }
        court.know(advert.description());
        saying.introduceSelf();
        return new Hosting(
                context,
                court,
                spreading,
                advert,
                Then::new,
                this::takeSubmitted,
                pages,
                () -> keeping == null ? 0 : keeping.last());
    }

    private @Nullable Following following(@Nullable Supplier<CompletionStage<ActorRef<Command>>> source) {
        return source == null
                ? null
                : new Following(context, court, wants, saying, source, keeping != null, new Following.Heeding() {
                    @Override
                    public void take(Batch batch, Consumer<Optional<Objection>> then) {
                        TopicPubSub.this.take(batch, then);
                    }

                    @Override
                    public void missed(long position) {
                        weave(Weaving::leave);
                        telling.recover(position);
                    }

                    @Override
                    public Command turn(Runnable deed) {
                        return new Then(deed);
                    }

                    @Override
                    public void exposed(Equivocation proof) {
                        TopicPubSub.this.exposed(proof);
                    }

                    @Override
                    public void known() {
                        saying.introduceSelf();
                        weave(Weaving::begun);
                    }

                    @Override
                    public void wanted() {
                        weave(Weaving::wanted);
                    }

                    @Override
                    public void gathered(Feed feed) {
                        weave(part -> part.heed(feed));
                    }

                    @Override
                    public void later(Duration time) {
                        timers.startSingleTimer(Timer.FOLLOW, time);
                    }
                });
    }

    private void weave(Consumer<Weaving> deed) {
        if (weaving != null) {
            deed.accept(weaving);
        }
    }

    public static Behavior<Command> create(Settings settings) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new TopicPubSub(context, timers, settings).begin()));
    }

    private Behavior<Command> begin() {
        timers.startTimerWithFixedDelay(Timer.AGAIN, AGAIN);
        if (following != null) {
            following.follow();
        }
        return Behaviors.receive(Command.class)
                .onMessage(Say.class, this::onSay)
                .onMessage(Subscribe.class, this::onSubscribe)
                .onMessage(Cancel.class, this::onCancel)
                .onMessage(Dropped.class, this::onDropped)
                .onMessage(Then.class, this::onThen)
                .onMessage(PublishUnder.class, this::onPublishUnder)
                .onMessage(TellCauses.class, this::onTellCauses)
                .onMessage(Recheck.class, this::onRecheck)
                .onMessage(Known.class, this::onKnown)
                .onMessage(Told.class, this::onTold)
                .onMessage(Turn.class, this::onTurn)
                .onMessage(Timer.class, this::onTimer)
                .onMessage(Follow.class, this::onFollow)
                .onMessage(Link.class, this::onLink)
                .onSignal(Terminated.class, this::onTerminated)
                .onSignal(PostStop.class, this::onStop)
                .build();
    }

    // What a program asks for.

    /** Says a message on the topic. */
    public static Command say(Object message) {
        return new Say(message, null);
    }

    /** Says a message on the topic, for somebody who waits until it is stored. */
    public static Command say(Object message, Promise promise) {
        return new Say(message, promise);
    }

    public static Command subscribe(Subscribing what) {
        return new Subscribe(what);
    }

    /** How many messages were left out for a subscriber, since it was too slow; 0 when there is no such subscription. */
    public static Command dropped(long id, ActorRef<Long> replyTo) {
        return new Dropped(id, replyTo);
    }

    public static Command cancel(long id) {
        return new Cancel(id);
    }

    /** From now on this node publishes by that right. */
    public static Command publishUnder(Chain chain) {
        return new PublishUnder(chain);
    }

    /** From now on this node's messages come after what it has heard, wherever they are heard. */
    public static Command tellCauses() {
        return TellCauses.FROM_NOW_ON;
    }

    /** Rights may have been taken back; answered when nothing more is handed on that was said under those. */
    public static Command recheck(ActorRef<Done> replyTo) {
        return new Recheck(replyTo);
    }

    /** Answered when it is known what the topic's owner says of it. */
    public static Command known(ActorRef<StatusReply<Done>> replyTo) {
        return new Known(replyTo);
    }

    // Saying.

    private Behavior<Command> onSay(Say say) {
        if (isForThoseHereAlone(say)) {
            telling.tellAll(say.message());
        } else if (!saying.hasRight()) {
            notPublished(say, Objection.NO_RIGHT);
        } else if (following != null && !following.hasRoom()) {
            notPublished(say, Objection.OVERLOADED);
        } else {
            saying.say(say.message(), say.promise()).ifPresent(this::handOn);
            later(Turn.PRINT);
        }
        return Behaviors.same();
    }

    /** Nobody elsewhere hears it, nobody stores it, and nobody here chooses by what is in it: it needs no number and no signature. */
    private boolean isForThoseHereAlone(Say say) {
        return hosting != null
                && keeping == null
                && say.promise() == null
                && saying.isIdle()
                && !hosting.isFollowed()
                && !telling.isAnyChoosy();
    }

    private void notPublished(Say say, Objection why) {
        court.notPublished(1, why);
        Promise promise = say.promise();
        if (promise != null) {
            promise.failed(Court.why(why));
        }
    }

    private void handOn(Saying.Printed printed) {
        if (following != null) {
            telling.tellOwn(printed.batch(), printed.messages());
            following.submit(printed.batch(), printed.promised());
        } else if (hosting != null) {
            hosting.await(printed);
            store(
                    printed.batch(),
                    printed.fresh(),
                    (at, places) -> {
                        telling.tellOwn(printed.batch(), printed.messages());
                        hosting.offer(printed.batch(), printed.fresh(), at);
                        hosting.feed();
                    },
                    why -> why.ifPresent(objection -> {
                        hosting.refused(printed, objection);
                        court.notPublished(printed.messages().size(), objection);
                    }));
        }
    }

    private Behavior<Command> onPublishUnder(PublishUnder under) {
        saying.under(under.chain());
        saying.introduceSelf();
        if (following != null) {
            following.introduceAgain();
        }
        return Behaviors.same();
    }

    private Behavior<Command> onTellCauses(TellCauses fromNowOn) {
        saying.tellCauses();
        return Behaviors.same();
    }

    // Taking, whoever brings it.

    private void take(Batch batch, Consumer<Optional<Objection>> then) {
        take(batch, court.judge(batch), then);
    }

    private void takeSubmitted(Batch batch, Consumer<Optional<Objection>> then) {
        take(batch, court.judgeSubmitted(batch), then);
    }

    /** @param then is told why it was not taken, if not */
    private void take(Batch batch, Publishers.Judgement judgement, Consumer<Optional<Objection>> then) {
        if (judgement instanceof Publishers.Refused refused) {
            then.accept(Optional.of(refused.why()));
        } else if (judgement instanceof Publishers.Exposed exposed) {
            exposed(exposed.proof());
            then.accept(Optional.of(Objection.LIAR));
        } else {
            BitSet fresh = ((Publishers.Taken) judgement).fresh();
            store(batch, fresh, (at, places) -> deliver(batch, places, at), then);
        }
    }

    private void deliver(Batch batch, BitSet places, long at) {
        if (weaving == null) {
            telling.tell(batch, places);
        } else {
            weaving.take(batch, places);
        }
        if (hosting != null && !places.isEmpty()) {
            hosting.offer(batch, places, at);
        }
    }

    /** Whoever asks for what was before is to miss nothing: what is stored at all is stored before it is handed on. */
    private void store(Batch batch, BitSet fresh, Keeping.Stored handOn, Consumer<Optional<Objection>> then) {
        if (keeping == null) {
            handOn.at(0, fresh);
            then.accept(Optional.empty());
        } else {
            keeping.keep(batch, kept -> {
                if (kept instanceof Keeping.New stored) {
                    handOn.at(stored.position(), fresh.isEmpty() ? batch.places() : fresh);
                }
                then.accept(objection(kept));
            });
        }
    }

    private Optional<Objection> objection(Keeping.Kept kept) {
        if (kept instanceof Keeping.Contradicted contradicted) {
            contradicted(contradicted.first());
            return Optional.of(Objection.LIAR);
        }
        return kept instanceof Keeping.Not not ? Optional.of(not.why()) : Optional.empty();
    }

    /** The other thing that was said in the same place, long ago perhaps, tells against its publisher. */
    private void contradicted(Bytes first) {
        Batch.read(first.toArray(), 0, first.size())
                .map(court::judge)
                .filter(Publishers.Exposed.class::isInstance)
                .map(Publishers.Exposed.class::cast)
                .ifPresent(exposed -> exposed(exposed.proof()));
    }

    private void exposed(Equivocation proof) {
        court.tell(new TopicEvent.PublisherExposed(court.topic(), proof));
        if (hosting != null) {
            hosting.tell(new Feed.Exposed(proof.signed().toArray()));
        }
    }

    // Those here.

    private Behavior<Command> onSubscribe(Subscribe subscribe) {
        telling.subscribe(subscribe.what());
        return want();
    }

    private Behavior<Command> onCancel(Cancel cancel) {
        telling.cancel(cancel.id());
        return want();
    }

    private Behavior<Command> onDropped(Dropped dropped) {
        dropped.replyTo().tell(telling.dropped(dropped.id()));
        return Behaviors.same();
    }

    private Behavior<Command> onThen(Then then) {
        then.deed().run();
        return Behaviors.same();
    }

    // What was said before.

    private void read(Since since, Filter filter, Consumer<@Nullable Page> then) {
        if (pages != null) {
            pages.read(since, filter.encode(), then);
        } else if (following != null && court.isKept()) {
            following.read(since, filter, then);
        } else {
            then.accept(Page.refused(since, Page.NOT_KEPT));
        }
    }

    private Behavior<Command> onTold(Told told) {
        telling.had(told.identity());
        return Behaviors.same();
    }

    /** What those here want together may have changed: the owner hears it soon. */
    private Behavior<Command> want() {
        if (following != null) {
            later(Turn.WANT);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onKnown(Known known) {
        if (following == null || court.isKnown()) {
            known.replyTo().tell(StatusReply.ack());
        } else {
            following.awaitKnown(known.replyTo());
        }
        return Behaviors.same();
    }

    // At the owner.

    private Behavior<Command> onFollow(Follow follow) {
        if (hosting != null) {
            hosting.follow(follow.feed());
        }
        return Behaviors.same();
    }

    private Behavior<Command> onRecheck(Recheck recheck) {
        Runnable answer = () -> recheck.replyTo().tell(Done.getInstance());
        if (hosting == null) {
            answer.run();
        } else {
            hosting.check(answer);
        }
        return Behaviors.same();
    }

    // At a node that follows.

    // Between nodes that feed each other.

    private Behavior<Command> onLink(Link link) {
        spreading.accept(link.inlet());
        return Behaviors.same();
    }

    // Whatever comes and goes.

    private Behavior<Command> onTerminated(Terminated terminated) {
        telling.stopped(terminated.getRef());
        spreading.stopped(terminated.getRef());
        if (hosting != null) {
            hosting.stopped(terminated.getRef());
        }
        if (following != null) {
            following.stopped(terminated.getRef());
        }
        return want();
    }

    private Behavior<Command> onStop(PostStop stopped) {
        if (keeping != null) {
            keeping.close();
        }
        return Behaviors.same();
    }

    private void later(Turn turn) {
        if (turns.add(turn)) {
            context.getSelf().tell(turn);
        }
    }

    private Behavior<Command> onTurn(Turn turn) {
        turns.remove(turn);
        switch (turn) {
            case PRINT -> saying.print().ifPresent(this::handOn);
            case WANT -> {
                if (following != null) {
                    following.sayWhatIsWanted();
                }
            }
        }
        return Behaviors.same();
    }

    private Behavior<Command> onTimer(Timer timer) {
        if (timer == Timer.SPREAD) {
            spreading.due();
            return Behaviors.same();
        }
        if (timer == Timer.AGAIN) {
            spreading.again();
            weave(Weaving::again);
            telling.again();
            renewing.again();
        }
        if (timer == Timer.AGAIN && keeping != null) {
            keeping.dropOld();
        }
        if (following != null && timer == Timer.FOLLOW) {
            following.followAgain();
        } else if (following != null) {
            following.again();
        } else if (hosting != null) {
            hosting.again();
        }
        return Behaviors.same();
    }
}
