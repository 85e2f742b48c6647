package io.comity.store;

import io.comity.mission.Revocation;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What a node took back, for longer than it runs: whoever starts it again must not honour what it revoked.
 *
 * <p>The order is the caller's duty: decide, {@link #record}, wait for the stage, then let it hold and acknowledge it. Whatever was
 * acknowledged is then here, however the process ends; what was recorded and not acknowledged holds after the next start too. When
 * a stage fails, the revocation is to hold all the same, until the process ends, and its owner is told that it is not written. A journal on a
 * disk tries it again until it is, and is not opened again by itself after a process that ended before.
 */
public interface Journal {
    /** Every revocation that was recorded and not forgotten when this was opened, in no order. */
    List<Revocation> revocations();

    /** Of two with one subject the wider one stays. The stage is as for every write of a {@link Store}. */
    CompletionStage<Void> record(Revocation revocation);

    /** For revocations that concern nothing any more. One with this subject that was recorded wider is kept. */
    CompletionStage<Void> forget(Revocation revocation);
}
