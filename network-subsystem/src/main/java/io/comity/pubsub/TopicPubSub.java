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
import io.comity.engine.BodyCodec;
import io.comity.engine.EncodingException;
import io.comity.engine.Protocol;
import io.comity.filter.Filter;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.mission.Chain;
import io.comity.topic.Batch;
import io.comity.topic.Cut;
import io.comity.topic.Equivocation;
import io.comity.topic.Objection;
import io.comity.topic.Press;
import io.comity.topic.Publishers;
import io.comity.topic.TopicAdvert;
import io.comity.topic.TopicDescription;
import io.comity.topic.TopicId;
import io.comity.topic.WhenSlow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
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
    /** How long a node that lost its source waits before it asks again. */
    private static final Duration FOLLOW_AGAIN = Duration.ofSeconds(3);

    /** How long what was said may be without an answer before it is said again. */
    private static final Duration AGAIN = Duration.ofMillis(500);

    /** How long the owner may take to answer. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** Submissions that wait until it is known which rights stand. */
    static final int MAX_HELD = 256;

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

    private record Answered(@Nullable Submitted submitted, long source) implements Command {}

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
    private final Settings settings;
    private final Readers readers;
    private final Press press;
    private final BodyCodec.Encoder encoder;
    private final BodyCodec.Decoder decoder;
    private final Set<Turn> turns = EnumSet.noneOf(Turn.class);
    private final Submissions submissions = new Submissions();
    private final InOrder inOrder = new InOrder();
    private final Wants wants = new Wants();
    private final Map<Long, ActorRef<Demand>> demands = new HashMap<>();
    private final List<ActorRef<StatusReply<Done>>> waiting = new ArrayList<>();
    /** What waits in the press. */
    private final List<Object> said = new ArrayList<>();

    private final List<Submit> held = new ArrayList<>();
    private final Queue<Runnable> checks = new ArrayDeque<>();
    private boolean isChecking;
    private @Nullable Publishers publishers;
    private @Nullable Followers followers;
    private Bytes grant = Bytes.EMPTY;
    private Bytes chain = Bytes.EMPTY;
    private long source;
    private @Nullable ActorRef<Command> owner;
    private @Nullable ActorRef<Feed> inlet;
    private @Nullable ActorRef<Demand> demand;
    /** The last of the feeds that was heeded. */
    private long fed;

    private boolean introduced;

    private TopicPubSub(ActorContext<Command> context, TimerScheduler<Command> timers, Settings settings) {
        this.context = context;
        this.timers = timers;
        this.settings = settings;
        this.readers = new Readers(context.messageAdapter(ActorIdentity.class, Told::new));
        this.press = new Press(
                settings.topic(),
                settings.self(),
                settings.publishing().epoch(),
                settings.publishing().key());
        this.encoder = BodyCodec.encoder(settings.protocol(), NoReferences.INSTANCE, Batch.MAX_BODY_BYTES);
        this.decoder = BodyCodec.decoder(settings.protocol(), NoReferences.INSTANCE, Batch.MAX_BODY_BYTES);
    }

    public static Behavior<Command> create(Settings settings) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new TopicPubSub(context, timers, settings).begin()));
    }

    private Behavior<Command> begin() {
        TopicAdvert advert = settings.advert();
        timers.startTimerWithFixedDelay(Timer.AGAIN, AGAIN);
        if (advert == null) {
            follow();
        } else {
            know(advert.description());
        }
        return Behaviors.receive(Command.class)
                .onMessage(Say.class, this::onSay)
                .onMessage(Subscribe.class, this::onSubscribe)
                .onMessage(Cancel.class, this::onCancel)
                .onMessage(PublishUnder.class, this::onPublishUnder)
                .onMessage(Recheck.class, this::onRecheck)
                .onMessage(Known.class, this::onKnown)
                .onMessage(Checked.class, this::onChecked)
                .onMessage(Follow.class, this::onFollow)
                .onMessage(Submit.class, this::onSubmit)
                .onMessage(Found.class, this::onFound)
                .onMessage(FromSource.class, this::onFromSource)
                .onMessage(Answered.class, this::onAnswered)
                .onMessage(Demanded.class, this::onDemanded)
                .onMessage(Told.class, this::onTold)
                .onMessage(Turn.class, this::onTurn)
                .onMessage(Timer.class, this::onTimer)
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
        if (isOwner() && followers().isEmpty() && !readers.isAnyChoosy()) {
            press.skip();
            ended(readers.tellInsatiable(say.message()));
            return Behaviors.same();
        }
        if (!isOwner() && (grant.size() == 0 || !submissions.hasRoom())) {
            publish(new TopicEvent.NotPublished(
                    settings.topic(), 1, grant.size() == 0 ? Objection.NO_RIGHT : Objection.OVERLOADED));
            return Behaviors.same();
        }
        try {
            draft(say.message());
        } catch (EncodingException cannot) {
            context.getLog().warn("a message cannot be on {}: {}", settings.topic(), cannot.getMessage());
        }
        return Behaviors.same();
    }

    private void draft(Object message) {
        int type = encoder.encode(message);
        if (!press.hasRoomFor(encoder.length())) {
            print();
        }
        press.add(type, Arrays.copyOf(encoder.buffer(), encoder.length()));
        said.add(message);
        later(Turn.PRINT);
    }

    /** Signs what was said since, and hands it on. */
    private void print() {
        List<Object> messages = List.copyOf(said);
        said.clear();
        press.print(grant, List.of(), now().toEpochMilli()).ifPresent(batch -> printed(batch, messages));
    }

    private void printed(Batch batch, List<Object> messages) {
        Publishers.Judgement judgement = publishers().judge(batch, now());
        if (judgement instanceof Publishers.Refused refused) {
            publish(new TopicEvent.NotPublished(settings.topic(), messages.size(), refused.why()));
            return;
        }
        inOrder.isNext(batch.stamp().slot(batch.stamp().count() - 1));
        for (int place = 0; place < messages.size(); place++) {
            Object message = messages.get(place);
            tell(batch, place, () -> message);
        }
        if (isOwner()) {
            offer(batch, ((Publishers.Taken) judgement).fresh());
            followers().feed();
        } else {
            submissions.add(batch);
            submit();
        }
    }

    private Behavior<Command> onPublishUnder(PublishUnder under) {
        chain = under.chain().encoded();
        grant = under.chain().id();
        introduced = false;
        introduceSelf();
        return Behaviors.same();
    }

    private void introduceSelf() {
        if (publishers != null && (isOwner() || grant.size() > 0)) {
            Optional<Objection> objection = publishers()
                    .introduce(settings.self(), settings.publishing().word(), chain, now());
            objection.ifPresent(
                    why -> context.getLog().warn("this node cannot publish on {}: {}", settings.topic(), why));
        }
    }

    // Telling those here.

    private Behavior<Command> onSubscribe(Subscribe subscribe) {
        Optional<String> objection = readers.add(
                subscribe.id(),
                subscribe.subscriber(),
                subscribe.filter(),
                subscribe.rule(),
                subscribe.hearer()::ended);
        if (objection.isPresent()) {
            subscribe.hearer().ended(objection.get());
            return Behaviors.same();
        }
        context.watch(subscribe.subscriber());
        if (isOwner()) {
            subscribe.hearer().started();
        } else {
            wants.put(subscribe.id(), subscribe.filter(), subscribe.hearer()::started);
            want();
        }
        return Behaviors.same();
    }

    private Behavior<Command> onCancel(Cancel cancel) {
        readers.remove(cancel.id()).ifPresent(context::unwatch);
        wants.remove(cancel.id());
        want();
        return Behaviors.same();
    }

    private Behavior<Command> onTold(Told told) {
        readers.had(told.identity());
        return Behaviors.same();
    }

    private void ended(List<Long> slow) {
        for (long id : slow) {
            readers.end(id, "it did not keep up").ifPresent(context::unwatch);
            wants.remove(id);
        }
    }

    /** Tells what is new of a batch that was judged. */
    private void tell(Batch batch, BitSet fresh) {
        for (int place = fresh.nextSetBit(0); place >= 0; place = fresh.nextSetBit(place + 1)) {
            if (inOrder.isNext(batch.stamp().slot(place))) {
                int here = place;
                tell(batch, place, () -> decoded(batch, here));
            }
        }
    }

    private void tell(Batch batch, int place, Supplier<@Nullable Object> message) {
        ended(readers.tell(type(batch, place), batch.bytes(), batch.offset(place), batch.length(place), message));
    }

    private String type(Batch batch, int place) {
        return settings.protocol().wireName(batch.type(place));
    }

    /** Null when it is no message of the topic; its publisher is to blame. */
    private @Nullable Object decoded(Batch batch, int place) {
        BodyCodec.Decoded decoded =
                decoder.decode(batch.type(place), batch.bytes(), batch.offset(place), batch.length(place));
        if (decoded instanceof BodyCodec.Value value) {
            return value.message();
        }
        context.getLog()
                .info("a message of {} cannot be read: {}", batch.stamp().publisher(), decoded);
        return null;
    }

    private void offer(Batch batch, BitSet fresh) {
        followers().offer(batch, fresh, settings.protocol().wireNames());
    }

    // At the owner: those who follow, and those who publish from elsewhere.

    private Behavior<Command> onFollow(Follow follow) {
        TopicAdvert advert = settings.advert();
        if (advert == null || !followers().hasRoom()) {
            return Behaviors.same();
        }
        followers().find(follow.feed()).ifPresent(this::leave);
        long id = followers().add(follow.feed());
        ActorRef<Demand> demand = context.spawnAnonymous(Behaviors.receiveMessage(said -> {
            context.getSelf().tell(new Demanded(id, said));
            return Behaviors.same();
        }));
        context.watch(follow.feed());
        demands.put(id, demand);
        follow.feed().tell(new Feed.Following(advert.signed().toArray(), demand));
        return Behaviors.same();
    }

    private Behavior<Command> onDemanded(Demanded demanded) {
        if (demanded.demand() instanceof Demand.Had had) {
            followers().had(demanded.follower(), had.number());
            followers().feed();
        } else if (demanded.demand() instanceof Demand.Want want) {
            want(demanded.follower(), want);
        } else {
            leave(demanded.follower());
        }
        return Behaviors.same();
    }

    /** Who wants what costs too much to find out gets everything, and may look for itself. */
    private void want(long follower, Demand.Want want) {
        if (Filter.decode(Bytes.of(want.filter())) instanceof Parsed.Accepted<Filter> accepted) {
            if (!followers().want(follower, accepted.value())) {
                followers().want(follower, Filter.everything());
            }
            followers().wanted(follower, want.number());
        } else {
            leave(follower);
        }
    }

    private void leave(long follower) {
        followers().remove(follower).ifPresent(context::unwatch);
        ActorRef<Demand> told = demands.remove(follower);
        if (told != null) {
            context.stop(told);
        }
    }

    private Behavior<Command> onSubmit(Submit submit) {
        if (!isOwner() || submit.batches().size() > MAX_SUBMITTED) {
            return Behaviors.same();
        }
        if (isChecking) {
            hold(submit);
            return Behaviors.same();
        }
        Feed.Introduced shown = submit.introduction().orElse(null);
        NodeId publisher =
                shown == null ? null : NodeId.admit(shown.publisher()).orElse(null);
        if (shown == null || publisher == null) {
            take(submit);
            return Behaviors.same();
        }
        Bytes shownChain = Bytes.of(shown.chain());
        publishers().introduce(publisher, Bytes.of(shown.key()), shownChain, now());
        check(() -> take(submit));
        return Behaviors.same();
    }

    /** Nothing is taken while it is asked which rights stand; who hears no answer says it again. */
    private void hold(Submit submit) {
        if (held.size() < MAX_HELD) {
            held.add(submit);
        }
    }

    /** Goes on when it is known which rights to publish here still stand. */
    private void check(Runnable then) {
        if (isChecking) {
            checks.add(then);
            return;
        }
        isChecking = true;
        List<Authorities.Claim> claims = publishers().holders().stream()
                .map(holder ->
                        new Authorities.Claim(holder.chain(), publishers().cutNow(holder.publisher(), holder.grant())))
                .toList();
        context.pipeToSelf(
                settings.authorities().cuts(claims),
                (cuts, failure) -> new Checked(failure == null ? cuts : null, then));
    }

    private Behavior<Command> onRecheck(Recheck recheck) {
        if (isOwner()) {
            check(() -> recheck.replyTo().tell(Done.getInstance()));
        } else {
            recheck.replyTo().tell(Done.getInstance());
        }
        return Behaviors.same();
    }

    private Behavior<Command> onChecked(Checked checked) {
        List<Bytes> cuts = checked.cuts();
        if (cuts != null) {
            cuts.forEach(this::cut);
            checked.then().run();
        }
        isChecking = false;
        Runnable another = checks.poll();
        if (another != null) {
            check(another);
            return Behaviors.same();
        }
        List<Submit> next = List.copyOf(held);
        held.clear();
        next.forEach(this::onSubmit);
        return Behaviors.same();
    }

    private void cut(Bytes signed) {
        boolean isNews =
                Cut.read(signed, settings.owner()).filter(publishers()::cut).isPresent();
        if (isNews && isOwner()) {
            followers().tell(new Feed.CutShort(signed.toArray()));
        }
    }

    private void take(Submit submit) {
        Submitted outcome = new Submitted(0, Optional.empty());
        for (byte[] bytes : submit.batches()) {
            Batch batch = Batch.read(bytes, 0, bytes.length).orElse(null);
            if (batch == null) {
                return;
            }
            outcome =
                    new Submitted(batch.stamp().first().sequence(), take(batch).map(Objection::name));
        }
        followers().feed();
        submit.replyTo().tell(outcome);
    }

    // Whoever brings it.

    /** @return why it was not taken, if not */
    private Optional<Objection> take(Batch batch) {
        Publishers.Judgement judgement = publishers().judge(batch, now());
        if (judgement instanceof Publishers.Refused refused) {
            return Optional.of(refused.why());
        }
        if (judgement instanceof Publishers.Exposed exposed) {
            exposed(exposed.proof());
            return Optional.of(Objection.LIAR);
        }
        BitSet fresh = ((Publishers.Taken) judgement).fresh();
        if (!fresh.isEmpty()) {
            tell(batch, fresh);
            if (isOwner()) {
                offer(batch, fresh);
            }
        }
        return Optional.empty();
    }

    private void exposed(Equivocation proof) {
        publish(new TopicEvent.PublisherExposed(settings.topic(), proof));
        if (isOwner()) {
            followers().tell(new Feed.Exposed(proof.signed().toArray()));
        }
    }

    // At a node that follows.

    private void follow() {
        Supplier<CompletionStage<ActorRef<Command>>> find = settings.source();
        if (find != null) {
            long now = ++source;
            introduced = false;
            owner = null;
            demand = null;
            timers.startSingleTimer(Timer.FOLLOW, FOLLOW_AGAIN);
            context.pipeToSelf(find.get(), (engine, failure) -> new Found(engine, now));
        }
    }

    private Behavior<Command> onFound(Found found) {
        ActorRef<Command> engine = found.engine();
        if (found.source() != source || engine == null) {
            return Behaviors.same();
        }
        if (inlet != null) {
            context.stop(inlet);
        }
        long now = source;
        inlet = context.spawnAnonymous(Behaviors.receiveMessage(said -> {
            context.getSelf().tell(new FromSource(said, now));
            return Behaviors.same();
        }));
        owner = engine;
        context.watch(engine);
        engine.tell(new Follow(inlet));
        return Behaviors.same();
    }

    private Behavior<Command> onTerminated(Terminated terminated) {
        if (terminated.getRef().equals(owner)) {
            owner = null;
            demand = null;
            timers.startSingleTimer(Timer.FOLLOW, FOLLOW_AGAIN);
        }
        readers.stopped(terminated.getRef()).forEach(wants::remove);
        want();
        if (isOwner()) {
            followers().find(terminated.getRef()).ifPresent(this::leave);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onFromSource(FromSource from) {
        if (from.source() != source) {
            return Behaviors.same();
        }
        Feed feed = from.feed();
        if (feed instanceof Feed.Following following) {
            onFollowing(following);
        } else if (publishers != null) {
            heed(feed);
        }
        return Behaviors.same();
    }

    private void onFollowing(Feed.Following following) {
        TopicAdvert.read(Bytes.of(following.advert()), settings.owner())
                .map(advert -> advert.value())
                .filter(advert -> advert.topic().equals(settings.topic()) && !advert.isExpired(now()))
                .ifPresent(advert -> begin(advert.description(), following.demand()));
    }

    private void begin(TopicDescription description, ActorRef<Demand> told) {
        if (!description.digest().equals(Bytes.of(settings.protocol().digest()))) {
            waiting.forEach(replyTo -> replyTo.tell(StatusReply.error("the messages of " + settings.topic() + " are "
                    + String.join(", ", description.types()) + " and not those of " + settings.protocol()
                    + " as they are here; does this program have another version of them?")));
            waiting.clear();
            return;
        }
        demand = told;
        fed = 0;
        know(description);
        told.tell(wants.say());
        submissions.again();
        submit();
    }

    private void heed(Feed feed) {
        if (feed instanceof Feed.Batches batches) {
            heed(batches);
        } else if (feed instanceof Feed.Wanted wanted) {
            wants.answered(wanted.number());
        } else if (feed instanceof Feed.CutShort shorter) {
            cut(Bytes.of(shorter.cut()));
        } else if (feed instanceof Feed.Exposed shown) {
            Equivocation.read(Bytes.of(shown.proof()))
                    .filter(publishers()::expose)
                    .ifPresent(this::exposed);
        } else if (feed instanceof Feed.Skipped skipped) {
            publish(new TopicEvent.FellBehind(settings.topic(), skipped.batches()));
        }
    }

    /** Those that come too early come again, in their order. */
    private void heed(Feed.Batches batches) {
        if (batches.number() == fed + 1) {
            fed++;
            batches.introductions().forEach(this::introduce);
            for (byte[] bytes : batches.batches()) {
                Batch.read(bytes, 0, bytes.length).ifPresent(this::take);
            }
        }
        if (demand != null) {
            demand.tell(new Demand.Had(fed));
        }
    }

    private void introduce(Feed.Introduced shown) {
        NodeId.admit(shown.publisher())
                .ifPresent(publisher ->
                        publishers().introduce(publisher, Bytes.of(shown.key()), Bytes.of(shown.chain()), now()));
    }

    /** What those here want together may have changed: the owner hears it soon. */
    private void want() {
        if (!isOwner()) {
            later(Turn.WANT);
        }
    }

    private void sayWhatIsWanted() {
        ActorRef<Demand> told = demand;
        if (told != null) {
            wants.news().ifPresent(told::tell);
        }
    }

    /** Hands over what this node said and the owner does not have yet. */
    private void submit() {
        ActorRef<Command> engine = owner;
        if (engine == null || demand == null) {
            return;
        }
        for (Batch batch : submissions.due()) {
            long now = source;
            Optional<Feed.Introduced> introduction = introduced ? Optional.empty() : Optional.of(introduction());
            introduced = true;
            context.ask(
                    Submitted.class,
                    engine,
                    ANSWER,
                    (ActorRef<Submitted> replyTo) -> new Submit(introduction, List.of(batch.bytes()), replyTo),
                    (submitted, late) -> new Answered(submitted, now));
        }
    }

    private Feed.Introduced introduction() {
        return new Feed.Introduced(
                settings.self().key().toArray(), settings.publishing().word().toArray(), chain.toArray());
    }

    private Behavior<Command> onAnswered(Answered answered) {
        Submitted submitted = answered.submitted();
        if (answered.source() != source) {
            return Behaviors.same();
        }
        if (submitted == null) {
            introduced = false;
            submissions.again();
        } else {
            submissions.answered(submitted.sequence());
            submitted
                    .refused()
                    .flatMap(TopicPubSub::objection)
                    .ifPresent(why -> publish(new TopicEvent.NotPublished(settings.topic(), 1, why)));
        }
        submit();
        return Behaviors.same();
    }

    private static Optional<Objection> objection(String name) {
        return Arrays.stream(Objection.values())
                .filter(objection -> objection.name().equals(name))
                .findFirst();
    }

    // Both.

    /** What the owner says of it is known. */
    private void know(TopicDescription description) {
        if (publishers == null) {
            publishers = new Publishers(
                    settings.owner(),
                    settings.name(),
                    description.publishers(),
                    description.types(),
                    Publishers.Limits.DEFAULT);
            followers = new Followers(publishers);
        }
        introduceSelf();
        waiting.forEach(replyTo -> replyTo.tell(StatusReply.ack()));
        waiting.clear();
    }

    private Behavior<Command> onKnown(Known known) {
        if (publishers == null) {
            waiting.add(known.replyTo());
        } else {
            known.replyTo().tell(StatusReply.ack());
        }
        return Behaviors.same();
    }

    /** What was said and not answered may not have come: whatever is said goes through queues that may be full. */
    private void again() {
        ActorRef<Demand> told = demand;
        if (isOwner()) {
            followers().again();
        } else if (told != null) {
            wants.unanswered().ifPresent(told::tell);
        }
    }

    private void later(Turn turn) {
        if (turns.add(turn)) {
            context.getSelf().tell(turn);
        }
    }

    private Behavior<Command> onTurn(Turn turn) {
        turns.remove(turn);
        switch (turn) {
            case PRINT -> print();
            case WANT -> sayWhatIsWanted();
        }
        return Behaviors.same();
    }

    private Behavior<Command> onTimer(Timer timer) {
        switch (timer) {
            case FOLLOW -> {
                if (demand == null) {
                    follow();
                }
            }
            case AGAIN -> again();
        }
        return Behaviors.same();
    }

    private boolean isOwner() {
        return settings.advert() != null;
    }

    private Publishers publishers() {
        return Objects.requireNonNull(publishers, "what the owner says of a topic comes first");
    }

    private Followers followers() {
        return Objects.requireNonNull(followers, "what the owner says of a topic comes first");
    }

    private Instant now() {
        return settings.clock().get();
    }

    private void publish(TopicEvent event) {
        context.getSystem().eventStream().tell(new EventStream.Publish<>(event));
    }
}
