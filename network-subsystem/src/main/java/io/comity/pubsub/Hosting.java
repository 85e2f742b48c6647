package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.comity.filter.Filter;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.topic.Batch;
import io.comity.topic.Cut;
import io.comity.topic.Objection;
import io.comity.topic.Slot;
import io.comity.topic.TopicAdvert;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The owner's part: feeds the nodes that follow, and takes what others publish, once it is known that their rights stand. Used by
 * its {@link TopicPubSub} only.
 */
final class Hosting {
    /** Submissions that wait until it is known which rights stand. */
    static final int MAX_HELD = 256;

    /** Of them all; a single one may be longer. */
    static final long MAX_HELD_BYTES = 16 << 20;

    /** Of one node: as many as it says before it has heard anything, four times: it says them anew when it hears nothing. */
    static final int MAX_HELD_OF_ONE = 4 * Submissions.MAX_UNDERWAY;

    /** Times that one node may follow: one for each program of it that is being replaced. When it comes once more, the first goes. */
    static final int MAX_OF_NODE = 4;

    private record Held(long follower, Optional<NodeId> node, Demand.Submit submit) {
        /** A node is the same whenever it follows. */
        private boolean isOfSame(Held that) {
            return node.isPresent() ? node.equals(that.node) : follower == that.follower;
        }
    }

    private final ActorContext<TopicPubSub.Command> context;
    private final Court court;
    private TopicAdvert advert;
    private final Function<Runnable, TopicPubSub.Command> turn;
    private final Taker taker;
    private final LongSupplier position;
    private final Followers followers;
    private final Holders holders = new Holders();
    private final Questions questions;
    private final Gathering gathering;
    private final Map<Long, ActorRef<Demand>> demands = new HashMap<>();
    private final Map<Long, InTurn> turns = new HashMap<>();
    private final List<Held> held = new ArrayList<>();
    private long heldBytes;
    private final Queue<Runnable> checks = new ArrayDeque<>();
    private boolean isChecking;

    /** Judges a batch, and hands it on. */
    interface Taker {
        /** @param then is told, on the engine's turn, why not, if not */
        void take(Batch batch, Consumer<Optional<Objection>> then);
    }

    /**
     * @param turn makes what the engine tells itself to do something on its turn
     * @param position of what was stored last; 0 when nothing is
     */
    Hosting(
            ActorContext<TopicPubSub.Command> context,
            Court court,
            Spreading spreading,
            TopicAdvert advert,
            Function<Runnable, TopicPubSub.Command> turn,
            Taker taker,
            @Nullable Pages pages,
            LongSupplier position) {
        this.context = context;
        this.court = court;
        this.advert = advert;
        this.turn = turn;
        this.taker = taker;
        this.position = position;
        this.followers = new Followers(court.publishers());
        this.questions = new Questions(court, holders, pages);
        this.gathering = new Gathering(court, followers, spreading);
    }

    // Those who follow.

    boolean isFollowed() {
        return !followers.isEmpty();
    }

    void follow(ActorRef<Feed> feed) {
        stopped(feed);
        List<Long> others = gathering.ofSameNode(feed);
        if (others.size() >= MAX_OF_NODE) {
            leave(others.get(0));
        }
        if (!followers.hasRoom()) {
            return;
        }
        long id = followers.add(feed);
        ActorRef<TopicPubSub.Command> self = context.getSelf();
        ActorRef<Demand> demand = context.spawnAnonymous(Inlet.create(
                Demand::bytes,
                (said, handled) -> self.tell(turn.apply(() -> {
                    handled.run();
                    heed(id, said);
                }))));
        context.watch(feed);
        demands.put(id, demand);
        gathering.followed(id, feed);
        feed.tell(new Feed.Following(advert.signed().toArray(), position.getAsLong(), demand));
    }

    /** Of one that has left something may still be on its way. */
    private void heed(long follower, Demand demand) {
        if (demands.containsKey(follower)) {
            heard(follower, demand);
        }
    }

    private void heard(long follower, Demand demand) {
        if (demand instanceof Demand.Had had) {
            followers.had(follower, had.number(), had.stored()).forEach(first -> holders.stored(first, follower));
            followers.feed();
        } else if (demand instanceof Demand.Want want) {
            want(follower, want);
        } else if (demand instanceof Demand.Submit submit) {
            submit(follower, submit);
        } else if (demand instanceof Demand.Read read) {
            questions.read(follower, read);
        } else if (demand instanceof Demand.Await await) {
            questions.await(follower, await);
        } else if (demand instanceof Demand.Leave) {
            leave(follower);
        } else {
            gathering.heed(follower, demand);
        }
    }

    /** Who wants what costs too much to find out gets everything, and may look for itself. */
    private void want(long follower, Demand.Want want) {
        if (Filter.decode(Bytes.of(want.filter())) instanceof Parsed.Accepted<Filter> accepted) {
            if (!followers.want(follower, accepted.value())) {
                followers.want(follower, Filter.everything());
            }
            gathering.wants(follower);
            followers.wanted(follower, want.number());
        } else {
            leave(follower);
        }
    }

    /** An actor has stopped: perhaps that of a follower. */
    void stopped(ActorRef<?> actor) {
        followers.find(actor).ifPresent(this::leave);
    }

    private void leave(long follower) {
        followers.remove(follower).ifPresent(context::unwatch);
        gathering.left(follower);
        turns.remove(follower);
        questions.left(follower);
        ActorRef<Demand> told = demands.remove(follower);
        if (told != null) {
            context.stop(told);
        }
    }

    /**
     * Of a batch that was judged; sent by {@link #feed}.
     *
     * @param at its position in what is stored here; 0 when nothing is
     */
    void offer(Batch batch, BitSet fresh, long at) {
        if (at > 0) {
            holders.stored(batch.stamp().first(), Holders.SELF);
        }
        followers.offer(batch, fresh, at, court.settings().protocol().wireNames());
        gathering.spread(batch, at);
    }

    void feed() {
        followers.feed();
    }

    /** This node's word for its topic was given anew. */
    void renewed(TopicAdvert later) {
        advert = later;
        tell(new Feed.Renewed(later.signed().toArray()));
    }

    void tell(Feed feed) {
        followers.tell(feed);
    }

    /** What was not answered may not have come. */
    void again() {
        followers.again();
        gathering.again();
        holders.expire(court.now());
    }

    // Those who wait until something is stored.

    /** Those who wait for what this node has said. */
    void await(Saying.Printed printed) {
        Slot first = printed.batch().stamp().first();
        printed.promised()
                .forEach(each -> await(first, each.promise().holders(), count -> {
                    if (count >= each.promise().holders()) {
                        each.stored(printed.batch());
                    } else {
                        Promises.Promised.tooFew(List.of(each), count);
                    }
                }));
    }

    /** What this node has said is not on the topic. */
    void refused(Saying.Printed printed, Objection why) {
        holders.forget(printed.batch().stamp().first());
        Promises.Promised.failed(printed.promised(), Court.why(why));
    }

    /** @param told as by {@link Holders#await} */
    private void await(Slot first, int count, IntConsumer told) {
        holders.await(first, count, told, court.now());
    }

    // Those who publish from elsewhere.

    private void submit(long follower, Demand.Submit submit) {
        Held next = new Held(follower, gathering.node(follower), submit);
        boolean isTooMuch = submit.batches().size() > TopicPubSub.MAX_SUBMITTED
                || submit.introduction().filter(shown -> !shown.isSane()).isPresent();
        if (!isTooMuch
                && hasRoom(next)
                && turns.computeIfAbsent(follower, first -> new InTurn()).take(submit.run(), submit.number())) {
            submit(next);
        }
    }

    private boolean hasRoom(Held next) {
        boolean isOverfull = held.size() >= MAX_HELD
                || !held.isEmpty() && heldBytes + next.submit().bytes() > MAX_HELD_BYTES;
        return !isChecking
                || !isOverfull && held.stream().filter(next::isOfSame).count() < MAX_HELD_OF_ONE;
    }

    /** Nothing is taken while it is asked which rights stand; whoever hears no answer says it again. */
    private void submit(Held next) {
        Demand.Submit submit = next.submit();
        if (isChecking) {
            held.add(next);
            heldBytes += submit.bytes();
        } else {
            // What gives no right costs the authority nothing, and what gives one no more than its holder's.
            submit.introduction()
                    .flatMap(court::introduce)
                    .ifPresentOrElse(publisher -> check(publisher::equals, () -> take(submit)), () -> take(submit));
        }
    }

    private void take(Demand.Submit submit) {
        List<Batch> batches = new ArrayList<>();
        for (byte[] bytes : submit.batches()) {
            // Some of a batch would be stored as if it were all.
            Optional<Batch> batch = Batch.read(bytes, 0, bytes.length).filter(Batch::isWhole);
            if (batch.isEmpty()) {
                return;
            }
            batches.add(batch.get());
        }
        take(batches.iterator(), new TopicPubSub.Submitted(0, Optional.empty()), submit.replyTo());
    }

    private void take(Iterator<Batch> left, TopicPubSub.Submitted before, ActorRef<TopicPubSub.Submitted> replyTo) {
        if (!left.hasNext()) {
            feed();
            replyTo.tell(before);
            return;
        }
        Batch batch = left.next();
        long sequence = batch.stamp().first().sequence();
        taker.take(
                batch,
                objection -> take(left, new TopicPubSub.Submitted(sequence, objection.map(Objection::name)), replyTo));
    }

    // Which rights stand.

    /** Goes on when it is known which rights to publish here still stand. */
    void check(Runnable then) {
        check(publisher -> true, then);
    }

    private void check(Predicate<NodeId> whose, Runnable then) {
        if (isChecking) {
            checks.add(() -> check(whose, then));
            return;
        }
        isChecking = true;
        List<Authorities.Claim> claims = court.publishers().holders().stream()
                .filter(holder -> whose.test(holder.publisher()))
                .map(holder -> new Authorities.Claim(
                        holder.chain(), court.publishers().cutNow(holder.publisher(), holder.grant())))
                .toList();
        context.pipeToSelf(
                court.settings().authorities().cuts(claims),
                (cuts, failure) -> turn.apply(() -> checked(failure == null ? cuts : null, then)));
    }

    /** @param cuts of rights that do not stand; null when that could not be found out, and then nothing goes on */
    private void checked(@Nullable List<Bytes> cuts, Runnable then) {
        if (cuts != null) {
            cuts.forEach(this::cut);
            then.run();
        }
        isChecking = false;
        Runnable another = checks.poll();
        if (another != null) {
            another.run();
        } else {
            List<Held> next = List.copyOf(held);
            held.clear();
            heldBytes = 0;
            next.forEach(this::submit);
        }
    }

    private void cut(Bytes signed) {
        boolean isNews = Cut.read(signed, court.settings().owner())
                .filter(court.publishers()::cut)
                .isPresent();
        if (isNews) {
            tell(new Feed.CutShort(signed.toArray()));
        }
    }
}
