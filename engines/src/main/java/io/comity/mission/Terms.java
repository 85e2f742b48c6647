package io.comity.mission;

import io.comity.limit.Allowance;
import org.jspecify.annotations.Nullable;

/** On what conditions a grant lets messages pass: what its chain says in the end, and the buckets that it draws from. */
public final class Terms {
    /** None but those of the mission. */
    public static final Terms NONE = new Terms(Caveats.NONE, Allowance.UNLIMITED, null);

    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long MAX_WAIT_SECONDS = Long.MAX_VALUE / NS_PER_SECOND;

    private final Caveats caveats;
    private final Allowance allowance;
    private final @Nullable Chain chain;
    private final long notBefore;
    private final long expiry;
    private final long maxBytes;
    private final boolean limitsCalls;
    private final Evidence evidence;

    Terms(Caveats caveats, Allowance allowance, @Nullable Chain chain) {
        this.caveats = caveats;
        this.allowance = allowance;
        this.chain = chain;
        this.notBefore = caveats.notBefore();
        this.expiry = caveats.expiry();
        this.maxBytes = caveats.maxBytes();
        this.limitsCalls = caveats.get(Caveat.IN_FLIGHT).isPresent();
        this.evidence = caveats.evidence();
    }

    public Caveats caveats() {
        return caveats;
    }

    /** Where the grant comes from; null for one without a certificate. */
    public @Nullable Chain chain() {
        return chain;
    }

    boolean limitsCalls() {
        return limitsCalls;
    }

    Evidence evidence() {
        return evidence;
    }

    long admit(int bytes, boolean isCall, long nowSeconds, long nowNs) {
        long untimely = untimely(nowSeconds);
        if (untimely != Verdict.ADMITTED) {
            return untimely;
        }
        return bytes > maxBytes ? Verdict.refused(Reason.DENIED) : verdict(allowance.draw(isCall, nowNs));
    }

    long judge(boolean isCall, long nowSeconds, long nowNs) {
        long untimely = untimely(nowSeconds);
        return untimely == Verdict.ADMITTED ? verdict(allowance.judge(isCall, nowNs)) : untimely;
    }

    long used() {
        return allowance.used();
    }

    private long untimely(long nowSeconds) {
        if (nowSeconds >= expiry) {
            return Verdict.refused(Reason.EXPIRED);
        }
        return nowSeconds < notBefore
                ? Verdict.throttled(Math.min(MAX_WAIT_SECONDS, notBefore - nowSeconds) * NS_PER_SECOND)
                : Verdict.ADMITTED;
    }

    private static long verdict(long drawn) {
        if (drawn >= 0) {
            return drawn == Allowance.ADMITTED ? Verdict.ADMITTED : Verdict.throttled(drawn);
        }
        return Verdict.refused(drawn == Allowance.SPENT ? Reason.EXPIRED : Reason.THROTTLED);
    }

    void finish() {
        allowance.finish();
    }
}
