package io.comity.advert;

import static io.comity.advert.Adverts.DAY;
import static io.comity.advert.Adverts.NOW;
import static io.comity.advert.Adverts.advert;
import static io.comity.advert.Adverts.description;
import static io.comity.advert.Adverts.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Numbers are nodes: 0 owns the table, 1 is a trusted neighbour, the rest are whom it hears of. */
final class AdvertTableTest {
    private static final AdvertTable.Source NEIGHBOUR = new AdvertTable.Source(node(1), true);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final List<Contact> CONTACTS = List.of(new Contact("tcp://127.0.0.1:4711", 9));
    private static final AdvertTable.Manner MANNER = new AdvertTable.Manner(DAY, 5, true);

    private final Set<NodeId> used = new HashSet<>();
    private final AdvertTable table = table(new AdvertTable.Limits(4, 3));

    private AdvertTable table(AdvertTable.Limits limits) {
        return new AdvertTable(node(0), 7, limits, used::contains);
    }

    private AdvertTable.Outcome hear(NodeAdvert advert) {
        return table.hear(advert.signed(), NEIGHBOUR, NOW);
    }

    private void assertAccepted(NodeAdvert advert, NodeId... left) {
        AdvertTable.Outcome outcome = hear(advert);
        assertThat(outcome).isInstanceOf(AdvertTable.Accepted.class);
        AdvertTable.Accepted accepted = (AdvertTable.Accepted) outcome;
        assertThat(accepted.advert().value()).isEqualTo(advert);
        assertThat(accepted.left()).containsExactlyInAnyOrder(left);
        assertThat(table.find(advert.node(), NOW)).contains(advert);
    }

    private void assertRefused(NodeAdvert advert, Refusal refusal) {
        assertThat(hear(advert)).isEqualTo(new AdvertTable.Refused(refusal));
    }

    private static NodeAdvert expiring(int number, Duration lifetime) {
        return advert(number, description(1, 1, NOW, lifetime));
    }

    // What is believed.

    @Test
    void aLaterVersionReplacesAnEarlierOne() {
        assertAccepted(advert(2, 1));
        assertAccepted(advert(2, 2));
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void theSameOrAnEarlierVersionIsStale() {
        assertAccepted(advert(2, 5));
        assertRefused(advert(2, 5), Refusal.STALE);
        assertRefused(advert(2, 4), Refusal.STALE);
        assertThat(table.find(node(2), NOW)).contains(advert(2, 5));
    }

    @Test
    void ofTwoUnderOneVersionTheFirstStands() {
        assertAccepted(advert(2, 5));
        assertRefused(advert(2, description(5, 1, NOW, DAY.multipliedBy(2))), Refusal.STALE);
        assertRefused(advert(2, description(5, 9, NOW, DAY)), Refusal.STALE);
    }

    @Test
    void aLaterVersionFromAnEarlierStartIsRolledBack() {
        assertAccepted(advert(2, description(5, 10, NOW, DAY)));
        assertRefused(advert(2, description(6, 9, NOW, DAY)), Refusal.ROLLED_BACK);
        assertAccepted(advert(2, description(6, 10, NOW, DAY)));
    }

    @Test
    void everyAlteredByteIsRefusedAndChangesNothing() {
        assertAccepted(advert(2, 1));
        byte[] bytes = advert(2, 2).signed().toArray();
        for (int i = 0; i < bytes.length; i++) {
            byte[] altered = bytes.clone();
            altered[i] ^= 1;
            assertThat(table.hear(Bytes.of(altered), NEIGHBOUR, NOW)).isInstanceOf(AdvertTable.Refused.class);
        }
        assertThat(table.find(node(2), NOW)).contains(advert(2, 1));
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void whatIsTooLongIsRefused() {
        assertThat(table.hear(Bytes.of(new byte[NodeAdvert.MAX_SIGNED_BYTES + 1]), NEIGHBOUR, NOW))
                .isEqualTo(new AdvertTable.Refused(Refusal.TOO_LARGE));
    }

    // Time.

    @Test
    void expiryIsExclusive() {
        assertRefused(advert(2, description(1, 1, NOW.minus(DAY), DAY)), Refusal.EXPIRED);
        assertAccepted(advert(2, description(1, 1, NOW.minus(DAY).plus(SECOND), DAY)));
    }

    @Test
    void anExpiredAdvertIsNoLongerFound() {
        assertAccepted(advert(2, 1));
        assertThat(table.find(node(2), NOW.plus(DAY).minus(SECOND))).isPresent();
        assertThat(table.find(node(2), NOW.plus(DAY))).isEmpty();
        assertThat(table.listed(NOW.plus(DAY))).isEmpty();
    }

    @Test
    void clocksMayDifferSoFarAndNotFurther() {
        Instant latest = NOW.plus(AdvertTable.MAX_SKEW);
        assertAccepted(advert(2, description(1, 1, latest, DAY)));
        assertRefused(advert(3, description(1, 1, latest.plus(SECOND), DAY)), Refusal.FROM_THE_FUTURE);
    }

    @Test
    void anAdvertMayLastSoLongAndNotLonger() {
        assertAccepted(expiring(2, AdvertTable.MAX_LIFETIME));
        assertRefused(expiring(3, AdvertTable.MAX_LIFETIME.plus(SECOND)), Refusal.LASTS_TOO_LONG);
    }

    /** Version 1 lives long, version 2 short: when 2 is over, 1 must not come back. */
    @Test
    void anExpiredAdvertStillKeepsEarlierOnesOut() {
        NodeAdvert early = advert(2, description(1, 1, NOW.minus(SECOND), AdvertTable.MAX_LIFETIME));
        assertAccepted(advert(2, description(2, 1, NOW, SECOND)));
        Instant later = NOW.plus(DAY);
        assertThat(table.find(node(2), later)).isEmpty();
        assertThat(table.hear(early.signed(), NEIGHBOUR, later)).isEqualTo(new AdvertTable.Refused(Refusal.STALE));
    }

    @Test
    void aForgottenAdvertKeepsNothingOut() {
        assertAccepted(advert(2, description(9, 9, NOW, SECOND)));
        Instant forgotten =
                NOW.plus(AdvertTable.MAX_LIFETIME).plus(AdvertTable.MAX_SKEW).plus(AdvertTable.MAX_SKEW);
        NodeAdvert restored = advert(2, description(1, 1, forgotten.minus(SECOND), DAY));
        assertThat(table.hear(restored.signed(), NEIGHBOUR, forgotten.minus(SECOND)))
                .isEqualTo(new AdvertTable.Refused(Refusal.STALE));
        assertThat(table.hear(restored.signed(), NEIGHBOUR, forgotten)).isInstanceOf(AdvertTable.Accepted.class);
    }

    // Who speaks of whom.

    @Test
    void aStrangerSpeaksOfItselfOnly() {
        AdvertTable.Source stranger = new AdvertTable.Source(node(2), false);
        assertThat(table.hear(advert(3, 1).signed(), stranger, NOW))
                .isEqualTo(new AdvertTable.Refused(Refusal.HEARSAY));
        assertThat(table.hear(advert(2, 1).signed(), stranger, NOW)).isInstanceOf(AdvertTable.Accepted.class);
    }

    // Its own.

    private NodeAdvert issue(Instant at) {
        NodeAdvert own = advert(0, table.next(CONTACTS, MANNER, at));
        table.issued(own);
        return own;
    }

    @Test
    void saysOfItselfWhatItIsToldToSay() {
        NodeAdvert own = issue(NOW.plusNanos(1));
        assertThat(own.description())
                .isEqualTo(new NodeDescription(NOW.toEpochMilli(), 7, NOW, NOW.plus(DAY), CONTACTS, 5, true));
        assertThat(table.own()).contains(own);
        assertThat(NodeAdvert.read(own.signed())).isInstanceOf(NodeAdvert.Signed.class);
    }

    @Test
    void itsOwnAdvertIsNoNews() {
        assertRefused(issue(NOW), Refusal.OWN);
        assertThat(table.isDue(CONTACTS, NOW)).isFalse();
        assertThat(table.size()).isZero();
    }

    @Test
    void aNewerOneOfItsOwnTeachesItToCountFurther() {
        long later = issue(NOW).description().version() + 1_000;
        assertRefused(advert(0, later), Refusal.OWN);
        assertThat(table.isDue(CONTACTS, NOW)).isTrue();
        assertThat(issue(NOW).description().version()).isEqualTo(later + 1);
        assertThat(table.isDue(CONTACTS, NOW)).isFalse();
    }

    @Test
    void versionsGrowThoughTheClockGoesBack() {
        long first = issue(NOW).description().version();
        assertThat(issue(NOW.minus(DAY)).description().version()).isEqualTo(first + 1);
    }

    @Test
    void anAdvertIsDueWhenThereIsNoneAtHalfOfItsLifeAndWhenAddressesChange() {
        assertThat(table.isDue(CONTACTS, NOW)).isTrue();
        issue(NOW);
        Instant half = NOW.plus(DAY.dividedBy(2));
        assertThat(table.isDue(CONTACTS, half.minus(SECOND))).isFalse();
        assertThat(table.isDue(CONTACTS, half)).isTrue();
        assertThat(table.isDue(List.of(), NOW)).isTrue();
    }

    // Room.

    @Test
    void oneNodeBringsSoManyStrangersAndThenReplacesItsOwn() {
        assertAccepted(expiring(2, DAY.multipliedBy(3)));
        assertAccepted(expiring(3, DAY));
        assertAccepted(expiring(4, DAY.multipliedBy(2)));
        assertAccepted(expiring(5, DAY.multipliedBy(4)), node(3));
        assertThat(table.size()).isEqualTo(3);
    }

    @Test
    void whoIsUsedCountsForNobody() {
        used.add(node(2));
        for (int number = 2; number <= 5; number++) {
            assertAccepted(advert(number, 1));
        }
        assertThat(table.size()).isEqualTo(4);
    }

    @Test
    void whenItIsFullTheStrangerOfWhoeverBroughtMostLeaves() {
        table.hear(advert(2, 1).signed(), new AdvertTable.Source(node(2), false), NOW);
        assertAccepted(expiring(3, DAY.multipliedBy(2)));
        assertAccepted(expiring(4, DAY.multipliedBy(3)));
        used.add(node(5));
        assertAccepted(expiring(5, SECOND));
        AdvertTable.Source another = new AdvertTable.Source(node(6), true);
        AdvertTable.Outcome outcome = table.hear(advert(6, 1).signed(), another, NOW);
        assertThat(((AdvertTable.Accepted) outcome).left()).containsExactly(node(3));
        assertThat(table.size()).isEqualTo(4);
    }

    @Test
    void whenItIsFullOfThoseInUseNobodyEnters() {
        for (int number = 2; number <= 5; number++) {
            used.add(node(number));
            assertAccepted(advert(number, 1));
        }
        assertRefused(advert(6, 1), Refusal.FULL);
        used.add(node(7));
        assertRefused(advert(7, 1), Refusal.FULL);
        assertAccepted(advert(5, 2));
    }

    @Test
    void whenItIsFullTheForgottenLeaveFirst() {
        used.add(node(2));
        assertAccepted(advert(2, description(1, 1, NOW, SECOND)));
        Instant later = NOW.plus(AdvertTable.MAX_LIFETIME.plus(DAY));
        for (int number = 3; number <= 5; number++) {
            NodeAdvert advert = advert(number, description(1, 1, later, DAY));
            assertThat(table.hear(advert.signed(), NEIGHBOUR, later)).isInstanceOf(AdvertTable.Accepted.class);
        }
        NodeAdvert next = advert(6, description(1, 1, later, DAY));
        AdvertTable.Outcome outcome = table.hear(next.signed(), new AdvertTable.Source(node(6), false), later);
        assertThat(((AdvertTable.Accepted) outcome).left()).containsExactly(node(2));
    }

    @Test
    void whatLeftMayComeBack() {
        oneNodeBringsSoManyStrangersAndThenReplacesItsOwn();
        assertThat(table.find(node(3), NOW)).isEmpty();
        used.add(node(3));
        assertAccepted(expiring(3, DAY));
    }

    // What is passed on, and what survives a restart.

    @Test
    void onlyWhoAgreedIsListed() {
        NodeDescription told = description(1);
        NodeDescription unlisted =
                new NodeDescription(1, 1, told.issuedAt(), told.expiresAt(), told.contacts(), 0, false);
        assertAccepted(advert(2, unlisted));
        assertAccepted(advert(3, told));
        assertThat(table.listed(NOW))
                .extracting(verified -> verified.value().node())
                .containsExactly(node(3));
    }

    @Test
    void isRestoredWithoutRegardToTheClock() {
        NodeAdvert advert = advert(2, 5);
        Instant before = Instant.EPOCH;
        assertThat(table.restore(node(2), advert.signed(), node(1), before)).isTrue();
        assertThat(table.find(node(2), before)).contains(advert);
        assertRefused(advert(2, 4), Refusal.STALE);
    }

    @Test
    void whatIsWorthlessIsNotRestored() {
        assertThat(table.restore(node(2), advert(3, 1).signed(), node(1), NOW)).isFalse();
        assertThat(table.restore(node(2), Bytes.EMPTY, node(1), NOW)).isFalse();
        NodeAdvert old =
                advert(2, description(1, 1, NOW.minus(AdvertTable.MAX_LIFETIME).minus(DAY), DAY));
        assertThat(table.restore(node(2), old.signed(), node(1), NOW)).isFalse();
        assertThat(table.size()).isZero();
    }

    @Test
    void noMoreIsRestoredThanThereIsRoomFor() {
        for (int number = 2; number <= 5; number++) {
            assertThat(table.restore(node(number), advert(number, 1).signed(), node(1), NOW))
                    .isTrue();
        }
        assertThat(table.restore(node(6), advert(6, 1).signed(), node(1), NOW)).isFalse();
        assertThat(table.size()).isEqualTo(4);
    }

    @Test
    void itsOwnLastVersionIsRestored() {
        long last = NOW.toEpochMilli() + 5;
        assertThat(table.restore(node(0), advert(0, last).signed(), node(0), NOW))
                .isTrue();
        assertThat(issue(NOW).description().version()).isEqualTo(last + 1);
        assertThat(table.size()).isZero();
    }
}
