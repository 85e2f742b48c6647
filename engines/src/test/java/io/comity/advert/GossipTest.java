package io.comity.advert;

import static io.comity.advert.Adverts.DAY;
import static io.comity.advert.Adverts.NOW;
import static io.comity.advert.Adverts.advert;
import static io.comity.advert.Adverts.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.NodeId;
import io.comity.wire.Verified;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class GossipTest {
    private final Gossip gossip = new Gossip(new Gossip.Settings(3, 2, 2));

    private static Verified<NodeAdvert> verified(NodeAdvert advert) {
        return ((NodeAdvert.Signed) NodeAdvert.read(advert.signed())).advert();
    }

    private void learn(int number, int source) {
        gossip.learned(verified(advert(number, 1)), node(source));
    }

    private static List<NodeId> nodes(List<Verified<NodeAdvert>> adverts) {
        return adverts.stream().map(advert -> advert.value().node()).toList();
    }

    private List<NodeId> linked(int peer) {
        return nodes(gossip.linked(node(peer), NOW));
    }

    private List<Gossip.Parcel> turn() {
        return gossip.turn(NOW, new Random(1));
    }

    @Test
    void aPeerThatLinksIsToldTheLatestAndSoManyAtOnce() {
        for (int number = 10; number < 14; number++) {
            learn(number, 9);
        }
        assertThat(linked(1)).containsExactly(node(13), node(12), node(11));
        assertThat(nodes(turn().get(0).adverts())).containsExactly(node(10));
        assertThat(turn()).isEmpty();
    }

    @Test
    void linkingAgainTellsNothingAgain() {
        learn(10, 9);
        assertThat(linked(1)).containsExactly(node(10));
        assertThat(linked(1)).isEmpty();
        assertThat(turn()).isEmpty();
    }

    @Test
    void aTurnTellsSoManyToSoManyPeers() {
        for (int peer = 1; peer <= 3; peer++) {
            linked(peer);
        }
        for (int number = 10; number < 13; number++) {
            learn(number, 9);
        }
        List<Gossip.Parcel> parcels = turn();
        assertThat(parcels).hasSize(2);
        assertThat(parcels)
                .allSatisfy(parcel -> assertThat(nodes(parcel.adverts())).containsExactly(node(12), node(11)));
        int inAll = 2;
        for (List<Gossip.Parcel> next = turn(); !next.isEmpty(); next = turn()) {
            assertThat(next).hasSizeLessThanOrEqualTo(2);
            inAll += next.size();
        }
        assertThat(inAll).as("two turns for each peer").isEqualTo(6);
    }

    @Test
    void whoToldItAndWhomItDescribesAreNotTold() {
        linked(1);
        linked(2);
        linked(3);
        learn(3, 1);
        assertThat(turn()).extracting(Gossip.Parcel::peer).containsExactly(node(2));
    }

    @Test
    void aPeerIsNotToldOfItselfWhenItLinksLater() {
        learn(1, 9);
        assertThat(linked(1)).isEmpty();
    }

    @Test
    void whoDidNotAgreeIsNotPassedOn() {
        NodeDescription listed = Adverts.description(2);
        linked(1);
        learn(10, 9);
        NodeDescription unlisted =
                new NodeDescription(2, 1, listed.issuedAt(), listed.expiresAt(), listed.contacts(), 0, false);
        gossip.learned(verified(advert(10, unlisted)), node(9));
        assertThat(turn()).isEmpty();
    }

    @Test
    void aNewVersionIsToldToThoseWhoHaveTheOld() {
        linked(1);
        learn(10, 9);
        turn();
        gossip.learned(verified(advert(10, 2)), node(9));
        assertThat(turn().get(0).adverts().get(0).value().description().version())
                .isEqualTo(2);
    }

    @Test
    void whatExpiredOrLeftIsNotPassedOn() {
        linked(1);
        learn(10, 9);
        learn(11, 9);
        gossip.left(node(11));
        Instant expiry = NOW.plus(DAY);
        assertThat(gossip.turn(expiry, new Random(1))).isEmpty();
        assertThat(gossip.linked(node(2), expiry)).isEmpty();
    }

    @Test
    void aPeerThatIsGoneIsToldNothingAndItsSuccessorEverything() {
        linked(1);
        learn(10, 9);
        turn();
        gossip.unlinked(node(1));
        assertThat(gossip.isLinked(node(1))).isFalse();
        assertThat(turn()).isEmpty();
        assertThat(linked(2)).containsExactly(node(10));
    }
}
