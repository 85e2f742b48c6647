package io.comity.mission;

import static io.comity.mission.People.ALICE;
import static io.comity.mission.People.BOB;
import static io.comity.mission.People.NOW;
import static io.comity.mission.People.id;
import static io.comity.mission.People.salt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.Bytes;
import io.comity.identity.Parsed;
import io.comity.wire.Verified;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever presents an invitation gets an answer, whatever its issuer has written in it or made before. */
final class TicketLimitsTest {
    private static final int KINDS = 28;

    private final Authority authority =
            new Authority(ALICE.nodeId(), NOW.toEpochMilli(), Authority.Limits.DEFAULT, List.of());

    TicketLimitsTest() {
        authority.define(new Mission("hello", Map.of("greeter", Set.of())));
    }

    private Ticket issue(Caveats caveats) {
        return authority.issue("hello", Bytes.of(new byte[Ticket.ID_BYTES]), NOW.plusSeconds(60), 1, caveats);
    }

    private Redemption redeem(Invitation invitation) {
        Verified<Ticket> ticket = Invitation.redeemable(invitation.signed(), ALICE.nodeId())
                .toOptional()
                .orElseThrow();
        return People.redeem(authority, ALICE, ticket, id(BOB), salt(1), NOW, 0);
    }

    /** Two arrays, a key, and {@link #KINDS} pairs of an engine of four bytes and a type with a head of two. */
    private static Caveats caveats(int bytes) {
        int types = bytes - 4 - KINDS * (4 + 2);
        return Caveats.NONE.only(IntStream.range(0, KINDS)
                .mapToObj(i -> new Kind("e" + (10 + i), "T".repeat(types / KINDS + (i < types % KINDS ? 1 : 0))))
                .toList());
    }

    @Test
    void theLongestLimitsFitTheGrantAndOneByteMoreIsRefusedWhenTheTicketIsIssued() {
        Invitation longest = Invitation.sign(ALICE, issue(caveats(CaveatCodec.MAX_BYTES)), List.of("tcp://alice:1"));
        assertThat(Invitation.parse(longest.text())).isInstanceOf(Parsed.Accepted.class);
        assertThat(redeem(longest)).isInstanceOf(Redemption.Granted.class);
        assertThatThrownBy(() -> issue(caveats(CaveatCodec.MAX_BYTES + 1)))
                .isInstanceOf(MissionException.class)
                .hasMessageContaining("make two invitations");
    }

    @Test
    void anInvitationThatNobodyCouldReadIsNotSigned() {
        List<String> addresses =
                Collections.nCopies(Invitation.MAX_ADDRESSES, "a".repeat(Invitation.MAX_ADDRESS_BYTES));
        Ticket ticket = issue(Caveats.NONE);
        assertThat(Invitation.parse(
                        Invitation.sign(ALICE, ticket, addresses.subList(0, 15)).text()))
                .isInstanceOf(Parsed.Accepted.class);
        assertThatThrownBy(() -> Invitation.sign(ALICE, ticket, addresses))
                .isInstanceOf(MissionException.class)
                .hasMessageContaining("fewer addresses");
    }

    @Test
    void anIssuerThatHasMadeAllItMayRefusesWhoeverComes() {
        Invitation early = Invitation.sign(ALICE, issue(Caveats.NONE), List.of());
        for (long i = 1; i < Serials.MAX; i++) {
            issue(Caveats.NONE);
        }
        assertThatThrownBy(() -> issue(Caveats.NONE)).isInstanceOf(MissionException.class);
        assertThat(redeem(early)).isEqualTo(new Redemption.Refused(Reason.OVERLOADED));
    }
}
