package io.comity.node;

import io.comity.evidence.Account;
import io.comity.evidence.LedgerFile;
import io.comity.identity.NodeId;
import io.comity.store.Ledgers.SavedReceipt;
import io.comity.witness.LedgerBook;
import java.util.List;
import java.util.function.Predicate;

/**
 * What this node and others have signed of the signed messages between them: how many came, under which grants, and which were
 * refused. How much is kept is {@code comity.evidence.receipts}; the oldest go first.
 */
public final class KeptReceipts {
    /**
     * One account.
     *
     * @param isAgreed whether both sides have signed it; before that only its owner has
     */
    public record Item(Account account, boolean isAgreed) {}

    private final LedgerBook book;

    KeptReceipts(LedgerBook book) {
        this.book = book;
    }

    /** Every account, oldest first: of what this node was sent, and of what it sent. */
    public List<Item> list() {
        return book.receipts().stream()
                .flatMap(saved ->
                        Account.read(saved.account())
                                .map(account ->
                                        new Item(account, saved.agreement().size() > 0))
                                .stream())
                .toList();
    }

    /** A file of all accounts with one node, as {@code comity receipts verify} reads it. */
    public byte[] export(NodeId peer) {
        return export(saved -> saved.owner().equals(peer) || saved.holder().equals(peer));
    }

    /** The same of all nodes. */
    public byte[] export() {
        return export(saved -> true);
    }

    private byte[] export(Predicate<SavedReceipt> wanted) {
        return LedgerFile.write(book.receipts().stream()
                .filter(wanted)
                .map(saved -> new LedgerFile.Piece(saved.account(), saved.receipt(), saved.agreement()))
                .toList());
    }
}
