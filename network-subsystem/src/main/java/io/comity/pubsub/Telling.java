package io.comity.pubsub;

import akka.actor.ActorIdentity;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.comity.engine.BodyCodec;
import io.comity.filter.Filter;
import io.comity.topic.Batch;
import io.comity.topic.WhenSlow;
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

    /** @param asked is told how far actors are, for {@link #had} */
    Telling(ActorContext<TopicPubSub.Command> context, Court court, Wants wants, ActorRef<ActorIdentity> asked) {
        this.context = context;
        this.court = court;
        this.wants = wants;
        this.readers = new Readers(asked);
        this.decoder = BodyCodec.decoder(court.settings().protocol(), NoReferences.INSTANCE, Batch.MAX_BODY_BYTES);
    }

    boolean isAnyChoosy() {
        return readers.isAnyChoosy();
    }

    void subscribe(
            long id, ActorRef<Object> subscriber, Filter filter, WhenSlow<Object> rule, TopicPubSub.Hearer hearer) {
        Optional<String> objection = readers.add(id, subscriber, filter, rule, hearer::ended);
        if (objection.isPresent()) {
            hearer.ended(objection.get());
            return;
        }
        context.watch(subscriber);
        if (court.isOwner()) {
            hearer.started();
        } else {
            wants.put(id, filter, hearer::started);
        }
    }

    void cancel(long id) {
        readers.remove(id).ifPresent(context::unwatch);
        wants.remove(id);
    }

    void stopped(ActorRef<?> actor) {
        Set<Long> gone = readers.stopped(actor);
        gone.forEach(wants::remove);
    }

    void had(ActorIdentity identity) {
        readers.had(identity);
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
        String type = court.settings().protocol().wireName(batch.type(place));
        ended(readers.tell(type, batch.bytes(), batch.offset(place), batch.length(place), message));
    }

    private void ended(List<Long> slow) {
        for (long id : slow) {
            readers.end(id, "it did not keep up").ifPresent(context::unwatch);
            wants.remove(id);
        }
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
}
