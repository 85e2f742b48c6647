package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.identity.Bytes;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.MissionKey;
import io.comity.mission.Notice;
import io.comity.mission.Reason;
import io.comity.proxy.NodeEvent;
import io.comity.router.Revoking;
import io.comity.wire.Verified;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who hears, signed, that something was taken back, between real nodes over real sockets. */
final class NoticesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path home;

    private final Queue<NodeEvent.Revoked> events = new ConcurrentLinkedQueue<>();
    private final List<Node> others = new ArrayList<>();
    private Node alice;

    @BeforeEach
    void startAlice() {
        alice = start(Map.of());
    }

    private Node start(Map<String, Object> settings) {
        Node node = Neighbours.start(home, "alice", settings);
        node.spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(new ConcurrentLinkedQueue<>()));
        return node;
    }

    private void restartAlice() {
        alice.close();
        alice = start(Map.of("comity.tcp.port", alice.addresses().get(0).port()));
        hello().invite(Duration.ofDays(1));
    }

    @AfterEach
    void stop() {
        others.forEach(Node::close);
        alice.close();
    }

    private Missions.Draft hello() {
        return alice.missions().define(Greeter.MISSION).allow(Greeter.NAME);
    }

    private Node friend(String name) {
        Node friend = Neighbours.start(home, name, Map.of());
        others.add(friend);
        friend.meet(alice.id(), alice.addresses());
        ActorRef<NodeEvent.Revoked> ear = friend.system()
                .systemActorOf(
                        Behaviors.<NodeEvent.Revoked>receiveMessage(revoked -> {
                            events.add(revoked);
                            return Behaviors.same();
                        }),
                        "ear",
                        Props.empty());
        friend.system().eventStream().tell(new EventStream.Subscribe<>(NodeEvent.Revoked.class, ear));
        return friend;
    }

    private void assertHeard(Node holder, Chain... dead) {
        List<Bytes> ids = java.util.stream.Stream.of(dead).map(Chain::id).toList();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(holder.notices())
                        .extracting(Notice::chain)
                        .containsExactlyInAnyOrderElementsOf(ids));
        assertThat(holder.notices()).allSatisfy(notice -> {
            assertThat(notice.reason()).isEqualTo(Reason.REVOKED);
            assertThat(Notice.read(notice.signed(), alice.id()).map(Verified::value))
                    .contains(notice);
        });
    }

    @Test
    void whoIsConnectedHearsAtOnceAndCanShowIt() {
        Node bob = friend("bob");
        Chain grant = hello().grant(bob.id());
        bob.present(grant);
        alice.missions().revoke(new Revoking.OfGrant(grant.id()));
        assertHeard(bob, grant);
        await().atMost(PATIENCE).until(() -> !events.isEmpty());
        assertThat(events)
                .containsExactly(new NodeEvent.Revoked(alice.id(), bob.notices().get(0)));
    }

    @Test
    void eachHearsOfTheirsAndNobodyOfAnothers() {
        Node bob = friend("bob");
        Node carol = friend("carol");
        Chain bobs = hello().grant(bob.id(), Caveats.NONE.depth(1));
        bob.present(bobs);
        Chain carols = bob.missions().passOn(bobs, carol.id(), Caveats.NONE);
        carol.present(carols);
        alice.missions().revoke(new Revoking.OfHolder(carol.id()));
        assertHeard(carol, carols);
        alice.missions().revoke(Greeter.MISSION);
        assertHeard(bob, bobs);
        assertHeard(carol, carols);
    }

    @Test
    void whoWasAwayHearsWhenTheyComeBack() {
        Node bob = friend("bob");
        Chain grant = hello().grant(bob.id());
        bob.present(grant);
        bob.close();
        alice.missions().revoke(new Revoking.OfGrant(grant.id()));
        others.clear();
        Node again = friend("bob");
        again.stayConnected(alice.id(), true);
        assertHeard(again, grant);
    }

    @Test
    void whoWasAwayHearsThoughTheOwnerWasRestartedMeanwhile() {
        Node bob = friend("bob");
        Chain grant = hello().grant(bob.id());
        bob.present(grant);
        bob.close();
        alice.missions().revoke(new Revoking.OfGrant(grant.id()));
        restartAlice();
        others.clear();
        Node again = friend("bob");
        again.stayConnected(alice.id(), true);
        assertHeard(again, grant);
    }

    @Test
    void whoPresentsWhatIsDeadHearsItSigned() {
        Node bob = friend("bob");
        MissionKey key = hello().key();
        alice.missions().revoke(new Revoking.OfHolder(key.holder()));
        assertThatThrownBy(() -> bob.present(key)).hasMessageContaining("(revoked)");
        assertHeard(bob, key.chain());
        assertThatThrownBy(() -> bob.present(key)).hasMessageContaining("(revoked)");
        assertHeard(bob, key.chain());
    }

    @Test
    void whoPresentsTheDeadChainOfAnotherHearsNothing() {
        Node bob = friend("bob");
        Node mallory = friend("mallory");
        Chain bobs = hello().grant(bob.id());
        alice.missions().revoke(new Revoking.OfGrant(bobs.id()));
        assertThatThrownBy(() -> mallory.present(bobs)).hasMessageContaining("(denied)");
        assertThatThrownBy(() -> bob.present(bobs)).hasMessageContaining("(revoked)");
        assertHeard(bob, bobs);
        assertThat(mallory.notices()).isEmpty();
    }

    @Test
    void aSlowSignerTellsAllAFewASecond() {
        alice.close();
        alice = start(Map.of("comity.missions.notices-per-second", 2));
        Node bob = friend("bob");
        List<Chain> grants = new ArrayList<>();
        for (int quota = 1; quota <= 5; quota++) {
            grants.add(hello().grant(bob.id(), Caveats.NONE.quota(quota)));
        }
        bob.present(grants.get(0));
        alice.missions().revoke(Greeter.MISSION);
        assertHeard(bob, grants.toArray(Chain[]::new));
    }
}
