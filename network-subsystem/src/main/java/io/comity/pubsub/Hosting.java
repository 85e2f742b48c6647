package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.filter.Filter;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.topic.Batch;
import io.comity.topic.Cut;
import io.comity.topic.Objection;
import io.comity.topic.TopicAdvert;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The owner's part: feeds the nodes that follow, and takes what others publish, once it is known that their rights stand. Used by
 * its {@link TopicPubSub} only.
 */
final class Hosting {
    /** Submissions that wait until it is known which rights stand. */
    static final int MAX_HELD = 256;

    /** What the engine tells itself. */
    interface Words {
        TopicPubSub.Command demanded(long follower, Demand demand);

        TopicPubSub.Command checked(@Nullable List<Bytes> cuts, Runnable then);
    }

    private final ActorContext<TopicPubSub.Command> context;
    private final Court court;
    private final TopicAdvert advert;
    private final Words words;
    private final Function<Batch, Optional<Objection>> taker;
    private final Followers followers;
    private final Map<Long, ActorRef<Demand>> demands = new HashMap<>();
    private final List<TopicPubSub.Submit> held = new ArrayList<>();
    private final Queue<Runnable> checks = new ArrayDeque<>();
    private boolean isChecking;

    /** @param taker judges a batch, and hands it on; says why not, if not */
    Hosting(
            ActorContext<TopicPubSub.Command> context,
            Court court,
            TopicAdvert advert,
            Words words,
            Function<Batch, Optional<Objection>> taker) {
        this.context = context;
        this.court = court;
        this.advert = advert;
        this.words = words;
        this.taker = taker;
        this.followers = new Followers(court.publishers());
    }

    // Those who follow.

    boolean isFollowed() {
        return !followers.isEmpty();
    }

    void follow(ActorRef<Feed> feed) {
        if (!followers.hasRoom()) {
            return;
        }
        stopped(feed);
        long id = followers.add(feed);
        ActorRef<TopicPubSub.Command> self = context.getSelf();
        ActorRef<Demand> demand = context.spawnAnonymous(Behaviors.receiveMessage(said -> {
            self.tell(words.demanded(id, said));
            return Behaviors.same();
        }));
        context.watch(feed);
        demands.put(id, demand);
        feed.tell(new Feed.Following(advert.signed().toArray(), demand));
    }

    void heed(long follower, Demand demand) {
        if (demand instanceof Demand.Had had) {
            followers.had(follower, had.number());
            followers.feed();
        } else if (demand instanceof Demand.Want want) {
            want(follower, want);
        } else {
            leave(follower);
        }
    }

    /** Who wants what costs too much to find out gets everything, and may look for itself. */
    private void want(long follower, Demand.Want want) {
        if (Filter.decode(Bytes.of(want.filter())) instanceof Parsed.Accepted<Filter> accepted) {
            if (!followers.want(follower, accepted.value())) {
                followers.want(follower, Filter.everything());
            }
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
        ActorRef<Demand> told = demands.remove(follower);
        if (told != null) {
            context.stop(told);
        }
    }

    /** Of a batch that was judged; sent by {@link #feed}. */
    void offer(Batch batch, BitSet fresh) {
        followers.offer(batch, fresh, court.settings().protocol().wireNames());
    }

    void feed() {
        followers.feed();
    }

    void tell(Feed feed) {
        followers.tell(feed);
    }

    /** What was not answered may not have come. */
    void again() {
        followers.again();
    }

    // Those who publish from elsewhere.

    void submit(TopicPubSub.Submit submit) {
        if (submit.batches().size() > TopicPubSub.MAX_SUBMITTED) {
            return;
        }
        if (isChecking) {
            hold(submit);
        } else {
            // What gives no right costs the authority nothing, and what gives one no more than its holder's.
            submit.introduction()
                    .flatMap(court::introduce)
                    .ifPresentOrElse(publisher -> check(publisher::equals, () -> take(submit)), () -> take(submit));
        }
    }

    /** Nothing is taken while it is asked which rights stand; who hears no answer says it again. */
    private void hold(TopicPubSub.Submit submit) {
        if (held.size() < MAX_HELD) {
            held.add(submit);
        }
    }

    private void take(TopicPubSub.Submit submit) {
        TopicPubSub.Submitted outcome = new TopicPubSub.Submitted(0, Optional.empty());
        for (byte[] bytes : submit.batches()) {
            Batch batch = Batch.read(bytes, 0, bytes.length).orElse(null);
            if (batch == null) {
                return;
            }
            outcome = new TopicPubSub.Submitted(
                    batch.stamp().first().sequence(), taker.apply(batch).map(Objection::name));
        }
        feed();
        submit.replyTo().tell(outcome);
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
                (cuts, failure) -> words.checked(failure == null ? cuts : null, then));
    }

    /** @param cuts of rights that do not stand; null when that could not be found out, and then nothing goes on */
    void checked(@Nullable List<Bytes> cuts, Runnable then) {
        if (cuts != null) {
            cuts.forEach(this::cut);
            then.run();
        }
        isChecking = false;
        Runnable another = checks.poll();
        if (another != null) {
            another.run();
        } else {
            List<TopicPubSub.Submit> next = List.copyOf(held);
            held.clear();
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
