package io.comity.pubsub;

import io.comity.topic.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * What this node publishes on the topic of another, until that has it: handed over {@link #MAX_UNDERWAY} batches at a time, and
 * again from the first that was not answered when the other node comes back. Used by its {@link TopicPubSub} only.
 */
final class Submissions {
    /** Batches that were handed over and not answered. */
    static final int MAX_UNDERWAY = 8;

    /** Bytes of all that are not answered; what more is published is refused. */
    static final int MAX_BYTES = 4 << 20;

    private final Deque<Batch> unanswered = new ArrayDeque<>();
    private int underway;
    private long bytes;

    boolean hasRoom() {
        return bytes + Batch.MAX_BYTES <= MAX_BYTES;
    }

    void add(Batch batch) {
        unanswered.addLast(batch);
        bytes += batch.bytes().length;
    }

    /** Those to hand over now. */
    List<Batch> due() {
        List<Batch> due = new ArrayList<>();
        int position = 0;
        for (Batch batch : unanswered) {
            if (position >= underway && position < MAX_UNDERWAY) {
                due.add(batch);
            }
            if (++position >= MAX_UNDERWAY) {
                break;
            }
        }
        underway += due.size();
        return due;
    }

    /** The batch that begins with this sequence number was answered. Answers to several may come in any order. */
    void answered(long sequence) {
        Iterator<Batch> handedOver = unanswered.iterator();
        for (int position = 0; position < underway && handedOver.hasNext(); position++) {
            Batch batch = handedOver.next();
            if (batch.stamp().first().sequence() == sequence) {
                handedOver.remove();
                bytes -= batch.bytes().length;
                underway--;
                return;
            }
        }
    }

    /** Nothing that was handed over is known to have come. */
    void again() {
        underway = 0;
    }
}
