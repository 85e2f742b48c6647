package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.mission.Redeemed;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Who used which ticket of a node, so that it is given to nobody else when the node was restarted. The order is the caller's duty:
 * reserve, {@link #putRedeemed}, wait for the stage, then tell the holder. What was not told may be here all the same.
 */
public interface Redemptions {
    /** Every use that was put and not forgotten when this was opened, in no order. */
    List<Redeemed> redeemed();

    /** Again changes nothing. The stage is as for every write of a {@link Store}. */
    CompletionStage<Void> putRedeemed(Redeemed use);

    /** All uses of a ticket that nobody can use any more. */
    CompletionStage<Void> forgetRedeemed(Bytes ticket);
}
