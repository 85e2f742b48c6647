package io.comity.pubsub;

import akka.actor.ActorIdentity;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.comity.engine.BodyCodec;
import io.comity.filter.Matcher;
import io.comity.identity.NodeId;
import io.comity.topic.Batch;
import io.comity.topic.History;
import io.comity.topic.Objection;
import io.comity.topic.Paper;
import io.comity.topic.Slot;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hands over what is on a topic to the actors of this node that want it, in order. Used by its {@link TopicPubSub} only. */
final class Telling {
    private final ActorContext<TopicPubSub.Command> context;
    private final Court court;
    private final Wants wants;
    private final Readers readers;
    private final BodyCodec.Decoder decoder;
    private final InOrder inOrder = new InOrder();
    private final Complaints unreadable = new Complaints();
    private final Complaints unheeded = new Complaints();
    private final Replaying replaying;

    /**
     * @param asked is told how far actors are, for {@link #had}
     * @param source of what was said before
     */
    Telling(
            ActorContext<TopicPubSub.Command> context,
            Court court,
            Wants wants,
            ActorRef<ActorIdentity> asked,
            Replaying.Source source) {
        this.context = context;
        this.court = court;
        this.wants = wants;
        this.readers = new Readers(asked);
        this.replaying = new Replaying(source, new Past());
        this.decoder = BodyCodec.decoder(court.settings().protocol(), NoReferences.INSTANCE, Batch.MAX_BODY_BYTES);
    }

    boolean isAnyChoosy() {
        return readers.isAnyChoosy();
    }

    void subscribe(Subscribing subscribe) {
        long id = subscribe.id();
        TopicPubSub.Hearer hearer = subscribe.hearer();
        Optional<String> objection =
                readers.add(id, subscribe.subscriber(), subscribe.filter(), subscribe.rule(), hearer::ended);
        if (objection.isPresent()) {
            hearer.ended(objection.get());
            return;
        }
        context.watch(subscribe.subscriber());
        if (isPastWanted(subscribe)) {
            readers.hold(id);
        }
        if (court.isOwner()) {
            started(subscribe);
        } else {
            wants.put(id, subscribe.filter(), () -> started(subscribe));
        }
    }

    private static boolean isPastWanted(Subscribing subscribe) {
        return !(subscribe.since() instanceof Since.Now);
    }

    private void started(Subscribing subscribe) {
        subscribe.hearer().started();
        if (isPastWanted(subscribe)) {
            replaying.begin(subscribe.id(), subscribe.filter(), subscribe.since(), new InOrder());
        }
    }

    /** Something was missed; what is kept from there on is asked for, for everybody. */
    void recover(long position) {
        readers.wanted().forEach((id, filter) -> {
            if (replaying.isReplaying(id)) {
                readers.miss(id);
            } else if (!readers.isHeld(id)) {
                InOrder told = inOrder.copy();
                readers.past(id).ifPresent(told::merge);
                replaying.begin(id, filter, new Since.Position(position), told);
            }
        });
    }

    void cancel(long id) {
        gone(id);
        readers.remove(id).ifPresent(context::unwatch);
    }

    private void gone(long id) {
        replaying.cancel(id);
        wants.remove(id);
    }

    void stopped(ActorRef<?> actor) {
        Set<Long> gone = readers.stopped(actor);
        gone.forEach(this::gone);
    }

    /** The last message of each publisher that was handed over. */
    List<Slot> handedOver() {
        return inOrder.last();
    }

    void had(ActorIdentity identity) {
        readers.had(identity).ifPresent(replaying::had);
    }

    void again() {
        replaying.again();
    }

    long dropped(long id) {
        return readers.dropped(id);
    }

    /** A message that nobody elsewhere will hear of, and that nobody here chooses by its content. */
    void tellAll(Object message) {
        ended(readers.tellInsatiable(message));
    }

    /** What this node has said itself. */
    void tellOwn(Batch batch, List<Object> messages) {
        inOrder.isNext(batch.stamp().slot(batch.stamp().count() - 1));
        for (int place = 0; place < messages.size(); place++) {
            Object message = messages.get(place);
            tell(batch, place, () -> message);
        }
    }

    /** Tells what is new of a batch that was judged. */
    void tell(Batch batch, BitSet fresh) {
        for (int place = fresh.nextSetBit(0); place >= 0; place = fresh.nextSetBit(place + 1)) {
            if (inOrder.isNext(batch.stamp().slot(place))) {
                int here = place;
                tell(batch, place, () -> decoded(batch, here));
            }
        }
    }

    private void tell(Batch batch, int place, Supplier<@Nullable Object> message) {
        ended(readers.tell(
                batch.stamp().slot(place),
                type(batch, place),
                batch.bytes(),
                batch.offset(place),
                batch.length(place),
                message));
    }

    private String type(Batch batch, int place) {
        return court.settings().protocol().wireName(batch.type(place));
    }

    private void ended(List<Long> over) {
        over.forEach(id -> end(id, readers.whyOver(id)));
    }

    private void end(long id, String why) {
        readers.end(id, why).ifPresent(context::unwatch);
        gone(id);
    }

    /** What was said before, for one subscriber. */
    private final class Past implements Replaying.Audience {
        private @Nullable History history;

        @Override
        public void hold(long id) {
            readers.hold(id);
        }

        @Override
        public boolean isIdle(long id) {
            return readers.isIdle(id);
        }

        @Override
        public void tell(long id, Page page, Matcher wanted, InOrder told) {
            page.past()
                    .forEach(past -> page.paper(past)
                            .ifPresent(paper -> Batch.read(past.batch(), 0, past.batch().length)
                                    .filter(batch -> isGood(batch, paper, Instant.ofEpochMilli(past.storedMillis())))
                                    .ifPresent(batch -> tell(id, batch, wanted, told))));
        }

        private boolean isGood(Batch batch, Paper paper, Instant stored) {
            History known = history;
            if (known == null) {
                known = court.publishers().history();
                history = known;
            }
            Optional<Objection> objection = known.judge(batch, paper, stored);
            objection.ifPresent(why ->
                    complain(unheeded, batch, "some of what {} is said to have said before is not heeded: {}", why));
            return objection.isEmpty();
        }

        private void tell(long id, Batch batch, Matcher wanted, InOrder told) {
            for (int place = batch.next(0); place >= 0; place = batch.next(place + 1)) {
                boolean isTold = told.isNext(batch.stamp().slot(place))
                        && wanted.matches(type(batch, place), batch.bytes(), batch.offset(place), batch.length(place));
                Object message = isTold ? decoded(batch, place) : null;
                if (message != null) {
                    readers.tellPast(id, message);
                }
            }
        }

        @Override
        public boolean release(long id, InOrder told) {
            Optional<List<Long>> over = readers.release(id, told);
            over.ifPresent(Telling.this::ended);
            return over.isPresent();
        }

        @Override
        public void end(long id, String why) {
            Telling.this.end(id, why);
        }
    }

    /** Null when it is no message of the topic; its publisher is to blame. */
    private @Nullable Object decoded(Batch batch, int place) {
        BodyCodec.Decoded decoded =
                decoder.decode(batch.type(place), batch.bytes(), batch.offset(place), batch.length(place));
        if (decoded instanceof BodyCodec.Value value) {
            return value.message();
        }
        complain(unreadable, batch, "messages of {} cannot be read, the first of them: {}", decoded);
        return null;
    }

    private void complain(Complaints before, Batch batch, String what, Object why) {
        NodeId publisher = batch.stamp().publisher();
        if (before.isFirst(publisher)) {
            context.getLog().info(what, publisher, why);
        }
    }
}
