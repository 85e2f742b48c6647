package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.comity.dissemination.MembershipSettings;
import io.comity.dissemination.Output;
import io.comity.dissemination.Overlay;
import io.comity.dissemination.Talk;
import io.comity.dissemination.TreeSettings;
import io.comity.identity.NodeId;
import io.comity.topic.Batch;
import io.comity.topic.Endorsement;
import io.comity.topic.Objection;
import io.comity.topic.Publishers;
import io.comity.topic.Slot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One node's place among those that feed each other: does what its {@link Overlay} says, over its {@link Neighbours}, and keeps what
 * may be asked for again. A batch is one message to the overlay, in the slot of its first. Nothing is believed that a neighbour says:
 * it must be what the owner said or endorsed, whole, as its publisher signed it. Used by its {@link TopicPubSub} only.
 */
final class Spreading {
    /** Whose part in it this is: that of the owner, or of a node that follows. */
    interface Doing {
        /** A batch has come from a neighbour, with what of it is new. */
        void deliver(Batch batch, BitSet fresh);

        /** A link with that node is wanted: {@link #dial}, or {@link #failed}. */
        void connect(NodeId peer);

        /** Whether that node may have a link when it asks for one. */
        boolean isWelcome(NodeId peer);

        /** Nobody is known with whom there could be a link. */
        void alone();
    }

    private final ActorContext<TopicPubSub.Command> context;
    private final Court court;
    private final Company company;
    private final Function<Runnable, TopicPubSub.Command> turn;
    private final Consumer<Duration> later;
    private final Spread spread = new Spread();
    private final Deque<Output> outputs = new ArrayDeque<>();
    private @Nullable Doing doing;
    private @Nullable Overlay overlay;
    private @Nullable Neighbours neighbours;
    /** Of what is being taken. */
    private Spread.@Nullable Kept arriving;

    private BitSet fresh = new BitSet();
    private boolean isRunning;
    private long dueNs;
    private boolean isDueLater;

    /**
     * @param turn makes what the engine tells itself to do something on its turn
     * @param later calls {@link #due} after this time, and not after the time of an earlier call
     */
    Spreading(
            ActorContext<TopicPubSub.Command> context,
            Court court,
            Company company,
            Function<Runnable, TopicPubSub.Command> turn,
            Consumer<Duration> later) {
        this.context = context;
        this.court = court;
        this.company = company;
        this.turn = turn;
        this.later = later;
    }

    Company company() {
        return company;
    }

    boolean isBegun() {
        return overlay != null;
    }

    /** From now on this node has a place; nothing if it has one. */
    void begin(Doing part) {
        if (overlay == null) {
            NodeId self = court.settings().self();
            doing = part;
            overlay = new Overlay(
                    self, MembershipSettings.DEFAULT, TreeSettings.DEFAULT, company.random(), company.nanoTime());
            neighbours = new Neighbours(context, self, company::behind, court.publishers(), new Hearing());
            schedule();
        }
    }

    /** This node gives its place up. */
    void end() {
        Neighbours links = neighbours;
        overlay = null;
        neighbours = null;
        spread.clear();
        outputs.clear();
        if (links != null) {
            links.peers().forEach(links::drop);
        }
    }

    /** How many neighbours there are. */
    int width() {
        return overlay == null ? 0 : overlay.neighbours().size();
    }

    // What is to be done.

    private interface Input {
        List<Output> to(Overlay overlay, long nowNs);
    }

    private void run(Input input) {
        Overlay known = overlay;
        if (known == null) {
            return;
        }
        outputs.addAll(input.to(known, company.nanoTime()));
        if (isRunning) {
            return;
        }
        isRunning = true;
        for (Output next = outputs.poll(); next != null; next = outputs.poll()) {
            act(next);
        }
        isRunning = false;
        flush();
        schedule();
    }

    private void flush() {
        if (neighbours != null) {
            neighbours.flush();
        }
    }

    private void act(Output output) {
        Doing part = doing;
        Neighbours links = neighbours;
        if (part == null || links == null) {
            return;
        }
        if (output instanceof Output.Deliver deliver) {
            deliver(deliver.slot(), part);
        } else if (output instanceof Output.Forget forget) {
            spread.forget(forget.slot());
        } else if (output instanceof Output.Send send) {
            Spread.Kept sent = spread.find(send.slot());
            if (sent != null) {
                links.pass(send.peer(), sent.passed(), sent.batch().stamp());
            }
        } else if (output instanceof Output.Say say) {
            links.say(say.peer(), say.talk());
        } else if (output instanceof Output.Connect connect) {
            part.connect(connect.peer());
        } else if (output instanceof Output.Release release) {
            links.release(release.peer());
        } else if (output instanceof Output.Suspect suspect) {
            suspected(suspect.peer());
        } else if (output instanceof Output.Alone) {
            part.alone();
        }
    }

    private void suspected(NodeId peer) {
        context.getLog().info("{} fails those it feeds on {}, and feeds this node no more", peer, court.topic());
        court.tell(new TopicEvent.Suspected(court.topic(), peer));
    }

    private void deliver(Slot slot, Doing part) {
        Spread.Kept taken = arriving;
        if (taken != null && taken.slot().equals(slot)) {
            spread.add(taken).forEach(this::released);
            part.deliver(taken.batch(), fresh);
        }
    }

    private void released(Slot slot) {
        if (overlay != null) {
            overlay.released(slot);
        }
    }

    private void schedule() {
        Overlay known = overlay;
        if (known != null && (!isDueLater || known.dueNs() - dueNs < 0)) {
            isDueLater = true;
            dueNs = known.dueNs();
            later.accept(Duration.ofNanos(Math.max(1_000_000, dueNs - company.nanoTime())));
        }
    }

    /** The time has come. */
    void due() {
        isDueLater = false;
        run(Overlay::due);
        schedule();
    }

    // What is said.

    /** The owner says or has taken a batch. */
    void publish(Batch batch, Optional<Endorsement> endorsement) {
        arriving = new Spread.Kept(batch, passed(batch, endorsement));
        fresh = new BitSet();
        run((known, nowNs) -> known.publish(batch.stamp().first(), nowNs));
    }

    private static Exchange.Passed passed(Batch batch, Optional<Endorsement> endorsement) {
        return new Exchange.Passed(
                batch.bytes(), endorsement.map(Endorsement::encode).orElse(new byte[0]));
    }

    /** See {@link Spread#of}. */
    List<Batch> kept(Slot first, long last, long most) {
        return spread.of(first, last, most);
    }

    // Links.

    void join(NodeId contact) {
        run((known, nowNs) -> known.join(contact, nowNs));
    }

    /** There is an engine to ask for the link that was wanted. */
    void dial(NodeId peer, ActorRef<TopicPubSub.Command> engine) {
        with(links -> links.dial(peer, engine));
    }

    /** There is no link to be had with that node. */
    void failed(NodeId peer) {
        run((known, nowNs) -> known.failed(peer, nowNs));
    }

    /** Another node asks for a link; it hears nothing when it gets none. */
    void accept(ActorRef<Exchange> remote) {
        Doing part = doing;
        boolean isWelcome =
                part != null && company.behind(remote).filter(part::isWelcome).isPresent();
        if (isWelcome) {
            with(links -> links.accept(remote));
        }
    }

    /** That node is to be fed by nobody any more. */
    void drop(NodeId peer) {
        with(links -> links.drop(peer));
    }

    private void heed(long link, Exchange said) {
        with(links -> links.heed(link, said));
    }

    /** An actor has stopped: perhaps that of a neighbour. */
    void stopped(ActorRef<?> actor) {
        with(links -> links.stopped(actor));
    }

    /** What was not answered may not have come. */
    void again() {
        Overlay known = overlay;
        if (known != null) {
            Set<NodeId> useful = new HashSet<>(known.neighbours());
            with(links -> links.again(useful));
        }
    }

    private void with(Consumer<Neighbours> deed) {
        Neighbours links = neighbours;
        if (links != null) {
            deed.accept(links);
            flush();
        }
    }

    private final class Hearing implements Neighbours.Hearing {
        @Override
        public void linked(NodeId peer) {
            run((known, nowNs) -> known.linked(peer, nowNs));
        }

        @Override
        public void lost(NodeId peer) {
            run((known, nowNs) -> known.neighbours().contains(peer) ? known.lost(peer, nowNs) : List.of());
        }

        @Override
        public void failed(NodeId peer) {
            Spreading.this.failed(peer);
        }

        @Override
        public void heard(NodeId peer, Talk talk) {
            run((known, nowNs) -> known.hear(peer, talk, nowNs));
        }

        @Override
        public void heard(NodeId peer, Exchange.Passed passed) {
            take(peer, passed);
        }

        @Override
        public void broke(NodeId peer) {
            breaks(peer);
        }

        @Override
        public TopicPubSub.Command said(long link, Exchange said, Runnable handled) {
            return turn.apply(() -> {
                handled.run();
                heed(link, said);
            });
        }
    }

    // What comes.

    private void take(NodeId peer, Exchange.Passed passed) {
        Overlay known = overlay;
        Batch batch = Batch.read(passed.batch(), 0, passed.batch().length)
                .filter(whole -> whole.isWhole() && whole.stamp().topic().equals(court.topic()))
                .orElse(null);
        if (known == null) {
            return;
        }
        if (batch == null || passed.endorsement().length > Endorsement.MAX_BYTES) {
            breaks(peer);
            return;
        }
        Slot slot = batch.stamp().first();
        if (!known.isNew(slot, company.nanoTime())) {
            run((overlay, nowNs) -> overlay.received(peer, slot, nowNs));
        } else if (court.isOwner()) {
            // What it does not know the owner itself has said before it was started again.
            run((overlay, nowNs) -> {
                overlay.unwanted(slot);
                return List.of();
            });
        } else {
            judge(peer, batch, passed);
        }
    }

    private void breaks(NodeId peer) {
        suspected(peer);
        run((known, nowNs) -> known.suspect(peer, nowNs));
    }

    private void judge(NodeId peer, Batch batch, Exchange.Passed passed) {
        Slot slot = batch.stamp().first();
        Publishers.Judgement judgement = judged(peer, batch, Endorsement.read(passed.endorsement()));
        if (judgement instanceof Publishers.Taken taken) {
            arriving = new Spread.Kept(batch, passed);
            fresh = taken.fresh();
            run((overlay, nowNs) -> overlay.received(peer, slot, nowNs));
        } else if (judgement instanceof Publishers.Refused refused && isNobodysFault(refused.why())) {
            run((overlay, nowNs) -> {
                overlay.unwanted(slot);
                return List.of();
            });
        } else {
            run((overlay, nowNs) -> overlay.unusable(peer, slot, nowNs));
        }
    }

    /**
     * Whether others would bring the same. Whatever depends on bytes that are not verified yet, such as times, is the fault of
     * whoever brings them: else altered bytes would keep the message itself from being asked for.
     */
    private static boolean isNobodysFault(Objection why) {
        return why == Objection.LIAR || why == Objection.TOO_OLD;
    }

    /**
     * Who is not known yet, or not by what stands now, is introduced by what the neighbour has shown, once the owner's word for the
     * batch was found good.
     */
    private Publishers.Judgement judged(NodeId peer, Batch batch, Optional<Endorsement> endorsement) {
        Publishers.Judgement judgement = court.judge(batch, endorsement);
        boolean isUnknown = judgement instanceof Publishers.Refused refused
                && (refused.why() == Objection.NOT_INTRODUCED || refused.why() == Objection.EXPIRED);
        Neighbours links = neighbours;
        if (links == null || !isUnknown) {
            return judgement;
        }
        List<Feed.Introduced> shown = links.shown(peer, batch.stamp().publisher());
        shown.forEach(court::introduce);
        return shown.isEmpty() ? judgement : court.judge(batch, endorsement);
    }
}
