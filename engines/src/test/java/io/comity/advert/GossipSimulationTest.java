package io.comity.advert;

import static io.comity.advert.Adverts.DAY;
import static io.comity.advert.Adverts.NOW;
import static io.comity.advert.Adverts.advert;
import static io.comity.advert.Adverts.description;
import static io.comity.advert.Adverts.key;
import static io.comity.advert.Adverts.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many nodes, one thread, a random network that hangs together; every node is linked with its neighbours and learns of the
 * others by gossip alone. The parameter is the seed of all chance: run that one again to see a failure again.
 */
final class GossipSimulationTest {
    private static final int NODES = 24;
    private static final int HOSTILE = 8;
    private static final int MAX_TURNS = 200;
    private static final AdvertTable.Limits ROOMY = new AdvertTable.Limits(10 * NODES, 10 * NODES);
    private static final Gossip.Settings SETTINGS = Gossip.Settings.DEFAULT;

    private record Edge(int from, int to) {}

    private final List<Peer> peers = new ArrayList<>();
    private final Map<Edge, Integer> said = new HashMap<>();
    private Random random = new Random();

    /** What a node consists of when nothing but adverts counts. */
    private final class Peer {
        final int number;
        final Set<Integer> neighbours = new HashSet<>();
        final AdvertTable table;
        final Gossip gossip = new Gossip(SETTINGS);
        NodeAdvert own;

        Peer(int number) {
            this.number = number;
            this.table = new AdvertTable(node(number), 1, ROOMY, node -> false);
            this.own = advert(number, 5);
        }

        void link(int neighbour) {
            say(neighbour, own.signed());
            gossip.linked(node(neighbour), NOW)
                    .forEach(advert -> say(neighbour, advert.value().signed()));
        }

        void turn() {
            int before = said.values().stream().mapToInt(Integer::intValue).sum();
            for (Gossip.Parcel parcel : gossip.turn(NOW, random)) {
                int neighbour = numberOf(parcel.peer());
                assertThat(neighbours).contains(neighbour);
                parcel.adverts().forEach(advert -> say(neighbour, advert.value().signed()));
            }
            int after = said.values().stream().mapToInt(Integer::intValue).sum();
            assertThat(after - before).isLessThanOrEqualTo(SETTINGS.fanOut() * SETTINGS.perTurn());
        }

        void say(int neighbour, Bytes signed) {
            said.merge(new Edge(number, neighbour), 1, Integer::sum);
            peers.get(neighbour).hear(signed, number);
        }

        void hear(Bytes signed, int from) {
            AdvertTable.Outcome outcome = table.hear(signed, new AdvertTable.Source(node(from), true), NOW);
            if (outcome instanceof AdvertTable.Accepted accepted) {
                gossip.learned(accepted.advert(), node(from));
                accepted.left().forEach(gossip::left);
            }
        }

        boolean knowsEverybody() {
            return table.size() == NODES - 1;
        }
    }

    private static int numberOf(NodeId id) {
        return IntStream.range(0, NODES)
                .filter(n -> node(n).equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void build(long seed) {
        random = new Random(seed);
        for (int number = 0; number < NODES; number++) {
            peers.add(new Peer(number));
        }
        for (int number = 1; number < NODES; number++) {
            connect(number, random.nextInt(number));
        }
        for (int more = 0; more < NODES; more++) {
            connect(random.nextInt(NODES), random.nextInt(NODES));
        }
        peers.forEach(peer -> List.copyOf(peer.neighbours).forEach(peer::link));
    }

    private void connect(int one, int other) {
        if (one != other) {
            peers.get(one).neighbours.add(other);
            peers.get(other).neighbours.add(one);
        }
    }

    private void runUntilQuiet() {
        int total = -1;
        for (int turn = 0; turn < MAX_TURNS && total != sum(); turn++) {
            total = sum();
            peers.forEach(Peer::turn);
        }
        assertThat(sum()).as("what is said ends").isEqualTo(total);
    }

    private int sum() {
        return said.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void assertEverybodyBelieves(List<NodeAdvert> adverts) {
        for (Peer peer : peers) {
            assertThat(peer.knowsEverybody()).as("node %d", peer.number).isTrue();
            for (NodeAdvert advert : adverts) {
                if (!advert.node().equals(node(peer.number))) {
                    assertThat(peer.table.find(advert.node(), NOW)).contains(advert);
                }
            }
        }
    }

    private List<NodeAdvert> owns() {
        return peers.stream().map(peer -> peer.own).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everybodyLearnsOfEverybodyAndEachVersionCrossesALinkOnce(long seed) {
        build(seed);
        runUntilQuiet();
        assertEverybodyBelieves(owns());
        assertThat(said.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(NODES));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aNewVersionReachesEverybody(long seed) {
        build(seed);
        runUntilQuiet();
        said.clear();
        Peer mover = peers.get(random.nextInt(NODES));
        mover.own = advert(mover.number, 6);
        mover.neighbours.forEach(neighbour -> mover.say(neighbour, mover.own.signed()));
        runUntilQuiet();
        assertEverybodyBelieves(owns());
        assertThat(said.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(1));
    }

    /** Forge, roll back, replay what expired, claim the future, alter bits, say the same again and again. */
    private List<Bytes> lies(int about) {
        byte[] altered = advert(about, 9).signed().toArray();
        altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
        CborWriter stolen = new CborWriter(256, 256);
        description(9).write(stolen);
        return List.of(
                Bytes.of(altered),
                Bytes.of(CoseSign1.sign(key(about), "comity/1 something else", stolen.toByteArray())),
                advert(about, 4).signed(),
                advert(about, description(6, 0, NOW, DAY)).signed(),
                advert(about, description(7, 1, NOW.minus(DAY), DAY)).signed(),
                advert(about, description(8, 1, NOW.plus(DAY), DAY)).signed(),
                advert(about, description(9, 1, NOW, Duration.ofDays(31))).signed(),
                advert(about, 5).signed(),
                Bytes.of(new byte[NodeAdvert.MAX_SIGNED_BYTES + 1]),
                Bytes.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void hostileForwardersChangeNothing(long seed) {
        build(seed);
        runUntilQuiet();
        int honest = sum();
        for (int liar = 0; liar < HOSTILE; liar++) {
            for (int neighbour : peers.get(liar).neighbours) {
                Peer victim = peers.get(neighbour);
                int liarNumber = liar;
                lies(random.nextInt(NODES)).forEach(lie -> victim.hear(lie, liarNumber));
            }
        }
        runUntilQuiet();
        assertEverybodyBelieves(owns());
        assertThat(sum()).as("no lie is passed on").isEqualTo(honest);
    }
}
