package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What two nodes have signed of the messages between them, and how far each ledger of this node has come, so that it goes on after
 * a restart and does not begin anew.
 */
public interface Ledgers {
    /**
     * @param session in which it was given: an owner that gives two of one number in two sessions is caught, not obeyed
     * @param last the number of the account's last entry
     * @param account see {@code io.comity.evidence.Account}
     * @param receipt the owner's signature
     * @param agreement the holder's, empty while it is not there
     */
    record SavedReceipt(
            NodeId owner, NodeId holder, Bytes session, long last, Bytes account, Bytes receipt, Bytes agreement) {}

    /** The end of the ledger that this node keeps of a holder. */
    record SavedTip(NodeId holder, long last, Bytes head) {}

    /** Every receipt that was put and not removed when this was opened, oldest first. */
    List<SavedReceipt> receipts();

    List<SavedTip> tips();

    /** In place of the same with another agreement. Stages are as for every write of a {@link Store}. */
    CompletionStage<Void> putReceipt(SavedReceipt receipt);

    CompletionStage<Void> removeReceipt(SavedReceipt receipt);

    CompletionStage<Void> putTip(SavedTip tip);
}
