package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.evidence.Statement;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Reason;
import io.comity.witness.Batch;
import io.comity.witness.Shelf;
import org.junit.jupiter.api.Test;

/** Refusals of one batch are told apart in runs, and in so many of them. */
final class TallyTest {
    private static final NodeId NODE = MemoryKeyHolder.fromSeed(new byte[32]).nodeId();
    private static final Bytes HASH = Bytes.of(new byte[32]);

    private final Tally tally = Tally.open(
            new Batch.Ground(
                    NODE,
                    new Statement(NODE, HASH, 0, 1, 0, HASH),
                    Bytes.EMPTY,
                    Bytes.EMPTY,
                    HASH,
                    new Vocabulary(),
                    0),
            new Shelf(0));

    /** One refused and one that passes, again and again. */
    private void runs(int count) {
        for (int run = 0; run < count; run++) {
            tally.count(Reason.THROTTLED, null);
            tally.count(null, null);
        }
    }

    @Test
    void thoseInARowForOneReasonAreOneRun() {
        tally.count(Reason.DENIED, null);
        tally.count(Reason.DENIED, null);
        tally.count(Reason.REVOKED, null);
        assertThat(tally.refused()).extracting(run -> run.count).containsExactly(2, 1);
        assertThat(tally.messages()).isEqualTo(3);
    }

    @Test
    void asManyRunsAreToldApartAsMayBe() {
        runs(Tally.MAX_RUNS);
        assertThat(tally.refused()).hasSize(Tally.MAX_RUNS);
        assertThat(tally.refused().get(Tally.MAX_RUNS - 1).count).isEqualTo(1);
    }

    @Test
    void ofOneMoreTheLastRunsToTheLastRefusal() {
        runs(Tally.MAX_RUNS + 1);
        assertThat(tally.refused()).hasSize(Tally.MAX_RUNS);
        assertThat(tally.refused().get(Tally.MAX_RUNS - 1).count).isEqualTo(3);
    }
}
