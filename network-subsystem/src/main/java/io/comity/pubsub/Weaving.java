package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.topic.Batch;
import io.comity.topic.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of a node that follows, when there are many: it joins those that feed each other, and is fed by the owner again when it
 * has no neighbour, or when its neighbours keep something from it. So neighbours can delay what it hears, and never keep it. Used
 * by its {@link TopicPubSub} only.
 */
final class Weaving implements Spreading.Doing {
    /** Times that something is missed before the owner feeds this node again. */
    static final int MAX_MISSED = 3;

    /** For how long the owner then does. */
    static final Duration DISTRUST = Duration.ofSeconds(30);

    /** What it needs of the part that follows. */
    interface Source {
        /** The number of the last feed that was dealt with. */
        long fed();

        void tell(Demand demand);

        /** Everything up to this position of what the owner stores has come. */
        void reached(long position);

        /** The owner's engine, while it is known. */
        @Nullable
        ActorRef<TopicPubSub.Command> owner();
    }

    private final ActorContext<TopicPubSub.Command> context;
    private final Court court;
    private final Wants wants;
    private final Telling telling;
    private final Spreading spreading;
    private final Company company;
    private final Source source;
    private final Meetings meetings;
    private @Nullable Ordering ordering;
    private Bytes ownersWord = Bytes.EMPTY;
    private boolean isTold;
    private int missed;
    private long distrustsUntilNs;

    /** @param then what the engine tells itself, to do that on its thread */
    Weaving(
            ActorContext<TopicPubSub.Command> context,
            Court court,
            Wants wants,
            Telling telling,
            Spreading spreading,
            Source source,
            Function<Runnable, TopicPubSub.Command> then) {
        this.context = context;
        this.court = court;
        this.wants = wants;
        this.telling = telling;
        this.spreading = spreading;
        this.company = spreading.company();
        this.source = source;
        this.meetings = new Meetings(context, spreading, source, then);
        this.distrustsUntilNs = company.nanoTime();
    }

    // What comes, from whomever.

    /** Hands over what is new, as soon as it is its turn. */
    void take(Batch batch, BitSet fresh) {
        Ordering known = ordering;
        if (known == null) {
            telling.tell(batch, fresh);
        } else {
            known.take(batch, fresh, company.nanoTime());
        }
    }

    @Override
    public void deliver(Batch batch, BitSet fresh) {
        take(batch, fresh);
    }

    // What the owner says.

    void heed(Feed feed) {
        if (feed instanceof Feed.Gather gather) {
            gather(gather);
        } else if (feed instanceof Feed.Standing standing) {
            standing(standing);
        } else if (feed instanceof Feed.Gone gone) {
            slot(gone.last()).ifPresent(last -> gone(last, gone.first()));
        } else if (feed instanceof Feed.Come) {
            come();
        } else if (feed instanceof Feed.Parted parted) {
            NodeId.admit(parted.node()).ifPresent(this::parted);
        } else if (spreading.isBegun()) {
            meetings.heed(feed);
        }
    }

    private void gather(Feed.Gather gather) {
        introduce(gather.owner());
        if (spreading.isBegun()) {
            source.tell(new Demand.Woven(isFedByOthers()));
        } else if (gather.after() == source.fed() && wants.isEverything()) {
            Ordering begun = new Ordering(
                    court.settings().self(),
                    telling::tell,
                    count -> court.tell(new TopicEvent.FellBehind(court.topic(), count)),
                    this::missing);
            begun.begin(telling.handedOver(), slots(gather.standing()), company.nanoTime());
            ordering = begun;
            spreading.begin(this);
            source.tell(new Demand.Woven(false));
            NodeId.admit(gather.member()).ifPresent(spreading::join);
        }
    }

    /** A word of the owner that was heard before costs nothing. */
    private void introduce(Feed.Introduced owner) {
        Bytes word = Bytes.of(owner.key());
        if (!word.equals(ownersWord)
                && court.introduce(court.settings().owner(), word, Bytes.EMPTY).isEmpty()) {
            ownersWord = word;
        }
    }

    private void standing(Feed.Standing standing) {
        Ordering known = ordering;
        introduce(standing.owner());
        if (known != null) {
            known.standing(slots(standing.latest()), company.nanoTime());
            if (known.isUpToDate()) {
                source.reached(standing.position());
            }
        }
        if (known != null && standing.isWoven() != isTold) {
            source.tell(new Demand.Woven(isTold));
        }
    }

    private void gone(Slot last, long first) {
        Ordering known = ordering;
        if (known != null) {
            known.gone(last, first, company.nanoTime());
        }
    }

    private static List<Slot> slots(List<Feed.Latest> latest) {
        List<Slot> slots = new ArrayList<>();
        latest.forEach(each -> slot(each).ifPresent(slots::add));
        return slots;
    }

    private static Optional<Slot> slot(Feed.Latest latest) {
        return latest.publisher().length == NodeId.SIZE_BYTES && latest.epoch() >= 0 && latest.sequence() > 0
                ? Optional.of(new Slot(new NodeId(Bytes.of(latest.publisher())), latest.epoch(), latest.sequence()))
                : Optional.empty();
    }

    private void come() {
        ActorRef<TopicPubSub.Command> owner = source.owner();
        if (spreading.isBegun() && owner != null) {
            spreading.dial(court.settings().owner(), owner);
        }
    }

    private void parted(NodeId node) {
        meetings.parted(node);
        spreading.drop(node);
    }

    // What is missing.

    private void missing(Slot first, long last) {
        source.tell(new Demand.Missing(first.publisher().key().toArray(), first.epoch(), first.sequence(), last));
        if (++missed >= MAX_MISSED) {
            missed = 0;
            distrustsUntilNs = company.nanoTime() + DISTRUST.toNanos();
        }
    }

    private boolean isFedByOthers() {
        return spreading.width() > 0 && company.nanoTime() - distrustsUntilNs >= 0;
    }

    /** To be called every now and then. */
    void again() {
        Ordering known = ordering;
        if (known != null) {
            meetings.again();
            known.again(company.nanoTime());
            if (isTold != isFedByOthers()) {
                isTold = !isTold;
                source.tell(new Demand.Woven(isTold));
                court.tell(new TopicEvent.Fed(court.topic(), isTold));
            }
        }
    }

    // Coming and going.

    /** The owner knows what is wanted here: whoever does not want everything gets only that, and from the owner. */
    void wanted() {
        if (!wants.isEverything()) {
            leave();
        }
    }

    /**
     * The owner's engine is another, which feeds this node until it is told otherwise. What was missed meanwhile is asked for by
     * page, if the owner keeps it, and must not come from elsewhere too.
     */
    void begun() {
        if (court.isKept()) {
            leave();
        }
        isTold = false;
    }

    /** Gives its place up, until it is gathered again. */
    void leave() {
        Ordering known = ordering;
        if (known != null) {
            ordering = null;
            spreading.end();
            known.end();
            if (isTold) {
                court.tell(new TopicEvent.Fed(court.topic(), false));
            }
            isTold = false;
            source.tell(new Demand.Woven(false));
        }
    }

    @Override
    public boolean isWelcome(NodeId peer) {
        return meetings.isWelcome(peer);
    }

    @Override
    public void connect(NodeId peer) {
        if (peer.equals(court.settings().owner())) {
            ActorRef<TopicPubSub.Command> owner = source.owner();
            if (owner == null) {
                spreading.failed(peer);
            } else {
                spreading.dial(peer, owner);
            }
        } else {
            meetings.connect(peer);
        }
    }

    @Override
    public void alone() {
        context.getLog().debug("nobody else is known to feed this node on {}", court.topic());
        spreading.join(court.settings().owner());
    }
}
