package io.comity.proxy;

import io.comity.evidence.Account;
import io.comity.witness.Batch;
import java.util.ArrayList;
import java.util.List;

/**
 * The entries of one session's ledger that are not in an account yet: added where messages are judged, taken by the NodeProxy.
 * Thread-safe; and knows whether the other side still signs what it is told.
 */
final class Reckoning {
    /** An account is due when there are as many entries as this, and else with each heartbeat. */
    static final int DUE_ENTRIES = 256;

    /** The same in bytes: one entry more still fits an account. */
    static final int DUE_BYTES = Account.MAX_BYTES - Account.Entry.MAX_BYTES - 512;

    private final int maxUnsigned;
    private final Runnable due;
    private final List<Account.Entry> entries = new ArrayList<>();
    private int bytes;
    private boolean isTold;
    private volatile int unsigned;

    /**
     * @param maxUnsigned accounts that may wait for the other side's signature; beyond it what it sends counts as not proven
     * @param due told once when an account is due, until it is taken
     */
    Reckoning(int maxUnsigned, Runnable due) {
        this.maxUnsigned = maxUnsigned;
        this.due = due;
    }

    /** No more messages come under this statement. */
    void close(Tally tally) {
        Batch.Ground ground = tally.ground();
        List<Long> refused = new ArrayList<>();
        tally.refused().forEach(run -> {
            refused.add((long) run.from);
            refused.add((long) run.count);
            refused.add((long) run.reason.code());
        });
        add(new Account.Entry(
                ground.statement().lane(),
                ground.statement().number(),
                ground.statement().root(),
                tally.messages(),
                List.copyOf(tally.grants()),
                refused));
    }

    private void add(Account.Entry entry) {
        boolean tell;
        synchronized (entries) {
            entries.add(entry);
            bytes += entry.encode().length;
            tell = !isTold && isDue();
            isTold |= tell;
        }
        if (tell) {
            due.run();
        }
    }

    private boolean isDue() {
        return entries.size() >= DUE_ENTRIES || bytes >= DUE_BYTES;
    }

    /** As many entries as one account holds, oldest first; perhaps none. */
    List<Account.Entry> take() {
        synchronized (entries) {
            int count = 0;
            int taken = 0;
            while (count < entries.size()
                    && count < Account.MAX_ENTRIES
                    && taken + entries.get(count).encode().length < DUE_BYTES + Account.Entry.MAX_BYTES) {
                taken += entries.get(count++).encode().length;
            }
            List<Account.Entry> first = List.copyOf(entries.subList(0, count));
            entries.subList(0, count).clear();
            bytes -= taken;
            isTold = false;
            return first;
        }
    }

    /** Whether {@link #take} would leave enough for another account. */
    boolean hasMore() {
        synchronized (entries) {
            return isDue();
        }
    }

    /** Accounts that were told and not signed yet. */
    void unsigned(int accounts) {
        unsigned = accounts;
    }

    boolean isOverdue() {
        return unsigned > maxUnsigned;
    }

    /** Accounts are kept until they are signed, so whoever goes on without signing is not listened to for ever. */
    boolean isHopeless() {
        return unsigned > 2L * maxUnsigned;
    }
}
