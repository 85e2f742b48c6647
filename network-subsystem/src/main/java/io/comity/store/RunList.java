package io.comity.store;

import io.comity.store.TopicLog.Run;
import io.comity.store.TopicLog.Runs;
import java.util.ArrayList;
import java.util.List;

/** Makes runs of sequences that come in order. */
final class RunList {
    /** Sequences in one answer, so that none is long in the making. */
    static final int MAX_SEQUENCES = 65_536;

    private final List<Run> runs = new ArrayList<>();
    private int sequences;
    private boolean isFull;

    /** Whether it takes more after this one; one that it no longer takes is not in it. */
    boolean add(long sequence) {
        boolean goesOn = !runs.isEmpty() && last().last() + 1 == sequence;
        isFull = sequences == MAX_SEQUENCES || !goesOn && runs.size() == TopicLog.MAX_PAGE;
        if (isFull) {
            return false;
        }
        sequences++;
        if (goesOn) {
            runs.set(runs.size() - 1, new Run(last().first(), sequence));
        } else {
            runs.add(new Run(sequence, sequence));
        }
        return true;
    }

    private Run last() {
        return runs.get(runs.size() - 1);
    }

    Runs answer() {
        return new Runs(runs, !isFull);
    }
}
