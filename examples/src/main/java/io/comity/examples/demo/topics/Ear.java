package io.comity.examples.demo.topics;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.filter.Filter;
import io.comity.pubsub.Demand;
import io.comity.pubsub.Feed;
import io.comity.topic.Batch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Mallory hears as a follower: her node's topic is not asked, since she speaks for herself. */
final class Ear {
    /** Of what she has heard, the latest. */
    private static final int KEPT_BATCHES = 8;

    private final Deque<Batch> heard = new ArrayDeque<>();
    private Feed.@Nullable Introduced publisher;
    private @Nullable ActorRef<Demand> demand;
    private long messages;
    private long number;

    Behavior<Feed> listening() {
        return Behaviors.receiveMessage(feed -> {
            hear(feed);
            return Behaviors.same();
        });
    }

    private synchronized void hear(Feed feed) {
        if (feed instanceof Feed.Following following) {
            demand = following.demand();
            demand.tell(new Demand.Want(1, Filter.everything().encode().toArray()));
        } else if (feed instanceof Feed.Batches batches) {
            take(batches);
        }
    }

    private void take(Feed.Batches batches) {
        if (batches.number() == number + 1) {
            number++;
            batches.introductions().forEach(each -> publisher = each);
            batches.batches().forEach(this::keep);
        }
        if (demand != null) {
            demand.tell(new Demand.Had(number, 0));
        }
    }

    private void keep(byte[] bytes) {
        Batch.read(bytes, 0, bytes.length).ifPresent(batch -> {
            messages += batch.places().cardinality();
            heard.addLast(batch);
            if (heard.size() > KEPT_BATCHES) {
                heard.removeFirst();
            }
        });
    }

    synchronized long messages() {
        return messages;
    }

    synchronized List<Batch> heard() {
        return List.copyOf(heard);
    }

    /** Where Alice's node takes what Mallory hands over. */
    synchronized ActorRef<Demand> demand() {
        return Objects.requireNonNull(demand, "Mallory is no follower yet");
    }

    /** Who publishes, as Alice has shown it. */
    synchronized Feed.@Nullable Introduced publisher() {
        return publisher;
    }
}
