package io.comity.topic;

import io.comity.evidence.Hashing;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.limit.Limit;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one publisher in one epoch: which of its latest {@link #WINDOW} sequence numbers, with which content, and how
 * fast. Of the batches themselves it keeps the latest, for the case that one is to be shown beside another.
 */
final class Track {
    /** Sequence numbers that are told apart; what is further behind the last is neither new nor old. */
    static final int WINDOW = 4_096;

    /** What the batches weigh that are kept to be shown. */
    static final int MAX_SHOWN_BYTES = 1 << 18;

    private Bytes key = Bytes.EMPTY;
    private @Nullable PublisherKey word;
    private final BitSet seen = new BitSet(WINDOW);
    private byte[] leaves = {};
    private final Deque<Batch> shown = new ArrayDeque<>();
    private int shownBytes;
    private @Nullable Pace pace;
    private long highest;
    private long highestMillis;

    /** The publisher's word for the key of this epoch; of two the one that is good for longer holds. */
    void vouched(Bytes signed, PublisherKey given) {
        PublisherKey before = word;
        if (before == null || given.expires() > before.expires()) {
            key = signed;
            word = given;
        }
    }

    /** Whether this key signs here. */
    boolean isOf(NodeId other) {
        return signer().equals(other);
    }

    NodeId signer() {
        return word().key();
    }

    boolean covers(long seconds) {
        return word().covers(seconds);
    }

    private PublisherKey word() {
        return Objects.requireNonNull(word, "a publisher is introduced with a word for its key");
    }

    /** The sequence number of the last message that was taken, 0 before the first. */
    long highest() {
        return highest;
    }

    Bytes key() {
        return key;
    }

    /** Whether every message of it was seen, or is too old to tell. */
    boolean isOver(Batch batch) {
        long last = batch.stamp().first().sequence() + batch.stamp().count() - 1;
        return last <= highest - WINDOW;
    }

    /** Whether its time is not before those of what came before it, nor after those of what comes after. */
    boolean isInTime(Stamp stamp) {
        long last = stamp.first().sequence() + stamp.count() - 1;
        return last > highest ? stamp.timeMillis() >= highestMillis : stamp.timeMillis() <= highestMillis;
    }

    /** Whether its publisher was slow enough. */
    boolean isInPace(Stamp stamp, Limit limit) {
        int count = beyond(stamp);
        return count == 0 || pace(stamp).admits(limit, unseen(stamp), count, stamp.timeMillis());
    }

    /** How many messages its publisher may say at this time, of {@code count} that follow what was seen. */
    int most(Limit limit, int count, long timeMillis) {
        Pace known = pace;
        return (known == null ? new Pace(timeMillis) : known).most(limit, 0, count, timeMillis);
    }

    private Pace pace(Stamp stamp) {
        return pace == null ? new Pace(stamp.timeMillis()) : pace;
    }

    /** Messages beyond the last that was seen. */
    private int beyond(Stamp stamp) {
        long last = stamp.first().sequence() + stamp.count() - 1;
        return (int) Math.max(0, Math.min(stamp.count(), last - highest));
    }

    /** Sequence numbers between the last that was seen and these; whoever joins late knows of none. */
    private long unseen(Stamp stamp) {
        return highest == 0 ? 0 : Math.max(0, stamp.first().sequence() - highest - 1);
    }

    /** The first of the messages here of which another content was seen, or -1. */
    int contradicted(Batch batch) {
        for (int place = batch.next(0); place >= 0; place = batch.next(place + 1)) {
            long sequence = batch.stamp().slot(place).sequence();
            if (isSeen(sequence) && !batch.isLeaf(place, leaves, index(sequence) * Hashing.BYTES)) {
                return place;
            }
        }
        return -1;
    }

    /** Which of the messages here are new. */
    BitSet fresh(Batch batch) {
        BitSet fresh = new BitSet();
        for (int place = batch.next(0); place >= 0; place = batch.next(place + 1)) {
            long sequence = batch.stamp().slot(place).sequence();
            fresh.set(place, sequence > highest - WINDOW && !isSeen(sequence));
        }
        return fresh;
    }

    private boolean isSeen(long sequence) {
        return sequence > highest - WINDOW && sequence <= highest && seen.get(index(sequence));
    }

    private static int index(long sequence) {
        return (int) (sequence % WINDOW);
    }

    /** Takes note of what was verified, and charges it. */
    void take(Batch batch, Limit limit) {
        Stamp stamp = batch.stamp();
        int count = beyond(stamp);
        if (count > 0) {
            pace = pace(stamp);
            pace.charge(limit, unseen(stamp), count, stamp.timeMillis());
            advance(stamp.first().sequence() + stamp.count() - 1);
            highestMillis = stamp.timeMillis();
        }
        for (int place = batch.next(0); place >= 0; place = batch.next(place + 1)) {
            note(batch, place, stamp.slot(place).sequence());
        }
        show(batch);
    }

    private void note(Batch batch, int place, long sequence) {
        if (leaves.length == 0) {
            leaves = new byte[WINDOW * Hashing.BYTES];
        }
        if (sequence > highest - WINDOW) {
            seen.set(index(sequence));
            batch.copyLeaf(place, leaves, index(sequence) * Hashing.BYTES);
        }
    }

    private void advance(long to) {
        for (long sequence = Math.max(highest + 1, to - WINDOW + 1); sequence <= to; sequence++) {
            seen.clear(index(sequence));
        }
        highest = to;
    }

    private void show(Batch batch) {
        shown.addLast(batch);
        shownBytes += batch.weight();
        while (shownBytes > MAX_SHOWN_BYTES) {
            shownBytes -= shown.removeFirst().weight();
        }
    }

    /** A batch that holds the message in this slot, if it is still kept. */
    @Nullable
    Batch shown(Slot slot) {
        for (Batch batch : shown) {
            long place = slot.sequence() - batch.stamp().first().sequence();
            if (place >= 0 && place < batch.stamp().count() && batch.has((int) place)) {
                return batch;
            }
        }
        return null;
    }
}
