package io.comity.proxy;

import io.comity.evidence.Account;
import io.comity.identity.Bytes;
import io.comity.mission.Chain;
import io.comity.mission.Grant;
import io.comity.mission.Reason;
import io.comity.witness.Batch;
import io.comity.witness.Shelf;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of the messages under one statement, counted as they are judged. Of the session's {@code receiving}. */
final class Tally {
    /** Grants that are named; further ones are not. */
    static final int MAX_GRANTS = Account.Entry.MAX_GRANTS;

    /** Runs of refusals that are told apart; the last runs to the last refusal of all. */
    static final int MAX_RUNS = Account.Entry.MAX_RUNS;

    /** Messages in a row that were refused for one reason. */
    static final class Run {
        final int from;
        final Reason reason;
        int count = 1;

        Run(int from, Reason reason) {
            this.from = from;
            this.reason = reason;
        }
    }

    private final Batch.Ground ground;
    private final long shelved;
    private final Set<Bytes> grants = new LinkedHashSet<>();
    private final List<Run> refused = new ArrayList<>();
    private @Nullable Grant last;
    private int count;

    private Tally(Batch.Ground ground, long shelved) {
        this.ground = ground;
        this.shelved = shelved;
    }

    static Tally open(Batch.Ground ground, Shelf shelf) {
        return new Tally(ground, shelf.open(ground));
    }

    /** Puts signed messages on the shelf, if they fit there. Always true. */
    boolean keep(Shelf shelf, byte[] bytes, int from, int to, byte[] which) {
        shelf.add(shelved, bytes, from, to - from, which);
        return true;
    }

    void count(@Nullable Reason reason, @Nullable Grant under) {
        int place = count++;
        if (reason != null) {
            refuse(place, reason);
        } else if (under != null && under != last) {
            last = under;
            name(under.terms().chain());
        }
    }

    private void refuse(int place, Reason reason) {
        Run run = refused.isEmpty() ? null : refused.get(refused.size() - 1);
        boolean goesOn = run != null && run.reason == reason && run.from + run.count == place;
        if (run != null && (goesOn || refused.size() == MAX_RUNS)) {
            run.count = place - run.from + 1;
        } else {
            refused.add(new Run(place, reason));
        }
    }

    private void name(@Nullable Chain chain) {
        if (chain != null && grants.size() < MAX_GRANTS) {
            grants.add(chain.id());
        }
    }

    Batch.Ground ground() {
        return ground;
    }

    int messages() {
        return count;
    }

    Set<Bytes> grants() {
        return grants;
    }

    List<Run> refused() {
        return refused;
    }
}
