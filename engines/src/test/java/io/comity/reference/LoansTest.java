package io.comity.reference;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.limit.Limit;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Gate;
import io.comity.mission.Mission;
import io.comity.mission.Reason;
import io.comity.mission.Redemption;
import io.comity.mission.SignedGrant;
import io.comity.mission.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How long a peer may use what it was sent, how often and how much of it. */
final class LoansTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Protocol<String> TEXT = Protocol.of(String.class);
    private static final KeyHolder ALICE = MemoryKeyHolder.fromSeed(new byte[32]);
    private static final long LEASE = 16;
    private static final int REPLY_BYTES = 10;
    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();
    private static final Limit RATE = new Limit(INTERVAL, INTERVAL, Long.MAX_VALUE, Integer.MAX_VALUE);

    private final ActorRef<String> actor = KIT.<String>createTestProbe().getRef();
    private final ExportTable table =
            new ExportTable(new ExportTable.Limits(10, Long.MAX_VALUE / 2, REPLY_BYTES, LEASE, RATE), () -> 0);
    private final Passage passage = new Passage();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private Export lend() {
        return find(table.reference(actor, TEXT, false, null));
    }

    private Export find(long ref) {
        Export export = table.find(ref);
        if (export == null) {
            throw new AssertionError("no entry " + ref);
        }
        return export;
    }

    private List<Export> beats(long count) {
        List<Export> over = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            over.addAll(table.beat());
        }
        return over;
    }

    // Leases.

    @Test
    void whatIsNeitherUsedNorRenewedEndsWithItsLease() {
        Export lent = lend();
        assertThat(beats(LEASE - 1)).isEmpty();
        assertThat(beats(1)).containsExactly(lent);
        assertThat(table.find(lent.ref())).isNull();
        assertThat(lent.refused(0)).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void aRenewalIsGoodForAnotherLease() {
        Export lent = lend();
        beats(LEASE - 1);
        table.renew(List.of(4_711L, lent.ref()));
        assertThat(beats(LEASE - 1)).isEmpty();
        assertThat(beats(2)).containsExactly(lent);
    }

    @Test
    void useIsARenewal() {
        Export lent = lend();
        beats(LEASE - 2);
        lent.use();
        assertThat(beats(LEASE)).isEmpty();
        assertThat(beats(LEASE)).containsExactly(lent);
    }

    // Release.

    @Test
    void whatWasSentThriceIsReleasedByTheThird() {
        Export lent = lend();
        lend();
        lend();
        assertThat(table.release(lent.ref(), 2)).isEmpty();
        assertThat(table.find(lent.ref())).isSameAs(lent);
        assertThat(table.release(lent.ref(), 1)).containsExactly(lent);
        assertThat(table.find(lent.ref())).isNull();
        assertThat(lend().ref()).isNotEqualTo(lent.ref());
    }

    @Test
    void moreThanWasSentIsReleasedLikeAll() {
        Export lent = lend();
        assertThat(table.release(lent.ref(), Long.MAX_VALUE)).containsExactly(lent);
        assertThat(table.release(lent.ref(), 1)).isEmpty();
    }

    @Test
    void whatWasReleasedNoTimesIsStillLent() {
        Export lent = lend();
        assertThat(table.release(lent.ref(), 0)).isEmpty();
        assertThat(table.find(lent.ref())).isSameAs(lent);
    }

    @Test
    void anEngineIsNothingThatAPeerCouldRelease() {
        Export engine = table.engine("greeter", actor, TEXT, List.of());
        assertThat(table.release(engine.ref(), 1)).isEmpty();
        assertThat(table.find(engine.ref())).isSameAs(engine);
        assertThat(beats(3 * LEASE)).isEmpty();
    }

    @Test
    void anActorThatEndedEndsAllItsReferences() {
        Export text = lend();
        Export number = find(table.reference(actor, Protocol.of(Integer.class), false, null));
        assertThat(table.lends(actor)).isTrue();
        assertThat(table.ended(actor)).containsExactlyInAnyOrder(text, number);
        assertThat(table.lends(actor)).isFalse();
    }

    // What came of a grant.

    @Test
    void whatCameOfAGrantEndsWithIt() {
        Authority missions = new Authority(ALICE.nodeId(), 0, Authority.Limits.DEFAULT, List.of());
        missions.define(new Mission("hello", Map.of("greeter", Set.of())));
        Bytes salt = Bytes.of(new byte[SignedGrant.SALT_BYTES]);
        Gate gate = ((Redemption.Granted)
                        missions.give(ALICE, "hello", ALICE.nodeId(), Caveats.NONE, salt, Instant.EPOCH, 0))
                .grant()
                .gate();
        Export unasked = lend();
        Export asked = find(table.reference(actor, TEXT, false, gate));
        Export reply = find(table.reference(actor, TEXT, true, gate));
        assertThat(asked.ref()).isNotEqualTo(unasked.ref());
        missions.apply(missions.revokeMission("hello"));
        assertThat(asked.refused(0)).isEqualTo(Reason.REVOKED);
        assertThat(reply.refused(0)).isEqualTo(Reason.REVOKED);
        assertThat(unasked.refused(0)).isNull();
        assertThat(table.sweep()).containsExactly(asked);
        assertThat(table.find(unasked.ref())).isSameAs(unasked);
    }

    // How much.

    @Test
    void aReplyHasAsManyBytesAsItMayAndNotOneMore() {
        Export reply = find(table.reference(actor, TEXT, true, null));
        assertThat(reply.admit(0, passage.of(REPLY_BYTES, false))).isEqualTo(Verdict.ADMITTED);
        assertThat(reply.admit(0, passage.of(REPLY_BYTES + 1, false))).isEqualTo(Verdict.refused(Reason.DENIED));
    }

    @Test
    void whatMayBeUsedAgainMayBeUsedSoOftenAndNotOnceMore() {
        Export lent = lend();
        passage.at(0, 0);
        assertThat(lent.admit(0, passage.of(1, false))).isEqualTo(Verdict.ADMITTED);
        assertThat(lent.admit(0, passage.of(1, false))).isEqualTo(Verdict.ADMITTED);
        long third = lent.admit(0, passage.of(1, false));
        assertThat(Verdict.reason(third)).contains(Reason.THROTTLED);
        assertThat(Verdict.retryAfterNs(third)).isEqualTo(INTERVAL);
        passage.at(1, INTERVAL);
        assertThat(lent.admit(0, passage.of(1, false))).isEqualTo(Verdict.ADMITTED);
    }
}
