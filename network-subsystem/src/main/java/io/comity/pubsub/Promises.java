package io.comity.pubsub;

import io.comity.topic.Batch;
import io.comity.topic.Objection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What those wait for who publish from this node on the topic of another. Used by its {@link Following} only. */
final class Promises {
    /** A promise, for the message at this place of its batch. */
    record Promised(int place, Promise promise) {
        void stored(Batch batch) {
            promise.stored(batch.stamp().slot(place));
        }

        static void failed(List<Promised> promised, String why) {
            promised.forEach(each -> each.promise.failed(why));
        }

        /** @param count of those who said so */
        static void tooFew(List<Promised> promised, int count) {
            failed(
                    promised,
                    count + " nodes said within " + Holders.PATIENCE.toSeconds()
                            + " s that they have stored it, and that is too few");
        }
    }

    private static final class Waiting {
        private final Batch batch;
        private final List<Promised> promised;
        private final Instant until;
        private int holders;

        private Waiting(Batch batch, List<Promised> promised, Instant until) {
            this.batch = batch;
            this.promised = new ArrayList<>(promised);
            this.until = until;
        }

        private void stored(int count) {
            holders = Math.max(holders, count);
            promised.removeIf(each -> {
                boolean isEnough = each.promise().holders() <= count;
                if (isEnough) {
                    each.stored(batch);
                }
                return isEnough;
            });
        }
    }

    /** By the sequence number of the first message of the batch. */
    private final Map<Long, Waiting> waiting = new LinkedHashMap<>();

    void add(Batch batch, List<Promised> promised, Instant now) {
        if (!promised.isEmpty()) {
            waiting.put(batch.stamp().first().sequence(), new Waiting(batch, promised, now.plus(Holders.PATIENCE)));
        }
    }

    /** How many are to store the batch that begins with this sequence number, for somebody who waits. */
    List<Integer> wanted(long sequence) {
        Waiting batch = waiting.get(sequence);
        return batch == null
                ? List.of()
                : batch.promised.stream()
                        .map(each -> each.promise().holders())
                        .distinct()
                        .toList();
    }

    /** So many have stored that batch. */
    void stored(long sequence, int holders) {
        waiting.computeIfPresent(sequence, (first, batch) -> {
            batch.stored(holders);
            return batch.promised.isEmpty() ? null : batch;
        });
    }

    void refused(long sequence, Objection why) {
        Waiting batch = waiting.remove(sequence);
        if (batch != null) {
            Promised.failed(batch.promised, Court.why(why));
        }
    }

    /** Whoever waits too long hears so. */
    void expire(Instant now) {
        waiting.values().removeIf(batch -> {
            boolean isOver = !now.isBefore(batch.until);
            if (isOver) {
                Promised.tooFew(batch.promised, batch.holders);
            }
            return isOver;
        });
    }
}
