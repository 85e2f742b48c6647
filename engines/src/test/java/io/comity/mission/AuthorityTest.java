package io.comity.mission;

import static io.comity.mission.People.ALICE;
import static io.comity.mission.People.BOB;
import static io.comity.mission.People.CAROL;
import static io.comity.mission.People.LATER;
import static io.comity.mission.People.LINK;
import static io.comity.mission.People.MALLORY;
import static io.comity.mission.People.NOW;
import static io.comity.mission.People.TOKEN;
import static io.comity.mission.People.id;
import static io.comity.mission.People.node;
import static io.comity.mission.People.salt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.wire.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AuthorityTest {
    private static final long EPOCH = NOW.toEpochMilli() - 1_000_000;
    private static final Authority.Limits LIMITS = new Authority.Limits(2, 4, 6, 3, 2, 8 << 10, 3, 3);
    private static final Mission HELLO = new Mission("hello", Map.of("greeter", Set.of()));

    private final List<Revocation> journal = new ArrayList<>();
    private final List<Redeemed> redeemed = new ArrayList<>();
    private Authority authority = started(EPOCH);
    private int salts;

    private Authority started(long epoch) {
        Authority started = new Authority(ALICE.nodeId(), epoch, LIMITS, journal, redeemed);
        started.define(HELLO);
        return started;
    }

    private Chain granted(Holder holder, Caveats caveats) {
        return People.read(Chain.encode(authority.grant(ALICE, "hello", holder, caveats, salt(salts++), NOW)));
    }

    private Chain toBob(Caveats caveats) {
        return granted(node(BOB), caveats);
    }

    private Chain onward(Chain chain, MemoryKeyHolder from, MemoryKeyHolder to) {
        return chain.extend(from, node(to), Caveats.NONE, salt(salts++), NOW);
    }

    private Admission present(Chain chain, NodeId presenter) {
        return present(chain, presenter, null);
    }

    private Admission present(Chain chain, NodeId presenter, @Nullable Verified<Possession> proof) {
        return authority.accept(People.sound(chain.encoded()), presenter, proof, NOW, 0);
    }

    private Grant accepted(Chain chain, NodeId presenter) {
        return ((Admission.Accepted) present(chain, presenter)).grant();
    }

    private static Verified<Possession> proof(Chain chain, NodeId presenter) {
        return Possession.check(Possession.prove(TOKEN, LINK, chain.id(), presenter), id(TOKEN), LINK, presenter)
                .orElseThrow();
    }

    private List<Grant> revoke(Revocation decided) {
        journal.add(decided);
        return authority.apply(decided);
    }

    private static Admission refused(Reason reason) {
        return new Admission.Refused(reason);
    }

    // Who holds what.

    private static Chain chainOf(Grant grant) {
        return Objects.requireNonNull(grant.terms().chain(), "signed");
    }

    @Test
    void nobodyHoldsAnythingUntilItIsPresented() {
        Chain chain = toBob(Caveats.NONE);
        assertThat(authority.heldBy(id(BOB))).isEmpty();
        Grant grant = accepted(chain, id(BOB));
        assertThat(authority.heldBy(id(BOB))).containsExactly(grant);
        assertThat(grant.admit(1, true, NOW.getEpochSecond(), 0)).isEqualTo(Verdict.ADMITTED);
        assertThat(present(chain, id(BOB))).as("again").isEqualTo(new Admission.Accepted(grant));
    }

    @Test
    void aGrantOfANodeIsForThatNodeAlone() {
        assertThat(present(toBob(Caveats.NONE), id(MALLORY))).isEqualTo(refused(Reason.DENIED));
    }

    @Test
    void aMissionKeysGrantIsForWhoeverProvesThatTheyHaveIt() {
        Chain chain = granted(Holder.missionKey(id(TOKEN)), Caveats.NONE);
        assertThat(present(chain, id(TOKEN))).isEqualTo(refused(Reason.DENIED));
        assertThat(present(chain, id(BOB), proof(chain, id(CAROL)))).isEqualTo(refused(Reason.DENIED));
        Chain other = granted(Holder.missionKey(id(TOKEN)), Caveats.NONE);
        assertThat(present(chain, id(BOB), proof(other, id(BOB)))).isEqualTo(refused(Reason.DENIED));
        assertThat(present(chain, id(BOB), proof(chain, id(BOB)))).isInstanceOf(Admission.Accepted.class);
        assertThat(present(chain, id(CAROL), proof(chain, id(CAROL)))).isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void whatANodeHasByAMissionKeyIsNotWhatItsOwnerGivesIt() {
        Chain byKey = granted(Holder.missionKey(id(TOKEN)), Caveats.NONE);
        present(byKey, id(BOB), proof(byKey, id(BOB)));
        Redemption given = authority.give(ALICE, "hello", id(BOB), Caveats.NONE, salt(salts++), NOW, 0);
        Grant grant = ((Redemption.Granted) given).grant();
        assertThat(chainOf(grant).holder()).isEqualTo(node(BOB));
        authority.lapse(id(BOB));
        assertThat(grant.isOpen()).isTrue();
    }

    @Test
    void whoeverIsGoneProvesTheirMissionKeysAgainAndKeepsTheRest() {
        Chain byKey = granted(Holder.missionKey(id(TOKEN)), Caveats.NONE.quota(1));
        Grant proven = ((Admission.Accepted) present(byKey, id(BOB), proof(byKey, id(BOB)))).grant();
        Grant own = accepted(toBob(Caveats.NONE), id(BOB));
        assertThat(proven.admit(1, false, NOW.getEpochSecond(), 0)).isEqualTo(Verdict.ADMITTED);
        authority.lapse(id(CAROL));
        assertThat(authority.heldBy(id(BOB))).hasSize(2);
        authority.lapse(id(BOB));
        assertThat(authority.heldBy(id(BOB))).containsExactly(own);
        assertThat(proven.isOpen()).isFalse();
        Grant again = ((Admission.Accepted) present(byKey, id(BOB), proof(byKey, id(BOB)))).grant();
        assertThat(Verdict.reason(again.admit(1, false, NOW.getEpochSecond(), 0)))
                .as("what was used stays used")
                .contains(Reason.EXPIRED);
    }

    @Test
    void whoeverSharesAMissionKeySharesItsRate() {
        Chain chain = granted(Holder.missionKey(id(TOKEN)), Caveats.NONE.quota(1));
        Grant bobs = ((Admission.Accepted) present(chain, id(BOB), proof(chain, id(BOB)))).grant();
        Grant carols = ((Admission.Accepted) present(chain, id(CAROL), proof(chain, id(CAROL)))).grant();
        assertThat(bobs.admit(0, false, NOW.getEpochSecond(), 0)).isEqualTo(Verdict.ADMITTED);
        assertThat(Verdict.reason(carols.admit(0, false, NOW.getEpochSecond(), 0)))
                .contains(Reason.EXPIRED);
    }

    @Test
    void whatIsOfAnotherOwnerOrMissionOrSerialIsDenied() {
        SignedGrant unborn = SignedGrant.root(ALICE, (EPOCH << 20) + 1, "hello", node(BOB), Caveats.NONE, salt(1), NOW);
        toBob(Caveats.NONE);
        assertThat(present(People.read(Chain.encode(unborn)), id(BOB))).isEqualTo(refused(Reason.DENIED));
        SignedGrant unknown = SignedGrant.root(ALICE, 0, "other", node(BOB), Caveats.NONE, salt(1), NOW);
        assertThat(present(People.read(Chain.encode(unknown)), id(BOB))).isEqualTo(refused(Reason.DENIED));
        SignedGrant foreign = SignedGrant.root(MALLORY, 0, "hello", node(BOB), Caveats.NONE, salt(1), NOW);
        Chain.Sound sound = (Chain.Sound) Chain.read(Chain.encode(foreign), id(MALLORY), NOW);
        assertThat(authority.accept(sound.chain(), id(BOB), null, NOW, 0)).isEqualTo(refused(Reason.DENIED));
    }

    // What each message hears.

    @Test
    void aMessageHearsWhyItDoesNotPass() {
        Grant grant = accepted(
                toBob(Caveats.NONE
                        .until(LATER)
                        .maxBytes(10)
                        .rate(1, Duration.ofSeconds(1))
                        .inFlight(1)),
                id(BOB));
        long second = NOW.getEpochSecond();
        assertThat(Verdict.reason(grant.admit(11, true, second, 0))).contains(Reason.DENIED);
        assertThat(grant.admit(10, true, second, 0)).isEqualTo(Verdict.ADMITTED);
        assertThat(grant.admit(10, false, second, 1)).isEqualTo(999_999_999);
        assertThat(Verdict.retryAfterNs(grant.admit(10, false, second, 1))).isEqualTo(999_999_999);
        long busy = grant.admit(10, true, second, 1_000_000_000);
        assertThat(Verdict.reason(busy)).contains(Reason.THROTTLED);
        assertThat(Verdict.retryAfterNs(busy)).isZero();
        grant.finish();
        assertThat(grant.admit(10, true, second, 1_000_000_000)).isEqualTo(Verdict.ADMITTED);
        assertThat(grant.admit(10, true, LATER.getEpochSecond() - 1, 5_000_000_000L))
                .isNotEqualTo(Verdict.refused(Reason.EXPIRED));
        assertThat(Verdict.reason(grant.admit(10, true, LATER.getEpochSecond(), 5_000_000_000L)))
                .contains(Reason.EXPIRED);
    }

    @Test
    void everyReasonHasAVerdict() {
        for (Reason reason : Reason.values()) {
            assertThat(Verdict.reason(Verdict.refused(reason))).contains(reason);
            assertThat(Verdict.retryAfterNs(Verdict.refused(reason))).isZero();
        }
        assertThat(Verdict.reason(Verdict.ADMITTED)).isEmpty();
    }

    @Test
    void aGrantCoversWhatItsMissionAndItsCaveatsAllow() {
        Grant grant = accepted(toBob(Caveats.NONE.only(new Kind("greeter", "Greet"))), id(BOB));
        assertThat(grant.covers("greeter", String.class, "Greet")).isTrue();
        assertThat(grant.covers("greeter", String.class, "Note")).isFalse();
        assertThat(grant.covers("other", String.class, "Greet")).isFalse();
        assertThat(grant.covers("greeter", String.class))
                .as("whatever it is called")
                .isFalse();
    }

    @Test
    void presentingAgainGivesBackNothingThatWasUsed() {
        Chain chain = toBob(Caveats.NONE.quota(1).depth(1));
        assertThat(accepted(chain, id(BOB)).admit(0, false, NOW.getEpochSecond(), 0))
                .isEqualTo(Verdict.ADMITTED);
        Chain again = chain.extend(BOB, node(BOB), Caveats.NONE, salt(99), NOW);
        assertThat(Verdict.reason(accepted(again, id(BOB)).admit(0, false, NOW.getEpochSecond(), 0)))
                .contains(Reason.EXPIRED);
    }

    // Taking back.

    @Test
    void revokingAGrantTakesWhateverCameOfIt() {
        Chain bobs = toBob(Caveats.NONE.depth(2));
        Chain carols = onward(bobs, BOB, CAROL);
        Chain mallorys = onward(carols, CAROL, MALLORY);
        Grant first = accepted(bobs, id(BOB));
        Grant second = accepted(carols, id(CAROL));
        Grant third = accepted(mallorys, id(MALLORY));
        assertThat(revoke(authority.revokeGrant(carols.id()))).containsExactlyInAnyOrder(second, third);
        assertThat(first.isOpen()).isTrue();
        assertThat(Verdict.reason(third.admit(0, false, NOW.getEpochSecond(), 0)))
                .contains(Reason.REVOKED);
        assertThat(present(mallorys, id(MALLORY))).isEqualTo(refused(Reason.REVOKED));
    }

    @Test
    void revokingAHolderTakesWhatTheyHoldPassedOnOrPresent() {
        Chain bobs = toBob(Caveats.NONE.depth(1));
        Chain carols = onward(bobs, BOB, CAROL);
        Chain token = granted(Holder.missionKey(id(TOKEN)), Caveats.NONE);
        accepted(bobs, id(BOB));
        accepted(carols, id(CAROL));
        present(token, id(BOB), proof(token, id(BOB)));
        present(token, id(CAROL), proof(token, id(CAROL)));
        assertThat(revoke(authority.revokeHolder(id(BOB)))).hasSize(3);
        assertThat(authority.grants()).hasSize(1);
        assertThat(revoke(authority.revokeHolder(id(TOKEN)))).hasSize(1);
    }

    @Test
    void whoeverWasRevokedMayBeGrantedAgain() {
        Chain before = toBob(Caveats.NONE);
        revoke(authority.revokeHolder(id(BOB)));
        revoke(authority.revokeMission("hello"));
        revoke(authority.revokeEverything());
        assertThat(present(before, id(BOB))).isEqualTo(refused(Reason.REVOKED));
        assertThat(present(toBob(Caveats.NONE), id(BOB))).isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void aLinkDatedIntoTheFutureEscapesNothing() {
        Chain bobs = toBob(Caveats.NONE.depth(1));
        Chain future = bobs.extend(BOB, node(CAROL), Caveats.NONE, salt(98), NOW.plusSeconds(1_000_000));
        for (Revocation each : List.of(
                authority.revokeHolder(id(CAROL)),
                authority.revokeMission("hello"),
                authority.revokeIssuedBefore(NOW.plusSeconds(1), NOW.plusSeconds(1)))) {
            Authority fresh = started(EPOCH + 1);
            fresh.apply(each);
            assertThat(fresh.accept(People.sound(future.encoded()), id(CAROL), null, NOW, 0))
                    .isEqualTo(refused(Reason.REVOKED));
        }
    }

    @Test
    void whatWasIssuedBeforeDiesAndWhatIsIssuedThenLives() {
        Chain chain = toBob(Caveats.NONE);
        assertThat(revoke(authority.revokeIssuedBefore(NOW, NOW))).isEmpty();
        assertThat(present(chain, id(BOB))).isInstanceOf(Admission.Accepted.class);
        assertThat(revoke(authority.revokeIssuedBefore(NOW.plusNanos(1), NOW.plusNanos(1))))
                .hasSize(1);
        assertThat(present(toBob(Caveats.NONE), id(BOB)))
                .as("made in that second")
                .isInstanceOf(Admission.Accepted.class);
        assertThatThrownBy(() -> authority.revokeIssuedBefore(NOW.plusNanos(1), NOW))
                .isInstanceOf(MissionException.class);
    }

    @Test
    void aRestartResurrectsNothing() {
        Chain bobs = toBob(Caveats.NONE.depth(1));
        Chain carols = onward(bobs, BOB, CAROL);
        Chain others = granted(node(CAROL), Caveats.NONE);
        revoke(authority.revokeGrant(bobs.id()));
        journal.add(authority.revokeMission("hello"));
        authority = started(EPOCH + 1);
        for (Chain dead : List.of(bobs, carols, others)) {
            assertThat(present(dead, dead.holder().key())).isEqualTo(refused(Reason.REVOKED));
        }
    }

    @Test
    void aRestartKeepsWhatWasNotRevokedWhateverTheClockSays() {
        Chain chain = toBob(Caveats.NONE);
        authority = started(EPOCH + 1);
        assertThat(present(chain, id(BOB))).isInstanceOf(Admission.Accepted.class);
        revoke(authority.revokeMission("hello"));
        assertThat(present(chain, id(BOB))).isEqualTo(refused(Reason.REVOKED));
    }

    @Test
    void whoeverLostTheJournalHonoursNothingFromBefore() {
        Chain chain = toBob(Caveats.NONE);
        journal.clear();
        journal.add(Authority.beginning(EPOCH + 1));
        authority = started(EPOCH + 1);
        assertThat(present(chain, id(BOB))).isEqualTo(refused(Reason.REVOKED));
        assertThat(present(toBob(Caveats.NONE), id(BOB))).isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void ofTwoRevocationsByDateTheWiderOneHoldsInWhateverOrder() {
        Chain chain = toBob(Caveats.NONE);
        Revocation wide = authority.revokeIssuedBefore(NOW.plusSeconds(9), NOW.plusSeconds(9));
        Revocation narrow = authority.revokeIssuedBefore(NOW.minusSeconds(9), NOW);
        revoke(wide);
        revoke(narrow);
        assertThat(present(chain, id(BOB))).isEqualTo(refused(Reason.REVOKED));
    }

    // Inviting.

    private Verified<Ticket> ticket(int number, long uses, Caveats caveats) {
        Ticket ticket = authority.issue("hello", salt(number), LATER, uses, caveats);
        Invitation invitation = Invitation.sign(ALICE, ticket, List.of());
        return ((Parsed.Accepted<Verified<Ticket>>) Invitation.redeemable(invitation.signed(), ALICE.nodeId())).value();
    }

    private Redemption redeem(Verified<Ticket> ticket, MemoryKeyHolder holder) {
        return People.redeem(authority, ALICE, ticket, id(holder), salt(salts++), NOW, 0);
    }

    private static Redemption declined(Reason reason) {
        return new Redemption.Refused(reason);
    }

    @Test
    void aTicketIsGoodForAsManyAsItSaysAndNotOneMore() {
        Verified<Ticket> ticket = ticket(1, 2, Caveats.NONE.quota(5));
        Redemption bobs = redeem(ticket, BOB);
        assertThat(redeem(ticket, CAROL)).isInstanceOf(Redemption.Granted.class);
        assertThat(redeem(ticket, MALLORY)).isEqualTo(declined(Reason.DENIED));
        assertThat(redeem(ticket, BOB)).as("again").isEqualTo(bobs);
        assertThat(((Redemption.Granted) bobs).grant().terms().caveats().get(Caveat.QUOTA))
                .contains(5L);
    }

    @Test
    void aTicketDiesAtItsExpiryAndWhenItIsTakenBack() {
        Verified<Ticket> ticket = ticket(1, 9, Caveats.NONE);
        assertThat(People.redeem(authority, ALICE, ticket, id(BOB), salt(1), LATER.minusNanos(1), 0))
                .isInstanceOf(Redemption.Granted.class);
        assertThat(People.redeem(authority, ALICE, ticket, id(BOB), salt(1), LATER, 0))
                .isEqualTo(declined(Reason.EXPIRED));
        assertThat(redeem(ticket, CAROL)).as("though the clock went back").isEqualTo(declined(Reason.EXPIRED));
        for (Revocation each : List.of(
                authority.revokeMission("hello"),
                authority.revokeHolder(id(CAROL)),
                authority.revokeEverything(),
                authority.revokeIssuedBefore(NOW, NOW))) {
            authority = started(EPOCH);
            Verified<Ticket> fresh = ticket(1, 9, Caveats.NONE);
            authority.apply(each);
            assertThat(redeem(fresh, CAROL)).as(each.toString()).isEqualTo(declined(Reason.REVOKED));
        }
    }

    private Redeemed reserved(Verified<Ticket> ticket, MemoryKeyHolder holder) {
        Redemption outcome = authority.reserve(ALICE, ticket, id(holder), salt(salts++), NOW, 0);
        return ((Redemption.Reserved) outcome).use();
    }

    @Test
    void aTicketOutlivesItsBootAndWhoUsedItHasTheSameGrant() {
        Verified<Ticket> fresh = ticket(1, 1, Caveats.NONE);
        Verified<Ticket> used = ticket(2, 1, Caveats.NONE);
        redeemed.add(reserved(used, BOB));
        authority = started(EPOCH + 1);
        assertThat(redeem(used, CAROL)).isEqualTo(declined(Reason.DENIED));
        Redemption bobs = redeem(used, BOB);
        assertThat(chainOf(((Redemption.Granted) bobs).grant()).encoded())
                .isEqualTo(redeemed.get(0).chain());
        assertThat(redeem(fresh, CAROL)).isInstanceOf(Redemption.Granted.class);
    }

    @Test
    void whatWasTakenBackBeforeTheBootIsNotHadByATicketOfBefore() {
        Verified<Ticket> ticket = ticket(1, 9, Caveats.NONE);
        redeemed.add(reserved(ticket, BOB));
        revoke(authority.revokeHolder(id(BOB)));
        authority = started(EPOCH + 1);
        assertThat(redeem(ticket, BOB)).isEqualTo(declined(Reason.REVOKED));
        revoke(authority.revokeMission("hello"));
        authority = started(EPOCH + 2);
        assertThat(redeem(ticket, CAROL)).isEqualTo(declined(Reason.REVOKED));
    }

    @Test
    void aBootThatKnowsNothingOfTicketsTakesNoneOfBefore() {
        Verified<Ticket> before = ticket(1, 1, Caveats.NONE);
        for (Revocation first : List.of(Authority.firstTickets(EPOCH + 1), Authority.beginning(EPOCH + 1))) {
            journal.clear();
            journal.add(first);
            authority = started(EPOCH + 1);
            assertThat(redeem(before, BOB)).isEqualTo(declined(Reason.REVOKED));
            assertThat(redeem(ticket(2, 1, Caveats.NONE), BOB)).isInstanceOf(Redemption.Granted.class);
        }
    }

    @Test
    void nothingStandsUntilItIsWrittenAndMeanwhileTheTicketIsNobodyElses() {
        Verified<Ticket> ticket = ticket(1, 1, Caveats.NONE);
        Redeemed first = reserved(ticket, BOB);
        assertThat(authority.heldBy(id(BOB))).isEmpty();
        assertThat(redeem(ticket, CAROL)).isEqualTo(declined(Reason.DENIED));
        assertThat(reserved(ticket, BOB)).as("again").isEqualTo(first);
        authority.unredeemed(first);
        assertThat(redeem(ticket, CAROL)).as("one write is under way").isEqualTo(declined(Reason.DENIED));
        assertThat(authority.redeemed(first, NOW, 0)).isInstanceOf(Redemption.Granted.class);
        authority.unredeemed(reserved(ticket(2, 1, Caveats.NONE), BOB));
        assertThat(authority.heldBy(id(BOB))).hasSize(1);
    }

    @Test
    void whatCouldNotBeWrittenIsAnybodysAgain() {
        Verified<Ticket> ticket = ticket(1, 1, Caveats.NONE);
        authority.unredeemed(reserved(ticket, BOB));
        assertThat(redeem(ticket, CAROL)).isInstanceOf(Redemption.Granted.class);
        assertThat(redeem(ticket, BOB)).isEqualTo(declined(Reason.DENIED));
    }

    @Test
    void usesAreForgottenLongAfterTheirTicketsExpired() {
        redeem(ticket(1, 1, Caveats.NONE), BOB);
        Instant kept = LATER.plusSeconds(Revocations.KEEP_SECONDS);
        assertThat(authority.purgeTickets(kept.minusSeconds(1))).isEmpty();
        assertThat(authority.purgeTickets(kept)).containsExactly(salt(1));
        assertThat(authority.purgeTickets(kept)).isEmpty();
    }

    @Test
    void whoeverWasRevokedGetsNothingAgainForTheSameTicket() {
        Verified<Ticket> ticket = ticket(1, 2, Caveats.NONE);
        Grant grant = ((Redemption.Granted) redeem(ticket, BOB)).grant();
        revoke(authority.revokeGrant(chainOf(grant).id()));
        assertThat(redeem(ticket, BOB)).isEqualTo(declined(Reason.REVOKED));
        assertThat(redeem(ticket, CAROL)).isInstanceOf(Redemption.Granted.class);
    }

    @Test
    void remembersAsManyUsesAsItMayUntilTheirTicketsExpire() {
        for (int i = 0; i < LIMITS.redeemed(); i++) {
            redeem(ticket(i, 1, Caveats.NONE), BOB);
        }
        assertThat(redeem(ticket(9, 1, Caveats.NONE), BOB)).isEqualTo(declined(Reason.OVERLOADED));
        Ticket later = authority.issue("hello", salt(9), LATER.plusSeconds(9), 1, Caveats.NONE);
        Bytes signed = Invitation.sign(ALICE, later, List.of()).signed();
        Verified<Ticket> verified =
                ((Parsed.Accepted<Verified<Ticket>>) Invitation.redeemable(signed, ALICE.nodeId())).value();
        assertThat(People.redeem(authority, ALICE, verified, id(BOB), salt(9), LATER, 0))
                .isInstanceOf(Redemption.Granted.class);
    }

    // Time.

    @Test
    void whatExpiredIsForgottenAtItsSecond() {
        Chain chain = toBob(Caveats.NONE.until(LATER));
        Grant grant = accepted(chain, id(BOB));
        assertThat(authority.expire(LATER.minusNanos(1))).isEmpty();
        assertThat(authority.expire(LATER)).containsExactly(grant);
        assertThat(grant.gate().closed()).isEqualTo(Reason.EXPIRED);
        assertThat(present(chain, id(BOB))).as("though the clock went back").isEqualTo(refused(Reason.EXPIRED));
    }

    @Test
    void aRevocationIsForgottenLongAfterItsGrantExpiredAndNotBefore() {
        Chain expiring = toBob(Caveats.NONE.until(LATER));
        accepted(expiring, id(BOB));
        Revocation ofIt = authority.revokeGrant(expiring.id());
        revoke(ofIt);
        revoke(authority.revokeGrant(toBob(Caveats.NONE).id()));
        revoke(authority.revokeHolder(id(MALLORY)));
        revoke(authority.revokeMission("hello"));
        assertThat(authority.purge(LATER.plusSeconds(Revocations.KEEP_SECONDS - 1)))
                .isEmpty();
        assertThat(authority.purge(LATER.plusSeconds(Revocations.KEEP_SECONDS))).containsExactly(ofIt);
        assertThat(authority.purge(LATER.plus(Duration.ofDays(3_650)))).isEmpty();
    }

    // Bounds.

    @Test
    void holdsAsManyMissionsAsItMayAndNotOneMore() {
        authority.define(new Mission("second", Map.of()));
        authority.define(HELLO);
        assertThatThrownBy(() -> authority.define(new Mission("third", Map.of())))
                .isInstanceOf(MissionException.class);
        assertThatThrownBy(() -> authority.define(new Mission("hello", Map.of())))
                .hasMessageContaining("is defined already");
        assertThatThrownBy(() -> authority.revokeMission("third")).hasMessageContaining("there is no mission");
    }

    @Test
    void holdsAsManyGrantsAsItMayUntilOneExpires() {
        accepted(toBob(Caveats.NONE.until(NOW.plusSeconds(1))), id(BOB));
        for (int i = 1; i < LIMITS.grants(); i++) {
            accepted(toBob(Caveats.NONE), id(BOB));
        }
        Chain more = toBob(Caveats.NONE);
        assertThat(present(more, id(BOB))).isEqualTo(refused(Reason.OVERLOADED));
        assertThat(authority.accept(People.sound(more.encoded()), id(BOB), null, NOW.plusSeconds(1), 0))
                .isInstanceOf(Admission.Accepted.class);
    }

    /** Else what others keep of it would stay for ever. */
    @Test
    void whatWasClosedToMakeRoomIsToldToo() {
        Grant first = accepted(toBob(Caveats.NONE.until(NOW.plusSeconds(1))), id(BOB));
        for (int i = 1; i < LIMITS.grants(); i++) {
            accepted(toBob(Caveats.NONE), id(BOB));
        }
        Chain more = toBob(Caveats.NONE);
        assertThat(authority.accept(People.sound(more.encoded()), id(BOB), null, NOW.plusSeconds(1), 0))
                .isInstanceOf(Admission.Accepted.class);
        assertThat(authority.expire(NOW.plusSeconds(1))).containsExactly(first);
        assertThat(authority.expire(NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void oneRootHasAsManyHoldersAsItMayAndNotOneMore() {
        Chain root = toBob(Caveats.NONE.depth(1));
        for (int i = 0; i < LIMITS.perRoot() - 1; i++) {
            MemoryKeyHolder friend = People.key(60 + i);
            accepted(onward(root, BOB, friend), id(friend));
            revoke(new Revocation.OfGrant(chainOf(authority.grants().get(0)).id(), 0));
        }
        assertThat(present(onward(root, BOB, CAROL), id(CAROL))).isEqualTo(refused(Reason.OVERLOADED));
        assertThat(present(toBob(Caveats.NONE), id(BOB)))
                .as("under another root")
                .isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void underOneRootStandAsManyGrantsAsMayAndNotOneMoreUntilOneIsGone() {
        Chain root = toBob(Caveats.NONE.depth(1));
        List<Chain> own = new ArrayList<>();
        for (int i = 0; i < LIMITS.perRoot(); i++) {
            MemoryKeyHolder holder = i % 2 == 0 ? BOB : CAROL;
            own.add(onward(root, BOB, holder));
            accepted(own.get(i), id(holder));
        }
        assertThat(present(onward(root, BOB, CAROL), id(CAROL))).isEqualTo(refused(Reason.OVERLOADED));
        revoke(authority.revokeGrant(own.get(0).id()));
        assertThat(present(onward(root, BOB, CAROL), id(CAROL))).isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void underOneRootANodeHasAsManyGrantsAsItMayAndNotOneMoreUntilOneIsGone() {
        Chain root = toBob(Caveats.NONE.depth(1));
        List<Chain> own = new ArrayList<>();
        for (int i = 0; i < LIMITS.perHolder(); i++) {
            own.add(onward(root, BOB, BOB));
            accepted(own.get(i), id(BOB));
        }
        assertThat(present(onward(root, BOB, BOB), id(BOB))).isEqualTo(refused(Reason.OVERLOADED));
        accepted(own.get(0), id(BOB));
        accepted(onward(root, BOB, CAROL), id(CAROL));
        accepted(toBob(Caveats.NONE), id(BOB));
        revoke(authority.revokeGrant(own.get(0).id()));
        assertThat(present(onward(root, BOB, BOB), id(BOB))).isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void underOneRootChainsHaveAsManyBytesAsTheyMayAndNotOneMoreUntilOneIsGone() {
        Chain root = toBob(Caveats.NONE.depth(1));
        Chain first = onward(root, BOB, BOB);
        int two = 2 * first.encoded().size();
        authority = bounded(two);
        accepted(first, id(BOB));
        accepted(onward(root, BOB, CAROL), id(CAROL));
        revoke(authority.revokeGrant(first.id()));
        authority = bounded(two - 1);
        Chain again = onward(root, BOB, BOB);
        accepted(again, id(BOB));
        Chain more = onward(root, BOB, CAROL);
        assertThat(present(more, id(CAROL))).isEqualTo(refused(Reason.OVERLOADED));
        revoke(authority.revokeGrant(again.id()));
        accepted(more, id(CAROL));
    }

    /** As if started with other limits. */
    private Authority bounded(long bytesPerRoot) {
        Authority bounded = new Authority(
                ALICE.nodeId(), EPOCH + 1, new Authority.Limits(2, 4, 6, 3, 2, bytesPerRoot, 3, 3), journal, redeemed);
        bounded.define(HELLO);
        return bounded;
    }

    @Test
    void countsAsManyHoldersAsItMayAndNotOneMoreUntilARootIsGone() {
        List<Chain> roots = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Chain root = toBob(Caveats.NONE.depth(1));
            accepted(onward(root, BOB, CAROL), id(CAROL));
            roots.add(root);
        }
        assertThat(present(toBob(Caveats.NONE), id(BOB))).isEqualTo(refused(Reason.OVERLOADED));
        revoke(authority.revokeGrant(roots.get(0).id()));
        assertThat(present(toBob(Caveats.NONE), id(BOB))).isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void keepsAsManyRevocationsAsItMayAndStillTakesMissionsBack() {
        Chain chain = toBob(Caveats.NONE);
        revoke(authority.revokeGrant(chain.id()));
        revoke(authority.revokeGrant(LINK));
        revoke(authority.revokeHolder(id(MALLORY)));
        authority.revokeGrant(chain.id());
        authority.revokeHolder(id(MALLORY));
        assertThatThrownBy(() -> authority.revokeHolder(id(CAROL)))
                .isInstanceOf(MissionException.class)
                .hasMessageContaining("revoke a mission, or by date");
        assertThatThrownBy(() -> authority.revokeGrant(toBob(Caveats.NONE).id()))
                .isInstanceOf(MissionException.class);
        revoke(authority.revokeMission("hello"));
        revoke(authority.revokeEverything());
    }

    @Test
    void aMissionThatAllowedNothingMayBeDefinedAndItsGrantsAllowThatToo() {
        authority.define(new Mission("offered", Map.of()));
        SignedGrant root = authority.grant(ALICE, "offered", node(BOB), Caveats.NONE.quota(1), salt(99), NOW);
        Grant before = accepted(People.read(Chain.encode(root)), id(BOB));
        authority.define(new Mission("offered", Map.of("greeter", Set.of(String.class))));
        authority.define(new Mission("offered", Map.of("greeter", Set.of(String.class))));
        Grant after = authority.heldBy(id(BOB)).iterator().next();
        assertThat(before.covers("greeter", String.class)).isFalse();
        assertThat(after.covers("greeter", String.class)).isTrue();
        assertThat(after.terms()).isSameAs(before.terms());
        assertThat(authority.apply(authority.revokeGrant(root.id()))).containsExactly(after);
        assertThat(before.gate().closed()).isEqualTo(Reason.REVOKED);
        assertThatThrownBy(() -> authority.define(new Mission("offered", Map.of())))
                .isInstanceOf(MissionException.class);
    }
}
