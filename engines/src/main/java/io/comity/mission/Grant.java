package io.comity.mission;

import io.comity.identity.NodeId;

/** The right of {@code holder} to act under {@code mission} on {@code terms}, while {@code gate} is open. */
public record Grant(Mission mission, NodeId holder, Gate gate, Terms terms) {
    /** On no terms but those of the mission. */
    public Grant(Mission mission, NodeId holder, Gate gate) {
        this(mission, holder, gate, Terms.NONE);
    }

    /** Whether it lets a message of this class and wire type pass to this engine, were it still open. */
    public boolean covers(String engine, Class<?> message, String type) {
        return mission.allows(engine, message) && terms.caveats().allows(engine, type);
    }

    /** As {@link #covers(String, Class, String)} for whatever the message's wire type is called. */
    public boolean covers(String engine, Class<?> message) {
        return covers(engine, message, Kind.ALL);
    }

    /** Whether it says how many calls may wait for their reply at a time. */
    public boolean limitsCalls() {
        return terms.limitsCalls();
    }

    /** What a message must be proven by to pass. */
    public Evidence evidence() {
        return terms.evidence();
    }

    public boolean isOpen() {
        return gate.closed() == null;
    }

    /**
     * Judges one message that it {@link #covers}, and counts it if it passes. Waits for nobody longer than a few draws take; allocates nothing.
     *
     * @param bytes of the message's body
     * @param isCall whether it is in flight until {@link #finish}
     * @param nowSeconds Unix seconds by the owner's clock
     * @param nowNs of a monotonic clock, the one that the {@link Authority} was told when it took the grant
     * @return see {@link Verdict}
     */
    public long admit(int bytes, boolean isCall, long nowSeconds, long nowNs) {
        Reason closed = gate.closed();
        return closed == null ? terms.admit(bytes, isCall, nowSeconds, nowNs) : Verdict.refused(closed);
    }

    /**
     * What {@link #admit} would say of one more short message now; counts nothing.
     *
     * @return see {@link Verdict}
     */
    public long judge(boolean isCall, long nowSeconds, long nowNs) {
        Reason closed = gate.closed();
        return closed == null ? terms.judge(isCall, nowSeconds, nowNs) : Verdict.refused(closed);
    }

    /** Messages that its holder has used of it since this process began, under whichever chain of the same root. */
    public long used() {
        return terms.used();
    }

    /** One call that was admitted was answered, or will not be. Expected once per call. */
    public void finish() {
        terms.finish();
    }
}
