package io.comity.inquiry;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Caveats;
import io.comity.mission.Grant;
import io.comity.mission.Kind;
import io.comity.mission.Reason;
import io.comity.mission.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A grant of this node that stands.
 *
 * @param id by which it is taken back
 * @param via who had it before the holder and passed it on, from the root
 * @param used messages since this process began
 * @param refused why one more message would not pass now, whatever it is
 * @param retryAfter when it would; zero when that is not known
 */
public record HeldGrant(
        Bytes id,
        NodeId holder,
        String mission,
        Caveats limits,
        List<NodeId> via,
        long used,
        Optional<Reason> refused,
        Duration retryAfter) {
    public HeldGrant {
        via = List.copyOf(via);
    }

    /**
     * Empty for one without a certificate, which has no id.
     *
     * @param nanoTime of the clock by which the grant was taken
     */
    public static Optional<HeldGrant> of(Grant grant, Instant now, long nanoTime) {
        long verdict = grant.judge(false, now.getEpochSecond(), nanoTime);
        return Optional.ofNullable(grant.terms().chain())
                .map(chain -> new HeldGrant(
                        chain.id(),
                        grant.holder(),
                        grant.mission().name(),
                        chain.caveats(),
                        chain.links().stream()
                                .limit(chain.links().size() - 1L)
                                .map(link -> link.holder().key())
                                .toList(),
                        grant.used(),
                        Verdict.reason(verdict),
                        Duration.ofNanos(Verdict.retryAfterNs(verdict))));
    }

    /** Whether nothing is in its way but that the disk has not yet counted what may pass, which takes a moment. */
    public boolean isBeingCounted() {
        return refused.filter(reason -> reason == Reason.THROTTLED).isPresent() && retryAfter.isZero();
    }

    /** Whether its limits leave anything of an engine. */
    public boolean reaches(String engine) {
        return !limits.isNarrowedToKinds()
                || limits.kinds().stream().map(Kind::engine).anyMatch(engine::equals);
    }
}
