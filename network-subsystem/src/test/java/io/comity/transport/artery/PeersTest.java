package io.comity.transport.artery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorRef;
import io.comity.artery.ArteryUid;
import io.comity.artery.Correspondent;
import io.comity.artery.Endpoint;
import io.comity.artery.Refusal;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.transport.certificate.NodeCertificate.Proven;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeersTest {
    private static final NodeId SELF = node(0);
    private static final NodeId BOB = node(1);
    private static final NodeId MALLORY = node(2);
    private static final Endpoint HERE = new Endpoint("here", 1);
    private static final Endpoint AT_BOBS = new Endpoint("bob", 1);
    private static final Endpoint ELSEWHERE = new Endpoint("elsewhere", 1);

    private final Set<NodeId> known = new HashSet<>();
    private final List<String> forgotten = new ArrayList<>();
    private long now;
    private Peers peers = peersOver(ArteryKind.TLS);

    private Peers peersOver(ArteryKind kind) {
        return new Peers(new Surroundings(
                kind, SELF, new Limits(2, 4, 2), node -> false, known::contains, () -> now, Runnable::run));
    }

    @BeforeEach
    void open() {
        peers.open(new Reach(
                HERE, endpoint -> ActorRef.noSender(), wire -> {}, (endpoint, uid) -> forgotten.add(endpoint.host())));
        peers.admitEverybody();
    }

    @Test
    void aUidBelongsToItsNodeFromTheEndOfTlsToTheEndOfTheConnection() {
        Connection connection = Connection.inbound(peers);
        connection.present(Optional.of(new Proven(BOB, 1)));
        assertThat(peers.owner(ArteryUid.of(BOB, 1))).isEmpty();
        connection.establish();
        assertThat(peers.owner(ArteryUid.of(BOB, 1)).map(Correspondent::node)).contains(BOB);
        connection.close();
        assertThat(peers.owner(ArteryUid.of(BOB, 1))).isEmpty();
        assertThat(peers.size()).isZero();
    }

    @Test
    void aNewEpochReplacesTheOldOneOnceASecond() {
        connect(BOB, 1);
        assertThat(tryConnect(BOB, 2)).contains(Refusal.OVERLOADED);
        now += Peers.INCARNATION_NANOS - 1;
        assertThat(tryConnect(BOB, 2)).contains(Refusal.OVERLOADED);
        now += 1;
        assertThat(tryConnect(BOB, 2)).isEmpty();
        assertThat(peers.owner(ArteryUid.of(BOB, 1))).isEmpty();
        assertThat(peers.owner(ArteryUid.of(BOB, 2))).isPresent();
    }

    @Test
    void aNodeHasAsManyConnectionsAsItMayAndNotOneMore() {
        for (int i = 0; i < 4; i++) {
            connect(BOB, 1);
        }
        assertThat(tryConnect(BOB, 1)).contains(Refusal.OVERLOADED);
    }

    @Test
    void strangersAreCountedAndForgottenAndKnownNodesAreNot() {
        known.add(node(9));
        Connection first = connect(node(3), 1);
        connect(node(4), 1);
        connect(node(9), 1);
        assertThat(tryConnect(node(5), 1)).contains(Refusal.OVERLOADED);
        first.close();
        assertThat(tryConnect(node(5), 1)).isEmpty();
    }

    @Test
    void thereAreAsManyPeersAsMayBeAndNotOneMore() {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < Peers.MAX_PEERS; i++) {
            connections.add(connect(friend(i), 1));
        }
        NodeId late = friend(Peers.MAX_PEERS);
        assertThat(tryConnect(late, 1)).contains(Refusal.OVERLOADED);
        connections.get(0).close();
        assertThat(tryConnect(late, 1)).isEmpty();
    }

    private NodeId friend(int number) {
        byte[] seed = ByteBuffer.allocate(32).putInt(number).putInt(1).array();
        NodeId friend = MemoryKeyHolder.fromSeed(seed).nodeId();
        known.add(friend);
        return friend;
    }

    @Test
    void anAssociationThatAStrangerLeavesBehindIsForgotten() {
        Connection connection = connect(MALLORY, 1);
        claim(MALLORY, 1, ELSEWHERE);
        connection.close();
        assertThat(forgotten).containsExactly("elsewhere");
    }

    @Test
    void anIncarnationHasOneAddress() {
        connect(MALLORY, 1);
        assertThat(claim(MALLORY, 1, ELSEWHERE)).isEmpty();
        assertThat(claim(MALLORY, 1, ELSEWHERE)).isEmpty();
        assertThat(claim(MALLORY, 1, new Endpoint("third", 1))).contains(Refusal.ADDRESS);
    }

    @Test
    void nobodyClaimsOurAddress() {
        connect(MALLORY, 1);
        assertThat(claim(MALLORY, 1, HERE)).contains(Refusal.ADDRESS);
    }

    @Test
    void whoWasSeenAtAnAddressKeepsItWhileConnected() throws WireException {
        peers.dial(AT_BOBS, BOB, 2);
        Connection seen = Connection.outbound(peers, Optional.of(AT_BOBS));
        assertThat(seen.present(Optional.of(new Proven(MALLORY, 1)))).contains(Refusal.CERTIFICATE);
        assertThat(seen.present(Optional.of(new Proven(BOB, 1)))).isEmpty();
        assertThat(seen.establish()).isEmpty();
        connect(MALLORY, 1);
        assertThat(claim(MALLORY, 1, AT_BOBS)).contains(Refusal.ADDRESS);
        assertThatThrownBy(() -> peers.dial(AT_BOBS, MALLORY, 4)).hasMessageContaining("another node");
    }

    @Test
    void whoMerelySaysThatItListensThereLosesTheAddressToWhoIsSeenThere() {
        connect(MALLORY, 1);
        assertThat(claim(MALLORY, 1, AT_BOBS)).isEmpty();
        connect(BOB, 1);
        assertThat(claim(BOB, 1, AT_BOBS)).isEmpty();
        assertThat(claim(MALLORY, 1, AT_BOBS)).isEmpty();
        Connection seen = Connection.outbound(peers, Optional.of(AT_BOBS));
        assertThat(seen.present(Optional.of(new Proven(BOB, 1)))).isEmpty();
        assertThat(seen.establish()).isEmpty();
        assertThat(claim(MALLORY, 1, AT_BOBS)).contains(Refusal.ADDRESS);
    }

    @Test
    void nobodyIsDialledWhomNobodyExpects() {
        assertThat(peers.isExpected(AT_BOBS)).isFalse();
        assertThatThrownBy(() -> peers.dial(HERE, BOB, 2)).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> peers.dial(AT_BOBS, SELF, 2)).isInstanceOf(WireException.class);
    }

    @Test
    void whoWasDialledKeepsItsAddressThoughNobodySawItThereYet() throws WireException {
        peers.dial(AT_BOBS, BOB, 2);
        connect(MALLORY, 1);
        assertThat(claim(MALLORY, 1, AT_BOBS)).contains(Refusal.ADDRESS);
        connect(BOB, 1);
        assertThat(claim(BOB, 1, AT_BOBS)).isEmpty();
    }

    @Test
    void aStrangerThatWantsNothingIsSentAway() {
        List<String> cut = new ArrayList<>();
        connect(MALLORY, 1).onCut(() -> cut.add("mallory"));
        now += Peers.STRANGER_NANOS;
        peers.sweep();
        assertThat(cut).isEmpty();
        now += 1;
        peers.sweep();
        assertThat(cut).containsExactly("mallory");
    }

    @Test
    void aStrangerWithAWireStaysAndItsTimeBeginsWhenThatEnds() {
        Peer stranger = new Peer(MALLORY, false, () -> now);
        ArteryWire wire = new ArteryWire(2, "mallory", ActorRef.noSender(), Runnable::run, ended -> {});
        stranger.add(wire, 1);
        now += 100;
        assertThat(stranger.wirelessNanos(now)).isZero();
        stranger.remove(wire);
        now += 7;
        assertThat(stranger.wirelessNanos(now)).isEqualTo(7);
    }

    @Test
    void aNodeThatIsKnownMayWaitForAsLongAsItLikes() {
        known.add(BOB);
        List<String> cut = new ArrayList<>();
        connect(BOB, 1).onCut(() -> cut.add("bob"));
        now += 2 * Peers.STRANGER_NANOS;
        peers.sweep();
        assertThat(cut).isEmpty();
    }

    // Without TLS.

    private void without(ArteryKind kind) {
        peers = peersOver(kind);
        open();
    }

    @Test
    void whoSaidFirstThatItListensThereKeepsTheAddressFromStrangers() {
        without(ArteryKind.TCP);
        connect(BOB, 1);
        assertThat(claim(BOB, 1, AT_BOBS)).isEmpty();
        connect(MALLORY, 1);
        assertThat(claim(MALLORY, 1, AT_BOBS)).contains(Refusal.ADDRESS);
        assertThatThrownBy(() -> peers.dial(AT_BOBS, MALLORY, 4)).hasMessageContaining("another node");
    }

    @Test
    void aFriendGetsTheAddressThatAStrangerClaimed() {
        without(ArteryKind.TCP);
        connect(MALLORY, 1);
        assertThat(claim(MALLORY, 1, AT_BOBS)).isEmpty();
        known.add(BOB);
        connect(BOB, 1);
        assertThat(claim(BOB, 1, AT_BOBS)).isEmpty();
    }

    @Test
    void anOlderBootIsARecording() {
        without(ArteryKind.TCP);
        connect(BOB, 7);
        now += Peers.INCARNATION_NANOS;
        assertThat(tryConnect(BOB, 6)).contains(Refusal.REPLAY);
        assertThat(tryConnect(BOB, 8)).isEmpty();
    }

    @Test
    void overAeronWhoIsSilentForTooLongIsGone() {
        without(ArteryKind.AERON);
        connect(BOB, 1);
        now += Peers.SILENCE_NANOS;
        peers.sweep();
        assertThat(peers.size()).isOne();
        now += 1;
        peers.sweep();
        assertThat(peers.size()).isZero();
    }

    private Connection connect(NodeId node, long epoch) {
        Connection connection = Connection.inbound(peers);
        assertThat(connection.present(Optional.of(new Proven(node, epoch)))).isEmpty();
        assertThat(connection.establish()).isEmpty();
        return connection;
    }

    private Optional<Refusal> tryConnect(NodeId node, long epoch) {
        Connection connection = Connection.inbound(peers);
        return connection.present(Optional.of(new Proven(node, epoch))).or(connection::establish);
    }

    private Optional<Refusal> claim(NodeId node, long epoch, Endpoint endpoint) {
        Incarnation incarnation =
                (Incarnation) peers.owner(ArteryUid.of(node, epoch)).orElseThrow();
        return peers.claim(incarnation, endpoint);
    }

    private static NodeId node(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return MemoryKeyHolder.fromSeed(seed).nodeId();
    }
}
