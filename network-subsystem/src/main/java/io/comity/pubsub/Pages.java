package io.comity.pubsub;

import akka.actor.typed.javadsl.ActorContext;
import io.comity.filter.Filter;
import io.comity.filter.Index;
import io.comity.identity.Bytes;
import io.comity.identity.Parsed;
import io.comity.store.Answer;
import io.comity.store.TopicLog;
import io.comity.topic.Batch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Answers those who ask for what was on the topic before, from what this node keeps of it: some at a time, and only what they
 * want. Used by its {@link TopicPubSub} only.
 */
final class Pages {
    /** Questions that are looked into at a time; whoever asks one more is to ask again. */
    static final int MAX_READS = 64;

    /** Of batches and papers in one page, unless the first takes more. */
    static final int MAX_BYTES = 60 * 1_024;

    /** Pages of the log that are looked at for one answer. */
    static final int MAX_LOOKS = 32;

    private static final int MAX_ENTRIES = 256;
    private static final int MAX_TESTS = 4_096;

    private final ActorContext<TopicPubSub.Command> context;
    private final TopicLog log;
    private final List<String> types;
    private final Function<Runnable, TopicPubSub.Command> turn;
    private int reads;

    Pages(
            ActorContext<TopicPubSub.Command> context,
            TopicLog log,
            List<String> types,
            Function<Runnable, TopicPubSub.Command> turn) {
        this.context = context;
        this.log = log;
        this.types = types;
        this.turn = turn;
    }

    /** @param then is told the page on the engine's turn */
    void read(Since since, Bytes filter, Consumer<Page> then) {
        Index<Boolean> wanted = new Index<>(1, MAX_TESTS);
        boolean isFilter = Filter.decode(filter) instanceof Parsed.Accepted<Filter> accepted
                && wanted.put(true, accepted.value()).isEmpty();
        if (!isFilter || Since.in(since).isEmpty()) {
            then.accept(Page.refused(since, Page.UNREADABLE));
        } else if (reads >= MAX_READS) {
            then.accept(Page.refused(since, Page.LATER));
        } else {
            reads++;
            new Reading(since, wanted, page -> {
                        reads--;
                        then.accept(page);
                    })
                    .look();
        }
    }

    /** One question. */
    private final class Reading {
        private final Index<Boolean> wanted;
        private final Consumer<Page> then;
        private final Map<Bytes, Integer> papers = new LinkedHashMap<>();
        private final List<Page.Past> found = new ArrayList<>();
        private Since next;
        private int bytes;
        private int looks;

        Reading(Since since, Index<Boolean> wanted, Consumer<Page> then) {
            this.next = since;
            this.wanted = wanted;
            this.then = then;
        }

        void look() {
            looks++;
            context.pipeToSelf(
                    log.read(Since.in(next).orElseThrow(), MAX_ENTRIES, MAX_BYTES),
                    (answer, failure) -> turn.apply(() -> {
                        if (answer instanceof Answer.Done<TopicLog.Page> done) {
                            take(done.value());
                        } else {
                            refuse(answer instanceof Answer.Refused<TopicLog.Page> refused
                                    && refused.reason() == Answer.Reason.OVERLOADED);
                        }
                    }));
        }

        private void take(TopicLog.Page page) {
            for (TopicLog.Kept kept : page.entries()) {
                if (!take(kept)) {
                    answer(false);
                    return;
                }
                next = Since.after(next, kept);
            }
            if (page.isLast() || looks >= MAX_LOOKS) {
                answer(page.isLast());
            } else {
                look();
            }
        }

        /** False when there is no room for it. */
        private boolean take(TopicLog.Kept kept) {
            Optional<Batch> part = wanted(kept.entry().signed());
            if (part.isEmpty()) {
                return true;
            }
            byte[] batch = part.get().bytes();
            Bytes paper = kept.entry().introduction();
            int more = batch.length + (papers.containsKey(paper) ? 0 : paper.size());
            if (!found.isEmpty() && bytes + more > MAX_BYTES) {
                return false;
            }
            bytes += more;
            Integer known = papers.get(paper);
            int number = known == null ? papers.size() : known;
            papers.put(paper, number);
            found.add(new Page.Past(kept.entry().storedMillis(), number, batch));
            return true;
        }

        private Optional<Batch> wanted(Bytes signed) {
            byte[] bytes = signed.toArray();
            return Batch.read(bytes, 0, bytes.length).flatMap(batch -> {
                BitSet places = new BitSet();
                for (int place = batch.next(0); place >= 0; place = batch.next(place + 1)) {
                    places.set(place, isWanted(batch, place));
                }
                return places.isEmpty() ? Optional.empty() : Optional.of(batch.with(places));
            });
        }

        private boolean isWanted(Batch batch, int place) {
            boolean isBefore = next instanceof Since.Place from
                    && from.isAfter(batch.stamp().slot(place));
            return !isBefore
                    && batch.type(place) < types.size()
                    && !wanted.match(
                                    types.get(batch.type(place)),
                                    batch.bytes(),
                                    batch.offset(place),
                                    batch.length(place))
                            .isEmpty();
        }

        private void answer(boolean isLast) {
            List<byte[]> shown = papers.keySet().stream().map(Bytes::toArray).toList();
            then.accept(new Page(shown, found, next, isLast, Optional.empty()));
        }

        private void refuse(boolean isBusy) {
            then.accept(Page.refused(next, isBusy ? Page.LATER : Page.NOT_KEPT));
        }
    }
}
