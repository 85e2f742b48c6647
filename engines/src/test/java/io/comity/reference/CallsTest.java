package io.comity.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Grant;
import io.comity.mission.Mission;
import io.comity.mission.Redemption;
import io.comity.mission.SignedGrant;
import io.comity.mission.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CallsTest {
    private static final KeyHolder ALICE = MemoryKeyHolder.fromSeed(new byte[32]);
    private static final long WAIT = 100;
    private static final int IN_FLIGHT = 3;

    private final Grant grant = grant();
    private long now;
    private final Calls calls = new Calls(2, WAIT, () -> now);

    private static Grant grant() {
        Authority missions = new Authority(ALICE.nodeId(), 0, Authority.Limits.DEFAULT, List.of());
        missions.define(new Mission("hello", Map.of("greeter", Set.of())));
        Bytes salt = Bytes.of(new byte[SignedGrant.SALT_BYTES]);
        Caveats limits = Caveats.NONE.inFlight(IN_FLIGHT);
        return ((Redemption.Granted) missions.give(ALICE, "hello", ALICE.nodeId(), limits, salt, Instant.EPOCH, 0))
                .grant();
    }

    /** How many more calls the grant would let pass: each is admitted, and given back. */
    private int room() {
        int admitted = 0;
        while (grant.admit(1, true, 0, now) == Verdict.ADMITTED) {
            admitted++;
        }
        for (int i = 0; i < admitted; i++) {
            grant.finish();
        }
        return admitted;
    }

    private boolean begin(long reply) {
        assertThat(grant.admit(1, true, 0, now)).isEqualTo(Verdict.ADMITTED);
        return calls.begin(reply, grant);
    }

    @Test
    void aCallIsInFlightUntilItIsAnsweredAndIsFinishedOnce() {
        assertThat(begin(2)).isTrue();
        assertThat(room()).isEqualTo(2);
        calls.finish(2);
        calls.finish(2);
        assertThat(room()).isEqualTo(3);
    }

    @Test
    void twoCallsCannotBeAnsweredInOnePlace() {
        assertThat(begin(2)).isTrue();
        assertThat(begin(2)).isFalse();
        assertThat(room()).isEqualTo(2);
    }

    @Test
    void asManyWaitAsMayAndNotOneMore() {
        assertThat(begin(2)).isTrue();
        assertThat(begin(4)).isTrue();
        assertThat(begin(6)).isFalse();
        assertThat(room()).isEqualTo(1);
    }

    @Test
    void aCallWhoseTimeIsOverIsInFlightNoLonger() {
        begin(2);
        now = WAIT - 1;
        begin(4);
        calls.expire();
        assertThat(room()).isEqualTo(1);
        now = WAIT;
        calls.expire();
        assertThat(room()).isEqualTo(2);
        calls.finish(2);
        assertThat(room()).isEqualTo(2);
    }

    /** The refs are the caller's choice: a call under another grant must not end this one. */
    @Test
    void aCallIsFinishedOnlyByItsOwnGrant() {
        begin(2);
        calls.finish(2, grant());
        assertThat(room()).isEqualTo(2);
        calls.finish(2, grant);
        assertThat(room()).isEqualTo(3);
    }

    @Test
    void theEndOfTheSessionFinishesAll() {
        begin(2);
        begin(4);
        calls.close();
        assertThat(room()).isEqualTo(3);
        assertThat(begin(6)).isFalse();
        assertThat(room()).isEqualTo(3);
    }
}
