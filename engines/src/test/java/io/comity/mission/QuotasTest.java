package io.comity.mission;

import static io.comity.mission.People.ALICE;
import static io.comity.mission.People.BOB;
import static io.comity.mission.People.NOW;
import static io.comity.mission.People.id;
import static io.comity.mission.People.salt;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is left of a quota, however the owner's process ends: never more than it says. */
final class QuotasTest {
    private static final int AHEAD = 4;

    private final Map<Object, Spent> disk = new HashMap<>();
    private final List<Runnable> asked = new ArrayList<>();
    private long epoch = NOW.toEpochMilli() - 1_000;
    private Authority owner = boot();
    private Grant grant = give(10);

    private Authority boot() {
        Authority booted = new Authority(ALICE.nodeId(), ++epoch, Authority.Limits.DEFAULT, List.of());
        booted.define(new Mission("hello", Map.of("greeter", Set.of())));
        booted.quotas().remember(disk.values());
        booted.quotas()
                .reserveBy((root, holder) -> asked.add(
                        () -> write(booted.quotas().reserve(root, holder, AHEAD).orElseThrow())));
        return booted;
    }

    private Grant give(long quota) {
        return ((Redemption.Granted) owner.give(ALICE, "hello", id(BOB), Caveats.NONE.quota(quota), salt(1), NOW, 0))
                .grant();
    }

    private void write(Reservation reservation) {
        disk.put(List.of(reservation.spent().root(), reservation.spent().holder()), reservation.spent());
        reservation.written();
    }

    private void reserveOpened() {
        owner.quotas()
                .opened()
                .forEach(opened -> write(owner.quotas()
                        .reserve(opened.root(), opened.holder(), AHEAD)
                        .orElseThrow()));
    }

    private boolean passes() {
        return grant.admit(1, false, NOW.getEpochSecond(), 0) == Verdict.ADMITTED;
    }

    private int passing() {
        int passed = 0;
        while (passes()) {
            passed++;
        }
        return passed;
    }

    /** The disk does what it was asked for. */
    private void serve() {
        List<Runnable> now = List.copyOf(asked);
        asked.clear();
        now.forEach(Runnable::run);
    }

    /** The same grant, presented in the next boot. */
    private void restart() {
        Chain chain = People.read(Objects.requireNonNull(grant.terms().chain()).encoded());
        asked.clear();
        owner = boot();
        Admission again = owner.accept(People.sound(chain.encoded()), id(BOB), null, NOW, 0);
        grant = ((Admission.Accepted) again).grant();
        reserveOpened();
    }

    @Test
    void nothingPassesBeforeItIsWrittenAndNothingBeyondWhatIs() {
        assertThat(passes()).isFalse();
        asked.clear();
        reserveOpened();
        assertThat(passing()).isEqualTo(AHEAD);
        assertThat(asked).hasSize(1);
        serve();
        assertThat(passing()).isEqualTo(AHEAD);
        serve();
        assertThat(passing()).as("the rest of ten").isEqualTo(2);
        assertThat(Verdict.reason(grant.admit(1, false, NOW.getEpochSecond(), 0)))
                .contains(Reason.EXPIRED);
    }

    @Test
    void whoeverKeepsPaceWithTheDiskIsNotHeldUp() {
        reserveOpened();
        for (int i = 0; i < 10; i++) {
            assertThat(passes()).as("message %d", i).isTrue();
            serve();
        }
        assertThat(passes()).isFalse();
    }

    @Test
    void anEndInOrderLosesNothing() {
        reserveOpened();
        assertThat(passes()).isTrue();
        owner.quotas().close().forEach(spent -> disk.put(List.of(spent.root(), spent.holder()), spent));
        assertThat(passes()).as("after the count was taken").isFalse();
        restart();
        int passed = 1;
        for (int round = 0; round < 5; round++) {
            passed += passing();
            serve();
        }
        assertThat(passed).isEqualTo(10);
    }

    @Test
    void aKillCostsWhatWasReservedAndGivesNothing() {
        reserveOpened();
        assertThat(passes()).isTrue();
        restart();
        int passed = 1;
        for (int round = 0; round < 5; round++) {
            passed += passing();
            serve();
        }
        assertThat(passed).isEqualTo(10 - (AHEAD - 1));
    }

    @Test
    void whatCannotBeWrittenDoesNotPassAndIsAskedForAgain() {
        reserveOpened();
        passing();
        asked.clear();
        owner.quotas().reserve(root(), id(BOB), AHEAD).orElseThrow().notWritten();
        assertThat(passes()).isFalse();
        assertThat(asked).hasSize(1);
        assertThat(passes()).isFalse();
        assertThat(asked).as("once until the answer").hasSize(1);
    }

    @Test
    void whoeverTakesOverIsAskedAgain() {
        reserveOpened();
        passing();
        asked.clear();
        List<Bytes> next = new ArrayList<>();
        owner.quotas().reserveBy((root, holder) -> next.add(root));
        assertThat(passes()).isFalse();
        assertThat(next).containsExactly(root());
    }

    private Bytes root() {
        return Objects.requireNonNull(grant.terms().chain()).root().id();
    }

    @Test
    void whatIsTakenBackIsForgotten() {
        reserveOpened();
        owner.apply(owner.revokeGrant(root()));
        assertThat(owner.quotas().forgotten(0)).containsExactly(root());
        assertThat(owner.quotas().forgotten(0)).isEmpty();
        assertThat(owner.quotas().close()).isEmpty();
    }

    @Test
    void whatNobodyPresentsAnyMoreIsForgottenLongAfterItsEnd() {
        disk.put(1, new Spent(salt(1), id(BOB), 1, 100));
        Quotas quotas = boot().quotas();
        assertThat(quotas.forgotten(100 + Revocations.KEEP_SECONDS - 1)).isEmpty();
        assertThat(quotas.forgotten(100 + Revocations.KEEP_SECONDS)).containsExactly(salt(1));
    }
}
