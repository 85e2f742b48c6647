package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.evidence.Statement;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Mission;
import io.comity.mission.Reason;
import io.comity.mission.Redemption;
import io.comity.mission.SignedGrant;
import io.comity.witness.Batch;
import io.comity.witness.Shelf;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Refusals of one batch are told apart in runs, and in so many of them. */
final class TallyTest {
    private static final KeyHolder KEY = MemoryKeyHolder.fromSeed(new byte[32]);
    private static final NodeId NODE = KEY.nodeId();
    private static final Bytes SALT = Bytes.of(new byte[SignedGrant.SALT_BYTES]);
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

    private final Authority authority = new Authority(NODE, 0, Authority.Limits.DEFAULT, List.of());

    /** As many messages, each under a grant of its own. */
    private void grants(int count) {
        authority.define(new Mission("m", Map.of("talk", Set.of())));
        for (int i = 0; i < count; i++) {
            Caveats limits = Caveats.NONE.rate(i + 1, Duration.ofSeconds(1));
            Redemption given = authority.give(KEY, "m", NODE, limits, SALT, Instant.EPOCH, 0);
            tally.count(null, ((Redemption.Granted) given).grant());
        }
    }

    @Test
    void asManyGrantsAreNamedAsMayBeAndNoneMore() {
        grants(Tally.MAX_GRANTS);
        assertThat(tally.grants()).hasSize(Tally.MAX_GRANTS);
        grants(Tally.MAX_GRANTS + 1);
        assertThat(tally.grants()).hasSize(Tally.MAX_GRANTS);
        assertThat(tally.messages()).isEqualTo(2 * Tally.MAX_GRANTS + 1);
    }
}
