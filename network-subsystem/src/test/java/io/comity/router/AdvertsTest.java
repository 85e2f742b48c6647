package io.comity.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.advert.AdvertTable;
import io.comity.advert.Contact;
import io.comity.advert.Gossip;
import io.comity.advert.NodeAdvert;
import io.comity.advert.NodeDescription;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Mission;
import io.comity.observe.Counter;
import io.comity.observe.Counters;
import io.comity.proxy.NodeProxy;
import io.comity.proxy.Owner;
import io.comity.selection.Candidate;
import io.comity.store.MemoryStore;
import io.comity.store.Store;
import io.comity.transport.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** One thread, no actors: what a Router says of adverts to whom, and when. */
final class AdvertsTest {
    private static final Duration LIFE = Duration.ofDays(8);
    private static final Address TCP = new Address("tcp", "alice", 1);
    private static final Address ARTERY = new Address("artery-tls", "alice", 2);
    private static final MemoryKeyHolder SELF = key(0);
    private static final NodeId BOB = key(1).nodeId();

    private final Map<NodeId, List<Address>> used = new HashMap<>();
    private final Owner missions = new Owner();
    private final AdvertTable table =
            new AdvertTable(SELF.nodeId(), 1, new AdvertTable.Limits(2, 2), used::containsKey);
    private final MemoryStore store = new MemoryStore();
    private final Counters counters = new Counters();
    private final Map<NodeId, List<Bytes>> said = new HashMap<>();
    private Instant now = Instant.parse("2026-11-25T12:00:00Z");

    private final Adverts adverts = adverts();

    private static MemoryKeyHolder key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return MemoryKeyHolder.fromSeed(seed);
    }

    private Adverts adverts() {
        AdvertSettings settings = new AdvertSettings(
                new AdvertTable.Manner(LIFE, 0, true),
                Gossip.Settings.DEFAULT,
                RouterNeeds.SOON,
                List.of("artery-tls", "tcp"));
        Router.Books books = new Router.Books(
                missions.authority(),
                new ConcurrentLinkedQueue<>(),
                new HashMap<>(),
                new Keyring(10),
                new NoticeBoard(10),
                used,
                new HashSet<>(),
                table,
                store);
        Router.Context context = RouterNeeds.of(SELF, books, settings, counters, () -> now);
        return new Adverts(
                context,
                (peer, signed) ->
                        said.computeIfAbsent(peer, fresh -> new ArrayList<>()).addAll(signed));
    }

    private void grantBob() {
        missions.define(new Mission("hello", Map.of("greeter", Set.of())));
        missions.grant("hello", BOB);
    }

    private NodeAdvert own() {
        return table.own().orElseThrow();
    }

    private List<Bytes> saidTo(NodeId peer) {
        List<Bytes> all = said.remove(peer);
        return all == null ? List.of() : all;
    }

    private NodeAdvert advert(int number, long version) {
        List<Contact> contacts = List.of(new Contact("tcp://there:" + number, 200));
        return NodeAdvert.sign(key(number), new NodeDescription(version, 1, now, now.plus(LIFE), contacts, 0, true));
    }

    private boolean heardAndWanted(int from, NodeAdvert advert) {
        return adverts.heard(new NodeProxy.Heard(key(from).nodeId(), advert.signed()))
                .isPresent();
    }

    // Its own.

    @Test
    void saysWhereItListensWithTheTransportThatItPrefersFirst() {
        adverts.listening(List.of(TCP, ARTERY));
        assertThat(own().description().contacts())
                .containsExactly(new Contact(ARTERY.toString(), 100), new Contact(TCP.toString(), 90));
        assertThat(store.contents().adverts())
                .containsExactly(new Store.SavedAdvert(SELF.nodeId(), own().signed(), SELF.nodeId()));
    }

    @Test
    void whatCannotBeSaidIsLeftOutAndNoMoreThanMayBeIsSaid() {
        List<Address> many = new ArrayList<>(List.of(new Address("tcp", "x".repeat(400), 1)));
        for (int i = 0; i <= NodeDescription.MAX_CONTACTS; i++) {
            many.add(new Address("tcp", "alice", 10 + i));
        }
        adverts.listening(many);
        assertThat(own().description().contacts()).hasSize(NodeDescription.MAX_CONTACTS);
    }

    @Test
    void isRenewedAtHalfOfItsLifeAndToldToThoseWhoHear() {
        grantBob();
        adverts.listening(List.of(TCP));
        adverts.attached(BOB);
        assertThat(saidTo(BOB)).containsExactly(own().signed());
        now = now.plus(LIFE.dividedBy(2)).minusSeconds(1);
        adverts.renew();
        assertThat(saidTo(BOB)).isEmpty();
        now = now.plusSeconds(1);
        adverts.renew();
        assertThat(saidTo(BOB)).containsExactly(own().signed());
        assertThat(own().description().issuedAt()).isEqualTo(now);
    }

    @Test
    void sayingTheSameAddressesAgainSaysNothing() {
        adverts.listening(List.of(TCP));
        NodeAdvert first = own();
        adverts.listening(List.of(TCP));
        assertThat(own()).isEqualTo(first);
    }

    @Test
    void aLaterOneOfItsOwnIsOutdoneAtOnce() {
        grantBob();
        adverts.listening(List.of(TCP));
        long later = own().description().version() + 10;
        heardAndWanted(1, advert(0, later));
        assertThat(own().description().version()).isEqualTo(later + 1);
        assertThat(own().description().contacts()).extracting(Contact::address).containsExactly(TCP.toString());
    }

    // To whom.

    @Test
    void aStrangerIsToldNothingUntilItIsGrantedSomethingAndNothingAfterwards() {
        adverts.listening(List.of(TCP));
        adverts.attached(BOB);
        adverts.review(BOB);
        assertThat(saidTo(BOB)).isEmpty();
        grantBob();
        adverts.review(BOB);
        assertThat(saidTo(BOB)).containsExactly(own().signed());
        missions.revoke("hello");
        adverts.review(BOB);
        adverts.listening(List.of(ARTERY));
        adverts.gossip();
        assertThat(saidTo(BOB)).isEmpty();
    }

    @Test
    void whomThisNodeUsesIsTold() {
        adverts.listening(List.of(TCP));
        used.put(BOB, List.of());
        adverts.attached(BOB);
        assertThat(saidTo(BOB)).containsExactly(own().signed());
    }

    @Test
    void whoIsGoneIsNotToldAndWhoComesAgainIsToldAnew() {
        grantBob();
        adverts.listening(List.of(TCP));
        adverts.attached(BOB);
        saidTo(BOB);
        adverts.detached(BOB);
        adverts.listening(List.of(ARTERY));
        assertThat(saidTo(BOB)).isEmpty();
        adverts.attached(BOB);
        assertThat(saidTo(BOB)).containsExactly(own().signed());
    }

    @Test
    void whatOneFriendSaysIsToldToTheOther() {
        used.put(BOB, List.of());
        used.put(key(2).nodeId(), List.of());
        adverts.listening(List.of(TCP));
        adverts.attached(BOB);
        adverts.attached(key(2).nodeId());
        said.clear();
        NodeAdvert carol = advert(3, 1);
        heardAndWanted(1, carol);
        adverts.gossip();
        assertThat(saidTo(BOB)).isEmpty();
        assertThat(saidTo(key(2).nodeId())).containsExactly(carol.signed());
    }

    // What is known.

    @Test
    void aNodeInUseIsReachedWhereItSaysAndThenWhereOthersSaid() {
        used.put(BOB, List.of(TCP));
        assertThat(heardAndWanted(1, advert(1, 1))).isTrue();
        assertThat(adverts.candidates(BOB))
                .extracting(Candidate::address)
                .containsExactlyInAnyOrder(new Address("tcp", "there", 1), TCP);
    }

    @Test
    void aStrangersAdvertIsNoReasonToReachIt() {
        assertThat(heardAndWanted(1, advert(1, 1))).isFalse();
        assertThat(adverts.candidates(BOB)).isEmpty();
        assertThat(store.contents().adverts()).hasSize(1);
    }

    @Test
    void whatLeavesTheTableLeavesTheStore() {
        for (int number = 1; number <= 3; number++) {
            heardAndWanted(number, advert(number, 1));
        }
        assertThat(table.size()).isEqualTo(2);
        assertThat(store.contents().adverts()).hasSize(2);
        assertThat(counters.get(Counter.DROPPED_ADVERT)).isZero();
    }

    @Test
    void whatIsNotBelievedIsCountedAndOldNewsIsNot() {
        heardAndWanted(1, advert(2, 1));
        assertThat(counters.get(Counter.DROPPED_ADVERT)).isEqualTo(1);
        heardAndWanted(1, advert(1, 2));
        heardAndWanted(1, advert(1, 2));
        heardAndWanted(1, advert(1, 1));
        assertThat(counters.get(Counter.DROPPED_ADVERT)).isEqualTo(1);
    }

    @Test
    void aRouterThatReplacesAnotherPassesOnWhatThatKnew() {
        heardAndWanted(2, advert(2, 1));
        Adverts successor = adverts();
        used.put(BOB, List.of());
        successor.attached(BOB);
        assertThat(saidTo(BOB)).containsExactly(advert(2, 1).signed());
    }
}
