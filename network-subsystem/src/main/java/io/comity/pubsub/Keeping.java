package io.comity.pubsub;

import akka.actor.typed.javadsl.ActorContext;
import io.comity.identity.Bytes;
import io.comity.store.Answer;
import io.comity.store.Retention;
import io.comity.store.TopicLog;
import io.comity.topic.Batch;
import io.comity.topic.Objection;
import io.comity.topic.Paper;
import io.comity.topic.Publishers;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a node keeps of a topic: whole batches, each with the paper that shows by which right it was said. A batch is stored before
 * it is handed on, so that whoever asks for what was before misses nothing. Used by its {@link TopicPubSub} only.
 */
final class Keeping {
    /** Papers that are remembered as they were encoded. */
    private static final int MAX_PAPERS = 256;

    /** How often it is looked whether something is too old. */
    private static final Duration DROP_EVERY = Duration.ofSeconds(10);

    /** What became of a batch. */
    sealed interface Kept {}

    record New(long position) implements Kept {}

    /** It was kept before. */
    record Before() implements Kept {}

    /** Something else of its publisher is kept in its place. */
    record Contradicted(Bytes first) implements Kept {}

    record Not(Objection why) implements Kept {}

    /** Hands on what is stored now. */
    interface Stored {
        /** @param position of it; 0 when nothing is stored here */
        void at(long position, BitSet places);
    }

    private final ActorContext<TopicPubSub.Command> context;
    private final Court court;
    private final TopicLog log;
    private final Retention retention;
    private final Function<Runnable, TopicPubSub.Command> turn;
    private final Map<Publishers.Introduction, Bytes> papers = new HashMap<>();
    private Instant nextDrop = Instant.EPOCH;
    private @Nullable String complaint;
    private long last;

    /** @param turn makes what the engine tells itself to do something on its turn */
    Keeping(
            ActorContext<TopicPubSub.Command> context,
            Court court,
            Storage storage,
            Function<Runnable, TopicPubSub.Command> turn) {
        this.context = context;
        this.court = court;
        this.log = storage.log();
        this.retention = storage.retention();
        this.turn = turn;
        this.last = log.extent().last();
    }

    /** To be called every now and then: what is too old is kept no longer. */
    void dropOld() {
        Instant now = court.now();
        if (!now.isBefore(nextDrop)) {
            nextDrop = now.plus(DROP_EVERY);
            log.retain(retention, now.toEpochMilli());
        }
    }

    /** What was asked of it is done before. */
    void close() {
        log.close();
    }

    /** The position of what was handed on last. */
    long last() {
        return last;
    }

    /** Stores a batch that was judged; {@code then} is told on the engine's turn, in the order of calls. */
    void keep(Batch batch, Consumer<Kept> then) {
        long now = court.now().toEpochMilli();
        TopicLog.Entry entry = new TopicLog.Entry(batch.stamp().first(), now, Bytes.of(batch.bytes()), paper(batch));
        context.pipeToSelf(
                log.append(List.of(entry)), (answer, failure) -> turn.apply(() -> then.accept(kept(answer))));
    }

    private Bytes paper(Batch batch) {
        Publishers.Introduction introduction =
                court.publishers().introduction(batch.stamp()).orElseThrow();
        if (papers.size() >= MAX_PAPERS) {
            papers.clear();
        }
        return papers.computeIfAbsent(introduction, each -> new Paper(each.key(), each.chain()).encode());
    }

    private Kept kept(@Nullable Answer<List<TopicLog.Outcome>> answer) {
        if (answer instanceof Answer.Done<List<TopicLog.Outcome>> done) {
            complaint = null;
            return kept(done.value().get(0));
        }
        return answer instanceof Answer.Refused<List<TopicLog.Outcome>> refused
                ? refused(refused)
                : new Not(Objection.NOT_KEPT);
    }

    private Kept kept(TopicLog.Outcome outcome) {
        if (outcome instanceof TopicLog.Outcome.Stored stored) {
            last = stored.position();
            return new New(last);
        }
        return outcome instanceof TopicLog.Outcome.Conflict conflict
                ? new Contradicted(conflict.first())
                : new Before();
    }

    /** The owner of the disk hears of each cause once, until something was stored again. */
    private Kept refused(Answer.Refused<List<TopicLog.Outcome>> refused) {
        if (!refused.why().equals(complaint)) {
            complaint = refused.why();
            context.getLog().warn("{} is not kept: {}", court.topic(), refused.why());
            court.tell(new TopicEvent.NotKept(court.topic(), refused.why()));
        }
        return new Not(
                switch (refused.reason()) {
                    case DISK_FULL -> Objection.DISK_FULL;
                    case OVERLOADED -> Objection.OVERLOADED;
                    case TOO_BIG, DAMAGED, CLOSED -> Objection.NOT_KEPT;
                });
    }
}
