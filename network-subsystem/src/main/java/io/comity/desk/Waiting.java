package io.comity.desk;

import io.comity.detached.Claim;
import io.comity.reference.Export;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call whose engine was told, or is about to be, and whose reply is to come. */
record Waiting(Form form, Claim.Signed call, Export.Right right, long untilNanos, AtomicBoolean open) {
    /** True once: whoever gets it answers. */
    boolean take() {
        return open.compareAndSet(true, false);
    }
}
