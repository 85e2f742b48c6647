package io.comity.desk;

import io.comity.detached.Claim;
import io.comity.mission.Grant;
import io.comity.reference.Export;
import io.comity.reference.Passage;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call whose engine was told, or is about to be, and whose reply is to come. */
record Waiting(Form form, Claim.Signed call, Export.Right right, long untilNanos, Passage passage, AtomicBoolean open) {
    /** True once: whoever gets it answers, and the call is in flight no longer. */
    boolean take() {
        boolean isFirst = open.compareAndSet(true, false);
        Grant counted = isFirst ? passage.inFlight() : null;
        if (counted != null) {
            counted.finish();
        }
        return isFirst;
    }
}
