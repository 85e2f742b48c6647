package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.mission.Spent;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What holders have used of quotas, so that a restart gives nothing back. What is here is never less than what was used. */
public interface Accounts {
    /** Every account that was put and not forgotten when this was opened, in no order. */
    List<Spent> spent();

    /** In place of what was there of the same root and holder. The stage is as for every write of a {@link Store}. */
    CompletionStage<Void> putSpent(Spent spent);

    /** All accounts of a root under which nothing can come any more. */
    CompletionStage<Void> forgetSpent(Bytes root);
}
