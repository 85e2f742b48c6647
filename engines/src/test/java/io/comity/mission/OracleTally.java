package io.comity.mission;

import java.util.EnumMap;
import java.util.Map;

/** What one or many {@link OracleRun}s came to: a run in which nothing happened proves nothing. */
final class OracleTally {
    private final Map<Reason, Long> refused = new EnumMap<>(Reason.class);
    private long accepted;
    private long redeemed;
    private long admitted;
    private long shared;

    void accept() {
        accepted++;
    }

    void redeem() {
        redeemed++;
    }

    /** @param isShared whether it drew from more than one bucket */
    void admit(boolean isShared) {
        admitted++;
        shared += isShared ? 1 : 0;
    }

    void refuse(Reason reason) {
        refused.merge(reason, 1L, Long::sum);
    }

    void add(OracleTally other) {
        accepted += other.accepted;
        redeemed += other.redeemed;
        admitted += other.admitted;
        shared += other.shared;
        other.refused.forEach((reason, count) -> refused.merge(reason, count, Long::sum));
    }

    long accepted() {
        return accepted;
    }

    long admitted() {
        return admitted;
    }

    long shared() {
        return shared;
    }

    long refused(Reason reason) {
        return refused.getOrDefault(reason, 0L);
    }

    @Override
    public String toString() {
        return accepted + " chains accepted; " + redeemed + " invitations; " + admitted + " calls admitted, " + shared
                + " of them by several buckets; refused " + refused;
    }
}
