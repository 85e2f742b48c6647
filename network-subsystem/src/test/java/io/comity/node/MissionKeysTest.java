package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.MissionException;
import io.comity.mission.MissionKey;
import io.comity.mission.Reason;
import io.comity.proxy.Refused;
import io.comity.router.Revoking;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mission key pairs that are made, handed out as text, used, passed on and taken back, between real nodes over real sockets. */
final class MissionKeysTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path home;

    private final Queue<Greeter.Command> heard = new ConcurrentLinkedQueue<>();
    private final Queue<Refused> refusals = new ConcurrentLinkedQueue<>();
    private final List<Node> others = new ArrayList<>();
    private Node alice;

    @BeforeEach
    void startAlice() {
        alice = Neighbours.start(home, "alice", Map.of());
        alice.spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(heard));
    }

    @AfterEach
    void stop() {
        others.forEach(Node::close);
        alice.close();
    }

    private Missions.Draft hello() {
        return alice.missions().define(Greeter.MISSION).allow(Greeter.NAME, Greeter.Note.class);
    }

    /** A node that has never heard of Alice. */
    private Node friend(String name) {
        Node friend = Neighbours.start(home, name, Map.of());
        others.add(friend);
        ActorRef<Refused> ear = friend.system()
                .systemActorOf(
                        Behaviors.<Refused>receiveMessage(refused -> {
                            refusals.add(refused);
                            return Behaviors.same();
                        }),
                        "ear",
                        Props.empty());
        friend.system().eventStream().tell(new EventStream.Subscribe<>(Refused.class, ear));
        return friend;
    }

    private void say(Node friend, int times) {
        ActorRef<Greeter.Command> greeter = friend.engine(alice.id(), Greeter.NAME, Greeter.Command.class);
        IntStream.range(0, times).forEach(number -> greeter.tell(new Greeter.Note("" + number)));
    }

    private void assertOutcome(int delivered, int refused, Reason reason) {
        await().atMost(PATIENCE).until(() -> heard.size() + refusals.size() >= delivered + refused);
        assertThat(heard).hasSize(delivered);
        assertThat(refusals)
                .hasSize(refused)
                .allSatisfy(each -> assertThat(each.reason()).isEqualTo(reason));
    }

    /** Says until one is delivered: what is said while a session ends is refused. */
    private void sayUntilHeard(Node friend) {
        int before = heard.size();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            say(friend, 1);
            return heard.size() > before;
        });
    }

    private void restartAlice() {
        alice.close();
        alice = Neighbours.start(
                home,
                "alice",
                Map.of("comity.tcp.port", alice.addresses().get(0).port()));
        alice.spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(heard));
        hello().invite(Duration.ofDays(1));
    }

    private static void assertRefused(Node friend, MissionKey key, Reason reason) {
        assertThatThrownBy(() -> friend.present(key))
                .isInstanceOf(InvitationException.class)
                .hasMessageContaining("(" + reason.label() + ")");
    }

    // Handing out.

    @Test
    void whoeverHasTheTextHasTheRightAndNeedsNothingElse() {
        String text = hello().key().text();
        Node bob = friend("bob");
        assertThat(bob.accept(text)).isEqualTo(alice.id());
        say(bob, 1);
        assertOutcome(1, 0, Reason.DENIED);
    }

    @Test
    void allWhoHaveItShareWhatItAllows() {
        MissionKey key = hello().key(Caveats.NONE.quota(5));
        for (String name : List.of("bob", "carol", "dave")) {
            friend(name).accept(key.text());
        }
        others.forEach(friend -> say(friend, 3));
        assertOutcome(5, 4, Reason.EXPIRED);
    }

    @Test
    void aKeyPairsGrantIsOfNoUseWithoutTheKey() {
        MissionKey key = hello().key();
        Node mallory = friend("mallory");
        mallory.meet(alice.id(), alice.addresses());
        assertThatThrownBy(() -> mallory.accept(key.chain().text()))
                .isInstanceOf(InvitationException.class)
                .hasMessageContaining("(denied)");
        say(mallory, 1);
        assertOutcome(0, 1, Reason.DENIED);
    }

    @Test
    void textsThatAreNothingAreToldApart() {
        Node bob = friend("bob");
        String key = hello().key().text();
        assertThatThrownBy(() -> bob.accept(key.substring(0, key.length() - 3)))
                .hasMessageContaining("not a valid mission key");
        assertThatThrownBy(() -> bob.accept("grant1abc")).hasMessageContaining("not a valid grant");
        assertThatThrownBy(() -> bob.accept("rubbish")).hasMessageContaining("not a valid invitation");
        assertThatThrownBy(() -> alice.accept(key)).hasMessageContaining("this node's own");
    }

    @Test
    void oneThatCannotStandIsNotMade() {
        Caveats over = Caveats.NONE.until(Instant.now().minusSeconds(1));
        assertThatThrownBy(() -> hello().key(over)).isInstanceOf(MissionException.class);
    }

    // From session to session.

    @Test
    void itIsPresentedAgainWhenItsOwnerWasRestarted() {
        Node bob = friend("bob");
        bob.accept(hello().key().text());
        say(bob, 1);
        assertOutcome(1, 0, Reason.DENIED);
        restartAlice();
        sayUntilHeard(bob);
    }

    @Test
    void whatIsSaidFirstInANewSessionWaitsForTheKeyToBeTaken() {
        Node bob = friend("bob");
        bob.accept(hello().key().text());
        restartAlice();
        await().atMost(PATIENCE).until(() -> bob.registry().list(alice.id()).isEmpty());
        say(bob, 3);
        assertOutcome(3, 0, Reason.DENIED);
    }

    @Test
    void whoWasRestartedPresentsItAgainAndNotBefore() {
        MissionKey key = hello().key();
        Node bob = friend("bob");
        bob.accept(key.text());
        bob.close();
        Node again = Neighbours.start(home, "bob", Map.of());
        others.set(0, again);
        assertThat(again.present(key)).isEqualTo(alice.id());
        say(again, 1);
        assertOutcome(1, 0, Reason.DENIED);
    }

    // Passing on.

    @Test
    void whoHasAKeyPassesOnLessAndItCountsForTheKey() {
        MissionKey key = hello().key(Caveats.NONE.quota(4).depth(2));
        Node bob = friend("bob");
        Node carol = friend("carol");
        Chain carols = bob.missions().passOn(key, carol.id(), Caveats.NONE.quota(3));
        carol.meet(alice.id(), alice.addresses());
        carol.present(carols);
        MissionKey daves = bob.missions().passOn(key, Caveats.NONE);
        Node dave = friend("dave");
        dave.accept(daves.text());
        say(carol, 4);
        assertOutcome(3, 1, Reason.EXPIRED);
        say(dave, 2);
        assertOutcome(4, 2, Reason.EXPIRED);
        assertThatThrownBy(() -> bob.missions().passOn(key, Caveats.NONE.quota(5)))
                .isInstanceOf(MissionException.class)
                .hasMessageContaining("only narrow");
    }

    // Taking back.

    @Test
    void oneRevocationOfTheKeyTakesItFromAllAndOfWhatTheyPassedOn() {
        MissionKey key = hello().key(Caveats.NONE.depth(1));
        MissionKey other = hello().key();
        Node bob = friend("bob");
        Node carol = friend("carol");
        bob.accept(key.text());
        carol.meet(alice.id(), alice.addresses());
        Chain carols = bob.missions().passOn(key, carol.id(), Caveats.NONE);
        carol.present(carols);
        alice.missions().revoke(new Revoking.OfHolder(key.holder()));
        assertRefused(bob, key, Reason.REVOKED);
        assertThatThrownBy(() -> carol.present(carols)).hasMessageContaining("(revoked)");
        assertThat(bob.present(other)).isEqualTo(alice.id());
    }

    @Test
    void theGrantOfOneKeyIsTakenBackWhetherOrNotAnybodyHasPresentedIt() {
        MissionKey presented = hello().key();
        MissionKey unused = hello().key();
        Node bob = friend("bob");
        bob.accept(presented.text());
        for (MissionKey key : List.of(presented, unused)) {
            alice.missions().revoke(new Revoking.OfGrant(key.chain().id()));
            assertRefused(bob, key, Reason.REVOKED);
        }
        restartAlice();
        sayUntilRefused(bob);
        assertRefused(bob, unused, Reason.REVOKED);
    }

    private void sayUntilRefused(Node friend) {
        await().atMost(PATIENCE).until(() -> {
            say(friend, 1);
            return !refusals.isEmpty();
        });
    }

    @Test
    void aMissionThatIsTakenBackIsTakenFromItsKeys() {
        MissionKey key = hello().key();
        Node bob = friend("bob");
        bob.accept(key.text());
        alice.missions().revoke(Greeter.MISSION);
        assertRefused(bob, key, Reason.REVOKED);
        assertThat(bob.accept(hello().key().text())).isEqualTo(alice.id());
    }
}
