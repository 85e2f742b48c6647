package io.comity.mission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.wire.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MissionTableTest {
    private static final long EPOCH = 7;
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant EXPIRY = NOW.plus(Duration.ofDays(1));
    private static final MemoryKeyHolder ALICE = holder(1);
    private static final NodeId BOB = holder(2).nodeId();
    private static final NodeId CAROL = holder(3).nodeId();
    private static final Mission HELLO = new Mission("hello", Map.of("greeter", Set.of(String.class)));

    private final MissionTable table = table(new MissionTable.Limits(2, 2, 2));

    private static MissionTable table(MissionTable.Limits limits) {
        MissionTable table = new MissionTable(EPOCH, limits);
        table.define(HELLO);
        return table;
    }

    private static MemoryKeyHolder holder(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return MemoryKeyHolder.fromSeed(bytes);
    }

    private static Bytes id(int number) {
        byte[] id = new byte[Ticket.ID_BYTES];
        id[0] = (byte) number;
        return Bytes.of(id);
    }

    private static Verified<Ticket> signed(Ticket ticket) {
        Invitation invitation = Invitation.sign(ALICE, ticket, List.of());
        return ((Parsed.Accepted<Verified<Ticket>>) Invitation.redeemable(invitation.signed(), ALICE.nodeId())).value();
    }

    private Verified<Ticket> ticket(int number) {
        return signed(table.issue("hello", id(number), EXPIRY));
    }

    private static Redemption refused(Reason reason) {
        return new Redemption.Refused(reason);
    }

    @Test
    void nobodyHoldsAnythingUntilItIsGranted() {
        assertThat(table.heldBy(BOB)).isEmpty();
        table.grant("hello", BOB);
        assertThat(table.heldBy(BOB)).hasSize(1);
        assertThat(table.heldBy(CAROL)).isEmpty();
    }

    @Test
    void aTicketIsGoodForTheFirstWhoPresentsItAndNobodyElse() {
        Verified<Ticket> ticket = ticket(1);
        assertThat(table.redeem(ticket, BOB, NOW)).isInstanceOf(Redemption.Granted.class);
        assertThat(table.redeem(ticket, CAROL, NOW)).isEqualTo(refused(Reason.DENIED));
        assertThat(table.redeem(ticket, BOB, NOW)).isInstanceOf(Redemption.Granted.class);
        assertThat(table.heldBy(BOB)).hasSize(1);
        assertThat(table.heldBy(CAROL)).isEmpty();
    }

    @Test
    void aTicketIsDeadAtTheInstantOfItsExpiryAndNotBefore() {
        assertThat(table.redeem(ticket(1), BOB, EXPIRY)).isEqualTo(refused(Reason.EXPIRED));
        assertThat(table.redeem(ticket(1), BOB, EXPIRY.minusNanos(1))).isInstanceOf(Redemption.Granted.class);
    }

    @Test
    void aTicketFromBeforeARestartIsNotHonoured() {
        Verified<Ticket> old = signed(new Ticket(id(1), "hello", EPOCH - 1, 0, EXPIRY));
        assertThat(table.redeem(old, BOB, NOW)).isEqualTo(refused(Reason.EXPIRED));
    }

    @Test
    void revokingClosesEveryGateAndEveryTicketFromBefore() {
        Verified<Ticket> unused = ticket(1);
        Grant grant = table.grant("hello", BOB);
        assertThat(table.revoke("hello")).containsExactly(BOB);
        assertThat(grant.gate().closed()).isEqualTo(Reason.REVOKED);
        assertThat(table.heldBy(BOB)).isEmpty();
        assertThat(table.redeem(unused, BOB, NOW)).isEqualTo(refused(Reason.REVOKED));
    }

    @Test
    void aGrantAfterARevocationHasAGateOfItsOwn() {
        Grant before = table.grant("hello", BOB);
        table.revoke("hello");
        Grant after = table.grant("hello", BOB);
        assertThat(before.isOpen()).isFalse();
        assertThat(after.isOpen()).isTrue();
        assertThat(table.redeem(ticket(2), CAROL, NOW)).isInstanceOf(Redemption.Granted.class);
    }

    @Test
    void holdsAsManyMissionsAsItMayAndNotOneMore() {
        table.define(new Mission("second", Map.of()));
        assertThatThrownBy(() -> table.define(new Mission("third", Map.of())))
                .isInstanceOf(MissionException.class)
                .hasMessage("there are 2 missions already, the most a node may have");
        table.define(HELLO);
    }

    @Test
    void holdsAsManyGrantsAsItMayAndNotOneMore() {
        table.grant("hello", BOB);
        table.grant("hello", CAROL);
        assertThatThrownBy(() -> table.grant("hello", ALICE.nodeId())).isInstanceOf(MissionException.class);
        assertThat(table.redeem(ticket(1), ALICE.nodeId(), NOW)).isEqualTo(refused(Reason.OVERLOADED));
        assertThat(table.redeem(ticket(1), BOB, NOW)).isInstanceOf(Redemption.Granted.class);
    }

    @Test
    void remembersAsManyUsedTicketsAsItMayUntilTheyExpire() {
        table.redeem(ticket(1), BOB, NOW);
        table.redeem(ticket(2), BOB, NOW);
        assertThat(table.redeem(ticket(3), BOB, NOW)).isEqualTo(refused(Reason.OVERLOADED));
        Verified<Ticket> later = signed(table.issue("hello", id(3), EXPIRY.plusSeconds(1)));
        assertThat(table.redeem(later, BOB, EXPIRY)).isInstanceOf(Redemption.Granted.class);
    }

    @Test
    void anotherMissionOfTheSameNameIsRefused() {
        assertThatThrownBy(() -> table.define(new Mission("hello", Map.of("other", Set.of()))))
                .isInstanceOf(MissionException.class)
                .hasMessageContaining("is defined already");
    }

    @Test
    void whatIsNotDefinedCannotBeGrantedInvitedToOrRevoked() {
        assertThatThrownBy(() -> table.grant("nothing", BOB))
                .hasMessage("there is no mission \"nothing\"; define it first");
        assertThatThrownBy(() -> table.issue("nothing", id(1), EXPIRY)).isInstanceOf(MissionException.class);
        assertThatThrownBy(() -> table.revoke("nothing")).isInstanceOf(MissionException.class);
    }

    @Test
    void aMissionAllowsWhatItNamesAndNothingElse() {
        assertThat(HELLO.allows("greeter", String.class)).isTrue();
        assertThat(HELLO.allows("greeter", Integer.class)).isFalse();
        assertThat(HELLO.allows("other", String.class)).isFalse();
        assertThat(new Mission("all", Map.of("greeter", Set.of())).allows("greeter", Integer.class))
                .isTrue();
    }

    @Test
    void aMissionsNameIsHeldToItsRule() {
        assertThat(new Mission("a".repeat(64), Map.of()).name()).hasSize(64);
        assertThatThrownBy(() -> new Mission("a".repeat(65), Map.of())).isInstanceOf(MissionException.class);
        assertThatThrownBy(() -> new Mission("Hello", Map.of())).hasMessageContaining("is not allowed");
    }
}
