package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Invitation;
import io.comity.mission.MissionException;
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

/** Grants with limits that are passed on and taken back, between real nodes over real sockets. */
final class GrantsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Caveats TEN = Caveats.NONE.quota(10);

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

    /** A node that knows where Alice is. */
    private Node friend(String name) {
        Node friend = Neighbours.start(home, name, Map.of());
        others.add(friend);
        friend.meet(alice.id(), alice.addresses());
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

    private void restartAlice() {
        alice.close();
        alice = Neighbours.start(home, "alice", Map.of());
        alice.spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(heard));
        others.forEach(friend -> friend.meet(alice.id(), alice.addresses()));
    }

    private static void assertRefused(Node friend, Chain grant, Reason reason) {
        assertThatThrownBy(() -> friend.present(grant))
                .isInstanceOf(InvitationException.class)
                .hasMessageContaining("(" + reason.label() + ")");
    }

    // Limits.

    @Test
    void aFriendWhoIsTooFastHearsWhenToComeAgain() {
        Node bob = friend("bob");
        hello().grant(bob.id(), Caveats.NONE.rate(3, Duration.ofHours(1)));
        say(bob, 5);
        assertOutcome(3, 2, Reason.THROTTLED);
        assertThat(refusals)
                .allSatisfy(refused ->
                        assertThat(refused.retryAfter()).isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20)));
        assertThat(alice.counters()).containsEntry("refused.throttled", 2L);
    }

    @Test
    void anInvitationForSeveralGivesEachTheSameLimits() {
        Invitation invitation = hello().invite(Duration.ofDays(1), 2, Caveats.NONE.quota(2));
        for (String name : List.of("bob", "carol")) {
            Node friend = friend(name);
            friend.accept(invitation);
            say(friend, 3);
        }
        assertOutcome(4, 2, Reason.EXPIRED);
        assertThatThrownBy(() -> friend("dave").accept(invitation)).hasMessageContaining("(denied)");
    }

    // Passing on.

    @Test
    void whoeverIsPassedAGrantDrawsFromThatOfWhoPassedIt() {
        Node bob = friend("bob");
        Chain bobs = hello().grant(bob.id(), TEN.depth(1));
        for (String name : List.of("carol", "dave")) {
            Node friend = friend(name);
            Chain theirs = bob.missions().passOn(bobs, friend.id(), Caveats.NONE.quota(6));
            assertThat(friend.present(Chain.parse(theirs.text(), Instant.now())
                            .toOptional()
                            .orElseThrow()))
                    .isEqualTo(alice.id());
        }
        say(others.get(1), 8);
        assertOutcome(6, 2, Reason.EXPIRED);
        say(others.get(2), 8);
        assertOutcome(10, 6, Reason.EXPIRED);
    }

    @Test
    void whoAcceptedAnInvitationHasACertificateToPassOn() {
        Node bob = friend("bob");
        Node carol = friend("carol");
        Chain bobs = bob.redeem(hello().invite(Duration.ofDays(1), 1, TEN.depth(1)));
        carol.present(bob.missions().passOn(bobs, carol.id(), Caveats.NONE.quota(1)));
        say(carol, 2);
        assertOutcome(1, 1, Reason.EXPIRED);
    }

    @Test
    void nobodyPassesOnWhatIsNotTheirsOrMore() {
        Node bob = friend("bob");
        Node carol = friend("carol");
        Chain bobs = hello().grant(bob.id(), TEN.depth(1));
        NodeId dave = friend("dave").id();
        assertThatThrownBy(() -> carol.missions().passOn(bobs, dave, Caveats.NONE))
                .isInstanceOf(MissionException.class)
                .hasMessageContaining("only " + bob.id());
        assertThatThrownBy(() -> bob.missions().passOn(bobs, dave, Caveats.NONE.quota(11)))
                .isInstanceOf(MissionException.class)
                .hasMessageContaining("only narrow");
        Chain carols = bob.missions().passOn(bobs, carol.id(), Caveats.NONE);
        assertThatThrownBy(() -> carol.missions().passOn(carols, dave, Caveats.NONE))
                .isInstanceOf(MissionException.class)
                .hasMessageContaining("may not be passed on");
    }

    @Test
    void aGrantThatIsSomebodyElsesLetsNobodyIn() {
        Node bob = friend("bob");
        Node mallory = friend("mallory");
        Chain bobs = hello().grant(bob.id(), Caveats.NONE);
        assertRefused(mallory, bobs, Reason.DENIED);
        say(mallory, 1);
        assertOutcome(0, 1, Reason.DENIED);
    }

    // Taking back.

    @Test
    void whatIsTakenBackFromWhoPassedItOnIsTakenFromWhoHasIt() {
        Node bob = friend("bob");
        Node carol = friend("carol");
        Chain bobs = hello().grant(bob.id(), Caveats.NONE.depth(1));
        Chain carols = bob.missions().passOn(bobs, carol.id(), Caveats.NONE);
        carol.present(carols);
        say(carol, 1);
        assertOutcome(1, 0, Reason.REVOKED);
        alice.missions().revoke(new Revoking.OfGrant(bobs.id()));
        assertRefused(carol, carols, Reason.REVOKED);
        assertRefused(bob, bobs, Reason.REVOKED);
        await().atMost(PATIENCE).untilAsserted(() -> {
            say(carol, 1);
            assertThat(refusals).isNotEmpty();
        });
        assertThat(heard).hasSize(1);
    }

    @Test
    void onlyThePartThatIsTakenBackIsGone() {
        Node bob = friend("bob");
        Node carol = friend("carol");
        Chain bobs = hello().grant(bob.id(), Caveats.NONE.depth(1));
        Chain carols = bob.missions().passOn(bobs, carol.id(), Caveats.NONE);
        carol.present(carols);
        alice.missions().revoke(new Revoking.OfHolder(carol.id()));
        assertRefused(carol, carols, Reason.REVOKED);
        assertThat(bob.present(bobs)).isEqualTo(alice.id());
        say(bob, 1);
        assertOutcome(1, 0, Reason.REVOKED);
    }

    @Test
    void aRestartKeepsWhatStandsAndResurrectsNothingThatWasTakenBack() {
        Node bob = friend("bob");
        Node carol = friend("carol");
        Node dave = friend("dave");
        Chain bobs = hello().grant(bob.id(), TEN);
        hello().grant(carol.id(), TEN);
        dave.accept(hello().invite(Duration.ofDays(1)));
        alice.missions().revoke(new Revoking.OfGrant(bobs.id()));
        restartAlice();
        hello().grant(friend("erin").id());
        say(carol, 1);
        assertOutcome(1, 0, Reason.DENIED);
        say(dave, 1);
        assertOutcome(2, 0, Reason.DENIED);
        assertRefused(bob, bobs, Reason.REVOKED);
        say(bob, 1);
        assertOutcome(2, 1, Reason.DENIED);
    }

    @Test
    void aMissionThatWasTakenBackStaysSoForWhoHeldIt() {
        Node bob = friend("bob");
        Chain bobs = hello().grant(bob.id());
        alice.missions().revoke(Greeter.MISSION);
        restartAlice();
        hello().grant(friend("carol").id());
        assertRefused(bob, bobs, Reason.REVOKED);
        say(bob, 1);
        assertOutcome(0, 1, Reason.DENIED);
        Chain again = hello().grant(bob.id());
        assertThat(bob.present(again)).isEqualTo(alice.id());
    }

    @Test
    void whatWasIssuedBeforeIsTakenBackAndWhatIsIssuedLaterStands() {
        Node bob = friend("bob");
        Chain before = hello().grant(bob.id(), TEN);
        alice.missions().revoke(new Revoking.IssuedBefore(Instant.now()));
        assertRefused(bob, before, Reason.REVOKED);
        Chain after = hello().grant(bob.id(), TEN);
        assertThat(bob.present(after)).isEqualTo(alice.id());
        assertThatThrownBy(() -> alice.missions()
                        .revoke(new Revoking.IssuedBefore(Instant.now().plusSeconds(60))))
                .isInstanceOf(MissionException.class);
    }

    @Test
    void whatWasNeverGrantedCanBeTakenBackButNotAMissionThatIsNot() {
        alice.missions().revoke(new Revoking.OfGrant(Bytes.of(new byte[32])));
        assertThatThrownBy(() -> alice.missions().revoke("nothing")).isInstanceOf(MissionException.class);
    }
}
