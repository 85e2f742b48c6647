package io.comity.pubsub;

import akka.Done;
import akka.actor.ActorIdentity;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
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
import io.comity.topic.WhenSlow;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
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
     * A publisher hands over what it said.
     *
     * @param introduction of it; empty when it was introduced on this way before
     * @param batches at most {@link #MAX_SUBMITTED}
     */
    public record Submit(Optional<Feed.Introduced> introduction, List<byte[]> batches, ActorRef<Submitted> replyTo)
            implements Command {}

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

    private record Say(Object message) implements Command {}

    private record Subscribe(long id, ActorRef<Object> subscriber, Filter filter, WhenSlow<Object> rule, Hearer hearer)
            implements Command {}

    private record Cancel(long id) implements Command {}

    private record PublishUnder(Chain chain) implements Command {}

    private record Recheck(ActorRef<Done> replyTo) implements Command {}

    private record Known(ActorRef<StatusReply<Done>> replyTo) implements Command {}

    /** Which rights were taken back, and what waits for the answer; null when there was none, and then nothing goes on. */
    private record Checked(@Nullable List<Bytes> cuts, Runnable then) implements Command {}

    private record Found(@Nullable ActorRef<Command> engine, long source) implements Command {}

    private record FromSource(Feed feed, long source) implements Command {}

    private record Answered(@Nullable Submitted submitted, boolean introduced, long source) implements Command {}

    private record Demanded(long follower, Demand demand) implements Command {}

    private record Told(ActorIdentity identity) implements Command {}

    /** Once what is in the mailbox now is dealt with: what came together is then signed, or asked for, together. */
    private enum Turn implements Command {
        PRINT,
        WANT
    }

    private enum Timer implements Command {
        FOLLOW,
        AGAIN
    }

    /**
     * @param owner of the topic
     * @param advert the owner's, when this is its node; else null, and the owner tells
     * @param source finds the owner's engine, when this is not its node; again whenever the one before has ended
     */
    public record Settings(
            NodeId self,
            NodeId owner,
            String name,
            Protocol<?> protocol,
            @Nullable TopicAdvert advert,
            @Nullable Supplier<CompletionStage<ActorRef<Command>>> source,
            Publishing publishing,
            Authorities authorities,
            Supplier<Instant> clock) {
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
    private final @Nullable Hosting hosting;
    private final @Nullable Following following;
    private final Set<Turn> turns = EnumSet.noneOf(Turn.class);

    private TopicPubSub(ActorContext<Command> context, TimerScheduler<Command> timers, Settings settings) {
        this.context = context;
        this.timers = timers;
        this.court =
                new Court(settings, event -> context.getSystem().eventStream().tell(new EventStream.Publish<>(event)));
        this.telling = new Telling(context, court, wants, context.messageAdapter(ActorIdentity.class, Told::new));
        this.saying = new Saying(court, context.getLog());
        this.hosting = hosting(settings.advert());
        this.following = following(settings.source());
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
                advert,
                new Hosting.Words() {
                    @Override
                    public Command demanded(long follower, Demand demand) {
                        return new Demanded(follower, demand);
                    }

                    @Override
                    public Command checked(@Nullable List<Bytes> cuts, Runnable then) {
                        return new Checked(cuts, then);
                    }
                },
                this::take);
    }

    private @Nullable Following following(@Nullable Supplier<CompletionStage<ActorRef<Command>>> source) {
        return source == null
                ? null
                : new Following(context, court, wants, saying, source, new Following.Heeding() {
                    @Override
                    public void take(Batch batch) {
                        TopicPubSub.this.take(batch);
                    }

                    @Override
                    public void exposed(Equivocation proof) {
                        TopicPubSub.this.exposed(proof);
                    }

                    @Override
                    public void known() {
                        saying.introduceSelf();
                    }

                    @Override
                    public void later(Duration time) {
                        timers.startSingleTimer(Timer.FOLLOW, time);
                    }

                    @Override
                    public Command found(@Nullable ActorRef<Command> engine, long now) {
                        return new Found(engine, now);
                    }

                    @Override
                    public Command fed(Feed feed, long now) {
                        return new FromSource(feed, now);
                    }

                    @Override
                    public Command answered(@Nullable Submitted submitted, boolean introduced, long now) {
                        return new Answered(submitted, introduced, now);
                    }
                });
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
                .onMessage(PublishUnder.class, this::onPublishUnder)
                .onMessage(Recheck.class, this::onRecheck)
                .onMessage(Known.class, this::onKnown)
                .onMessage(Told.class, this::onTold)
                .onMessage(Turn.class, this::onTurn)
                .onMessage(Timer.class, this::onTimer)
                .onMessage(Follow.class, this::onFollow)
                .onMessage(Demanded.class, this::onDemanded)
                .onMessage(Submit.class, this::onSubmit)
                .onMessage(Checked.class, this::onChecked)
                .onMessage(Found.class, this::onFound)
                .onMessage(FromSource.class, this::onFromSource)
                .onMessage(Answered.class, this::onAnswered)
                .onSignal(Terminated.class, this::onTerminated)
                .build();
    }

    // What a program asks for.

    /** Says a message on the topic. */
    public static Command say(Object message) {
        return new Say(message);
    }

    /** @param id its own, for good */
    public static Command subscribe(
            long id, ActorRef<Object> subscriber, Filter filter, WhenSlow<Object> rule, Hearer hearer) {
        return new Subscribe(id, subscriber, filter, rule, hearer);
    }

    public static Command cancel(long id) {
        return new Cancel(id);
    }

    /** From now on this node publishes by that right. */
    public static Command publishUnder(Chain chain) {
        return new PublishUnder(chain);
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
        if (hosting != null && !hosting.isFollowed() && !telling.isAnyChoosy()) {
            saying.skip();
            telling.tellAll(say.message());
        } else if (!saying.hasRight()) {
            court.notPublished(1, Objection.NO_RIGHT);
        } else if (following != null && !following.hasRoom()) {
            court.notPublished(1, Objection.OVERLOADED);
        } else {
            saying.say(say.message()).ifPresent(this::handOn);
            later(Turn.PRINT);
        }
        return Behaviors.same();
    }

    private void handOn(Saying.Printed printed) {
        telling.tellOwn(printed.batch(), printed.messages());
        if (hosting != null) {
            hosting.offer(printed.batch(), printed.fresh());
            hosting.feed();
        } else if (following != null) {
            following.submit(printed.batch());
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

    // Taking, whoever brings it.

    /** @return why it was not taken, if not */
    private Optional<Objection> take(Batch batch) {
        Publishers.Judgement judgement = court.judge(batch);
        if (judgement instanceof Publishers.Refused refused) {
            return Optional.of(refused.why());
        }
        if (judgement instanceof Publishers.Exposed exposed) {
            exposed(exposed.proof());
            return Optional.of(Objection.LIAR);
        }
        BitSet fresh = ((Publishers.Taken) judgement).fresh();
        telling.tell(batch, fresh);
        if (hosting != null && !fresh.isEmpty()) {
            hosting.offer(batch, fresh);
        }
        return Optional.empty();
    }

    private void exposed(Equivocation proof) {
        court.tell(new TopicEvent.PublisherExposed(court.topic(), proof));
        if (hosting != null) {
            hosting.tell(new Feed.Exposed(proof.signed().toArray()));
        }
    }

    // Those here.

    private Behavior<Command> onSubscribe(Subscribe subscribe) {
        telling.subscribe(
                subscribe.id(), subscribe.subscriber(), subscribe.filter(), subscribe.rule(), subscribe.hearer());
        return want();
    }

    private Behavior<Command> onCancel(Cancel cancel) {
        telling.cancel(cancel.id());
        return want();
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

    private Behavior<Command> onDemanded(Demanded demanded) {
        if (hosting != null) {
            hosting.heed(demanded.follower(), demanded.demand());
        }
        return Behaviors.same();
    }

    private Behavior<Command> onSubmit(Submit submit) {
        if (hosting != null) {
            hosting.submit(submit);
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

    private Behavior<Command> onChecked(Checked checked) {
        if (hosting != null) {
            hosting.checked(checked.cuts(), checked.then());
        }
        return Behaviors.same();
    }

    // At a node that follows.

    private Behavior<Command> onFound(Found found) {
        if (following != null) {
            following.found(found.engine(), found.source());
        }
        return Behaviors.same();
    }

    private Behavior<Command> onFromSource(FromSource from) {
        if (following != null) {
            following.heed(from.feed(), from.source());
        }
        return Behaviors.same();
    }

    private Behavior<Command> onAnswered(Answered answered) {
        if (following != null) {
            following.answered(answered.submitted(), answered.introduced(), answered.source());
        }
        return Behaviors.same();
    }

    // Whatever comes and goes.

    private Behavior<Command> onTerminated(Terminated terminated) {
        telling.stopped(terminated.getRef());
        if (hosting != null) {
            hosting.stopped(terminated.getRef());
        }
        if (following != null) {
            following.stopped(terminated.getRef());
        }
        return want();
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
