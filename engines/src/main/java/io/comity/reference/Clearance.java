package io.comity.reference;

import io.comity.mission.Evidence;
import io.comity.mission.Grant;
import org.jspecify.annotations.Nullable;

/** By what a message is proven when it is judged, and the grant under which it then passed. Used again for the next. */
public final class Clearance {
    private Evidence proven = Evidence.OFF;
    private @Nullable Grant grant;

    /** The next message. */
    public Clearance of(Evidence level) {
        proven = level;
        grant = null;
        return this;
    }

    boolean satisfies(Grant candidate) {
        return candidate.evidence().compareTo(proven) <= 0;
    }

    void under(Grant passed) {
        grant = passed;
    }

    /** Null when it did not pass, or by possession of a reference. */
    public @Nullable Grant grant() {
        return grant;
    }
}
