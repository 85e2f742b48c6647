package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The grants of a node that others hold, so that they stand again when it was restarted. What is here proves nothing: the chains
 * are verified, and the {@link Journal} is asked, before any stands.
 */
public interface Holdings {
    /**
     * @param id of the chain
     * @param presenter the node that holds it
     */
    record SavedGrant(Bytes id, NodeId presenter, Bytes chain) {}

    /** Every grant that was put and not removed when this was opened, in no order. */
    List<SavedGrant> grants();

    /** Stages are as for every write of a {@link Store}. */
    CompletionStage<Void> putGrant(SavedGrant grant);

    CompletionStage<Void> removeGrant(Bytes id);
}
