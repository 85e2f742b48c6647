package io.comity.witness;

import io.comity.evidence.Account;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.store.Ledgers;
import io.comity.store.Ledgers.SavedReceipt;
import io.comity.store.Ledgers.SavedTip;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ledgers of a node: those it keeps of what others sent, each going on where it ended, and the receipts it has for what it sent.
 * Bounded in bytes, by dropping the oldest receipts; the end of a ledger is never forgotten. Written by the Router, read by any.
 */
public final class LedgerBook {
    /** What a receipt counts beside its account. */
    static final int RECEIPT_COST_BYTES = 1_024;

    private record Key(NodeId owner, NodeId holder, Bytes session, long last) {}

    private final long maxBytes;
    private final Ledgers store;
    private final Map<NodeId, SavedTip> tips = new HashMap<>();
    private final Map<Key, SavedReceipt> receipts = new LinkedHashMap<>();
    private long bytes;

    /** @param maxBytes of receipts, in the store and in memory */
    public LedgerBook(long maxBytes, Ledgers store) {
        this.maxBytes = maxBytes;
        this.store = store;
        store.tips().forEach(tip -> tips.put(tip.holder(), tip));
        store.receipts().forEach(this::add);
    }

    /** The next piece of the ledger that {@code owner}, this node, keeps of a holder. */
    public synchronized Account next(NodeId owner, NodeId holder, Bytes session, List<Account.Entry> entries) {
        SavedTip tip = tips.get(holder);
        return tip == null
                ? new Account(owner, holder, session, 1, Account.BEGINNING, entries)
                : new Account(owner, holder, session, tip.last() + 1, tip.head(), entries);
    }

    /** This node has signed it: its ledger ends there now. */
    public synchronized void signed(Account account, Bytes receipt) {
        SavedTip tip = new SavedTip(account.holder(), account.last(), account.head());
        tips.put(account.holder(), tip);
        store.putTip(tip);
        put(new SavedReceipt(
                account.owner(),
                account.holder(),
                account.session(),
                account.last(),
                account.encode(),
                receipt,
                Bytes.EMPTY));
    }

    /** The other side has signed what this node keeps of it. */
    public synchronized void agreed(NodeId owner, NodeId holder, Bytes session, long last, Bytes agreement) {
        SavedReceipt known = receipts.get(new Key(owner, holder, session, last));
        if (known != null) {
            put(new SavedReceipt(owner, holder, session, last, known.account(), known.receipt(), agreement));
        }
    }

    /** This node has signed what another keeps of it. */
    public synchronized void received(Account account, Bytes receipt, Bytes agreement) {
        put(new SavedReceipt(
                account.owner(),
                account.holder(),
                account.session(),
                account.last(),
                account.encode(),
                receipt,
                agreement));
    }

    private void put(SavedReceipt receipt) {
        store.putReceipt(receipt);
        add(receipt);
        while (bytes > maxBytes && !receipts.isEmpty()) {
            drop(receipts.values().iterator().next());
        }
    }

    private void add(SavedReceipt receipt) {
        SavedReceipt before = receipts.put(key(receipt), receipt);
        bytes += cost(receipt) - (before == null ? 0 : cost(before));
    }

    private void drop(SavedReceipt oldest) {
        receipts.remove(key(oldest));
        bytes -= cost(oldest);
        store.removeReceipt(oldest);
    }

    private static Key key(SavedReceipt receipt) {
        return new Key(receipt.owner(), receipt.holder(), receipt.session(), receipt.last());
    }

    private static long cost(SavedReceipt receipt) {
        return receipt.account().size() + (long) RECEIPT_COST_BYTES;
    }

    /** Oldest first. */
    public synchronized List<SavedReceipt> receipts() {
        return List.copyOf(receipts.values());
    }
}
