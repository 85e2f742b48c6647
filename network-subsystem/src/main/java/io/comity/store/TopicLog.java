package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.store.Answer.Reason;
import io.comity.topic.Slot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What a node keeps of one topic: messages in the order in which it stored them, by what right they were published, and proofs that
 * a publisher lied.
 *
 * <p>An entry's position is one more than that of the entry stored before it, wherever the log was closed, killed or trimmed in
 * between; no position is given twice. What is held is therefore always one unbroken stretch of positions. A slot is held once:
 * of two entries for it the first stays, whatever the second says.
 *
 * <p>Nothing here throws on what others sent. Stages complete on a thread of the log, which nobody may hold up, and never fail
 * but for a mistake in the log itself. Appends become durable together, in the order in which they were asked for; an {@link
 * Outcome} is told when it would survive a loss of power. One that is refused changed nothing, and the next is tried as if it had
 * not been. Readers do not hold up appends.
 *
 * <p>Time is the caller's clock and never goes back within a log: an entry that would be older than the one before it counts as
 * stored at the same moment.
 */
public interface TopicLog extends AutoCloseable {
    /** A payload of 64 KiB, and what is signed with it. */
    int MAX_SIGNED_BYTES = 72 * 1024;

    /** A publisher's key and a chain of grants. */
    int MAX_INTRODUCTION_BYTES = 40 * 1024;

    /** Held at a time; how many bytes they have together, the room of the log bounds. */
    int MAX_INTRODUCTIONS = 1 << 20;

    int MAX_APPEND_ENTRIES = 1_024;

    /** With introductions, each instance once. */
    int MAX_APPEND_BYTES = 4 << 20;

    /** Appends, proofs and retentions that wait for the disk. */
    int MAX_WAITING = 4_096;

    int MAX_WAITING_BYTES = 16 << 20;

    int MAX_WAITING_READS = 256;

    /** Of entries, series, runs or proofs. */
    int MAX_PAGE = 1_024;

    /** With introductions, each once. The first of a page is there whatever its size. */
    int MAX_PAGE_BYTES = 1 << 20;

    int MAX_PROOFS = 1_024;

    /** Two messages and some words. */
    int MAX_PROOF_BYTES = 2 * MAX_SIGNED_BYTES + 4 * 1024;

    /**
     * @param storedMillis by the clock of whoever stores it
     * @param introduction by which word and right it was published, opaque here and not compared; held once for all entries that
     *     came with it, and forgotten with the last of them. Those of one page share an instance.
     */
    record Entry(Slot slot, long storedMillis, Bytes signed, Bytes introduction) {}

    record Kept(long position, Entry entry) {}

    /** What became of one entry that was appended. */
    sealed interface Outcome {
        record Stored(long position) implements Outcome {}

        /** The same was stored before. */
        record Known(long position) implements Outcome {}

        /**
         * Something else was stored before in its slot, and stays.
         *
         * @param first what was; empty when the conflicts of one append have more than {@link #MAX_PAGE_BYTES}: {@link #one}
         *     reads it
         */
        record Conflict(long position, Bytes first) implements Outcome {}

        /**
         * Not stored and not held: its slot is not after one of the same publisher that retention took, so it may have been
         * stored before.
         */
        record Past() implements Outcome {}
    }

    /** Where a reader begins. */
    sealed interface From {
        /** In order of positions. */
        record Position(long position) implements From {}

        /** What its publisher said in this slot and after it: in order of epochs, and in each of sequences. */
        record Place(Slot slot) implements From {}

        /** In order of positions, from the first that was stored then or later. */
        record Time(long millis) implements From {}
    }

    /** @param isLast whether there was nothing more */
    record Page(List<Kept> entries, boolean isLast) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /**
     * What is held of one publisher in one epoch.
     *
     * @param first sequence, and {@code last}
     * @param held how many
     */
    record Series(NodeId publisher, long epoch, long first, long last, long held) {
        public boolean hasGaps() {
            return last - first >= held;
        }
    }

    /** Sequences without a gap, both ends held. */
    record Run(long first, long last) {}

    /** @param isLast whether there was nothing more */
    record Runs(List<Run> runs, boolean isLast) {
        public Runs {
            runs = List.copyOf(runs);
        }
    }

    record Proof(NodeId publisher, long epoch, Bytes bytes) {}

    /**
     * @param first position held, one more than {@code last} when nothing is
     * @param last position given, 0 at first
     * @param bytes signed, of all entries held
     */
    record Extent(long first, long last, long bytes) {
        public long entries() {
            return last - first + 1;
        }
    }

    /** What is on the disk now. */
    Extent extent();

    /**
     * All of them or, when it is refused, none.
     *
     * @return an outcome for each entry; refused {@link Reason#TOO_BIG} past {@link #MAX_APPEND_ENTRIES}, {@link
     *     #MAX_APPEND_BYTES} or, for one, {@link #MAX_SIGNED_BYTES} or {@link #MAX_INTRODUCTION_BYTES}; {@link Reason#DISK_FULL}
     *     when more than {@link #MAX_INTRODUCTIONS} were held then
     */
    CompletionStage<Answer<List<Outcome>>> append(List<Entry> entries);

    /**
     * @param maxEntries at least 1; more than {@link #MAX_PAGE} is as many
     * @param maxBytes signed, and introductions; more than {@link #MAX_PAGE_BYTES} is as many
     */
    CompletionStage<Answer<Page>> read(From from, int maxEntries, int maxBytes);

    CompletionStage<Answer<Optional<Kept>>> one(Slot slot);

    /** The first series by publisher's key, then epoch; empty when nothing is held. */
    CompletionStage<Answer<List<Series>>> series();

    /** Those behind this one. */
    CompletionStage<Answer<List<Series>>> seriesAfter(NodeId publisher, long epoch);

    /** What is held of the series of this slot, from it on. One run may be told as two that touch. */
    CompletionStage<Answer<Runs>> runs(Slot from);

    /**
     * That a publisher said two things in one epoch. Retention does not take it.
     *
     * @return whether it was put; if not, there was one, which stays. Refused {@link Reason#TOO_BIG} past {@link
     *     #MAX_PROOF_BYTES} and {@link #MAX_PROOFS}
     */
    CompletionStage<Answer<Boolean>> putProof(Proof proof);

    /** The first by publisher's key, then epoch, at most {@link #MAX_PAGE_BYTES} of them; empty when there is none. */
    CompletionStage<Answer<List<Proof>>> proofs();

    /** Those behind this one. */
    CompletionStage<Answer<List<Proof>>> proofsAfter(NodeId publisher, long epoch);

    /**
     * Keeps no more than this from now on, and takes what is too old now, oldest position first. Appends go on meanwhile. Number
     * and bytes are kept with each append; age only when this is called.
     *
     * @return how many it took
     */
    CompletionStage<Answer<Long>> retain(Retention retention, long nowMillis);

    /** Does what was asked for, then lets go of every file; again does nothing. Not to be called on a thread of the log. */
    @Override
    void close();
}
