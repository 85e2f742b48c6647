package io.comity.reference;

import io.comity.mission.Evidence;
import io.comity.mission.Gate;
import io.comity.mission.Grant;
import io.comity.mission.Reason;
import io.comity.mission.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One message at the gates: what it asks for, when, and in the end in whose name it passed. Of one thread, and used again for
 * the next message, so that judging costs no object.
 */
public final class Passage {
    private long nowSeconds;
    private long nowNs;
    private int bytes;
    private boolean isCall;
    private Evidence proven = Evidence.OFF;
    private @Nullable Grant grant;
    private @Nullable Gate origin;
    private boolean isInFlight;

    /**
     * The messages that are judged from now on came then.
     *
     * @param seconds Unix seconds by this side's clock
     * @param ns of the monotonic clock of the grants
     */
    public void at(long seconds, long ns) {
        nowSeconds = seconds;
        nowNs = ns;
    }

    /** The next message, unproven. */
    public Passage of(int bodyBytes, boolean call) {
        return of(bodyBytes, call, Evidence.OFF);
    }

    /** The next message: the length of its body, whether it says where its answer goes, and by what it is proven. */
    public Passage of(int bodyBytes, boolean call, Evidence level) {
        bytes = bodyBytes;
        isCall = call;
        proven = level;
        under(null, null);
        return this;
    }

    int bytes() {
        return bytes;
    }

    long nowNs() {
        return nowNs;
    }

    /** Judges it under one grant; see {@link Grant#admit}. What is not proven as the grant wants it is denied. */
    long draw(Grant candidate) {
        if (candidate.evidence().compareTo(proven) > 0) {
            return Verdict.refused(Reason.DENIED);
        }
        return candidate.admit(bytes, isCall && candidate.limitsCalls(), nowSeconds, nowNs);
    }

    /** It passed under this grant, or else by possession of a reference that came of {@code of}. */
    void under(@Nullable Grant by, @Nullable Gate of) {
        grant = by;
        origin = by == null ? of : by.gate();
        isInFlight = by != null && isCall && by.limitsCalls();
    }

    /** The grant under which it passed; null when it did not, or by possession of a reference. */
    public @Nullable Grant grant() {
        return grant;
    }

    /** The grant under which it counts as in flight, from now until that is finished; null when none counts it. */
    public @Nullable Grant inFlight() {
        return isInFlight ? grant : null;
    }

    /** Whether the grant under which it passed says how many calls may wait: then none may come undeclared. */
    public boolean limitsCalls() {
        return grant != null && grant.limitsCalls();
    }

    /** What ends whatever comes of the message: the gate of its grant; null when it came of no grant. */
    public @Nullable Gate origin() {
        return origin;
    }
}
