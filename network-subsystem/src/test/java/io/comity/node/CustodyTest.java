package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.comity.control.ControlSocket;
import io.comity.control.Limits;
import io.comity.control.Reply;
import io.comity.control.Request;
import io.comity.control.Request.Taken;
import io.comity.identity.NodeId;
import io.comity.inquiry.HeldGrant;
import io.comity.inquiry.Obstacle;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.router.Revoking;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an owner asks of a node, while a process runs it and while none does. */
final class CustodyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String WRITTEN = "comity.missions { hello { engines { greeter = [Greet, Note] } } }\n";

    @TempDir
    Path home;

    private final Queue<Greeter.Command> heard = new ConcurrentLinkedQueue<>();
    private NodeId bob;

    @SuppressWarnings("NullAway.Init")
    private Node alice;

    @SuppressWarnings("NullAway.Init")
    private Node friend;

    @BeforeEach
    void makeNodes() throws Exception {
        NodeHome.make(settings("alice"));
        Files.writeString(home.resolve("alice").resolve("comity.conf"), WRITTEN);
        bob = NodeHome.make(settings("bob")).id();
    }

    @AfterEach
    void stop() {
        for (Node node : new Node[] {friend, alice}) {
            if (node != null) {
                node.close();
            }
        }
    }

    private NodeSettings settings(String name) {
        return NodeSettings.named(name).home(home);
    }

    private void runAlice() {
        alice = Node.start(settings("alice"));
        alice.spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(heard));
    }

    private void stopAlice() {
        alice.close();
    }

    private void runBob() {
        friend = Node.start(settings("bob"));
        friend.meet(alice.id(), alice.addresses());
    }

    private Reply ask(String name, Request request) {
        try (Custody custody = Custody.of(settings(name))) {
            return custody.ask(request);
        }
    }

    private Map<String, Object> done(Request request) {
        Reply reply = ask("alice", request);
        assertThat(reply.error()).isEmpty();
        return reply.fields();
    }

    private String refused(Request request) {
        String error = ask("alice", request).error().orElseThrow();
        assertThat(error).doesNotContain("\n", "Exception", "null");
        return error;
    }

    private Request.Grant grant(Map<String, String> limits) {
        return new Request.Grant(Greeter.MISSION, bob.text(), new Limits(limits));
    }

    private static Request whyNot(String node) {
        return new Request.WhyNot(node, Greeter.MISSION, false);
    }

    private List<String> reasons(Map<String, Object> answer) {
        return list(answer, "reasons").stream()
                .map(each -> String.valueOf(((Map<?, ?>) each).get("kind")))
                .toList();
    }

    private List<?> list(Map<String, Object> answer, String name) {
        return (List<?>) Objects.requireNonNull(answer.get(name));
    }

    // While it runs.

    @Test
    void aNodeThatRunsDoesWhatItsOwnerAsks() {
        runAlice();
        assertThat(done(new Request.Self()))
                .containsEntry("running", true)
                .containsEntry("node", alice.id().text());
        assertThat(done(new Request.Missions()).toString()).contains("hello", "greeter", "Greet", "Note");
        assertThat(done(new Request.Petname("bob", Optional.of(bob.text())))).containsEntry("petname", "bob");
        Map<String, Object> made = done(grant(Map.of("quota", "2")));
        assertThat(made).containsEntry("petname", "bob").containsEntry("holder", bob.text());
        assertThat(alice.missions().grants()).hasSize(1);
        runBob();
        friend.engine(alice.id(), Greeter.NAME, Greeter.Command.class).tell(new Greeter.Note("one"));
        await().atMost(PATIENCE).until(() -> heard.size() == 1);
        assertThat(list(done(new Request.Grants()), "given").toString()).contains("used=1", "2 in all");
        assertThat(done(whyNot("bob"))).containsEntry("can", true);
        assertThat(done(new Request.WhoCan(Optional.empty(), Optional.of(Greeter.NAME)))
                        .toString())
                .contains("Greet, Note");
        assertThat(done(new Request.Revoke(Taken.HOLDER, "bob"))).containsEntry("ended", 1);
        assertThat(reasons(done(whyNot("bob")))).contains("revoked");
        assertThat(alice.missions().grants()).isEmpty();
    }

    @Test
    void aFriendAcceptsWhatTheOwnerOfARunningNodeInvitesTo() {
        runAlice();
        Map<String, Object> invitation =
                done(new Request.Invite(Greeter.MISSION, Duration.ofDays(1), 1, new Limits(Map.of("rate", "5/s"))));
        String text = String.valueOf(invitation.get("invitation"));
        try (Custody custody = Custody.dialling(settings("bob"))) {
            Reply reply = custody.ask(new Request.Accept(text, Optional.of("alice")));
            assertThat(reply.error()).isEmpty();
            assertThat(reply.fields())
                    .containsEntry("issuer", alice.id().text())
                    .containsEntry("petname", "alice")
                    .containsEntry("mission", Greeter.MISSION);
            assertThat(String.valueOf(reply.fields().get("certificate"))).startsWith("grant1");
        }
        assertThat(done(new Request.Grants()).toString()).doesNotContain(text);
        friend = Node.start(settings("bob"));
        NodeId found = friend.petnames().find("alice").orElseThrow();
        assertThat(Greeter.ask(friend, friend.engine(found, Greeter.NAME, Greeter.Command.class), PATIENCE))
                .isEqualTo("Hello, you");
        assertThat(list(ask("bob", new Request.Grants()).fields(), "held").toString())
                .contains("alice", "greeter", "Greet");
    }

    @Test
    void anInvitationThatIsRefusedGivesNobodyAName() {
        runAlice();
        String text = alice.missions()
                .define(Greeter.MISSION)
                .invite(Duration.ofDays(1))
                .text();
        alice.missions().revoke(Greeter.MISSION);
        try (Custody custody = Custody.dialling(settings("bob"))) {
            assertThat(custody.ask(new Request.Accept(text, Optional.of("alice")))
                            .error())
                    .hasValueSatisfying(error -> assertThat(error).contains("(revoked)"));
            assertThat(custody.ask(new Request.Self()).fields().get("petnames")).isEqualTo(Map.of());
            assertThat(custody.ask(new Request.Accept("invite1x", Optional.empty()))
                            .error())
                    .hasValueSatisfying(error -> assertThat(error).contains("not a valid invitation"));
        }
    }

    @Test
    void theReasonsAreThoseOfTheMoment() {
        runAlice();
        String id = bob.text();
        assertThat(reasons(done(whyNot(id)))).contains("not-granted");
        done(grant(Map.of("rate", "1/h")));
        runBob();
        friend.engine(alice.id(), Greeter.NAME, Greeter.Command.class).tell(new Greeter.Note("one"));
        await().atMost(PATIENCE).until(() -> heard.size() == 1);
        assertThat(reasons(done(whyNot(id)))).containsExactly("throttled");
        assertThat(alice.missions().whyNot(bob, Greeter.MISSION))
                .extracting(Obstacle::kind)
                .containsExactly(Obstacle.Kind.THROTTLED);
        alice.stop(Greeter.NAME);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(reasons(done(whyNot(id)))).contains("engine-absent"));
        assertThat(reasons(done(new Request.WhyNot(id, "helo", false)))).containsExactly("no-such-mission");
    }

    @Test
    void aHolderSeesWhatItWasTold() {
        runAlice();
        done(grant(Map.of()));
        runBob();
        friend.petnames().set("alice", alice.id());
        Request why = new Request.WhyNot("alice", Greeter.MISSION, true);
        assertThat(reasons(ask("bob", why).fields())).containsExactly("not-connected");
        Greeter.ask(friend, friend.engine(alice.id(), Greeter.NAME, Greeter.Command.class), PATIENCE);
        assertThat(reasons(ask("bob", why).fields())).containsExactly("told");
        alice.missions().revoke(new Revoking.Everything());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(reasons(ask("bob", why).fields())).containsExactly("revoked"));
        assertThat(friend.missions().whyNot(alice.id()))
                .extracting(Obstacle::kind)
                .containsExactly(Obstacle.Kind.REVOKED);
    }

    @Test
    void whatIsMistypedIsToldWithWhatWasMeant() {
        runAlice();
        alice.petnames().set("bob", bob);
        assertThat(refused(new Request.Grant("helo", "bob", Limits.NONE)))
                .contains("no mission \"helo\"", "did you mean \"hello\"?");
        assertThat(refused(new Request.Grant("hello", "bbo", Limits.NONE))).contains("did you mean \"bob\"?");
        assertThat(refused(new Request.Grant("hello", bob.text().substring(1), Limits.NONE)))
                .contains("nobody is called");
        assertThat(refused(new Request.Grant("hello", bob.text() + "a", Limits.NONE)))
                .contains("is no node id");
        assertThat(refused(grant(Map.of("kinds", "greeter.Grete")))).contains("did you mean \"Greet\"?");
        assertThat(refused(grant(Map.of("kinds", "greter")))).contains("did you mean \"greeter\"?");
        assertThat(refused(new Request.Revoke(Taken.MISSION, "hello2"))).contains("did you mean \"hello\"?");
        assertThat(refused(new Request.Revoke(Taken.GRANT, "zz"))).contains("is no grant");
        assertThat(refused(new Request.Revoke(Taken.GRANT, "00000000"))).contains("no grant that stands");
        assertThat(refused(new Request.Revoke(Taken.ISSUED_BEFORE, "9999-01-01")))
                .contains("has not come yet");
        assertThat(refused(new Request.WhoCan(Optional.of("nothing"), Optional.empty())))
                .contains("it defines hello");
        assertThat(refused(new Request.Invite("hello", Duration.ZERO, 1, Limits.NONE)))
                .contains("an invitation lasts");
        assertThat(refused(new Request.Invite("hello", Duration.ofDays(1), 10_001, Limits.NONE)))
                .contains("1 to 10000");
        assertThat(refused(new Request.Petname("Bob", Optional.of(bob.text())))).contains("is not allowed");
        assertThat(done(whyNot(bob.text().substring(0, 13)))).containsEntry("petname", "bob");
    }

    @Test
    void aGrantIsTakenBackByTheBeginningOfItsIdOrByItsCertificate() {
        runAlice();
        Map<String, Object> first = done(grant(Map.of("quota", "1")));
        String id = String.valueOf(first.get("id"));
        assertThat(done(new Request.Revoke(Taken.GRANT, id.substring(0, 8)))).containsEntry("ended", 1);
        assertThat(done(new Request.Revoke(Taken.GRANT, id))).containsEntry("ended", 0);
        Map<String, Object> second = done(grant(Map.of("quota", "2")));
        assertThat(done(new Request.Revoke(Taken.GRANT, String.valueOf(second.get("certificate")))))
                .containsEntry("ended", 1);
    }

    // While it does not.

    @Test
    void aNodeThatDoesNotRunIsOpenedAndWhatIsDoneStands() {
        assertThat(done(new Request.Self())).containsEntry("running", false).containsEntry("addresses", List.of());
        assertThat(done(new Request.Missions()).toString()).contains("hello");
        done(new Request.Petname("bob", Optional.of(bob.text())));
        done(grant(Map.of("quota", "5")));
        assertThat(done(new Request.Grants()).toString()).contains("bob", "5 in all");
        assertThat(reasons(done(whyNot("bob")))).containsExactly("not-running");
        assertThat(list(done(new Request.WhoCan(Optional.of("hello"), Optional.empty())), "holders"))
                .hasSize(1);
        runAlice();
        runBob();
        assertThat(Greeter.ask(friend, friend.engine(alice.id(), Greeter.NAME, Greeter.Command.class), PATIENCE))
                .isEqualTo("Hello, you");
        stopAlice();
        assertThat(done(new Request.Revoke(Taken.EVERYTHING, ""))).containsEntry("ended", 1);
        runAlice();
        assertThat(alice.missions().whoCan(Optional.empty(), Optional.empty())).isEmpty();
        assertThat(reasons(done(whyNot("bob")))).contains("not-granted");
    }

    @Test
    void aGrantOfAMissionThatOnlyAProgramDefinesIsKnownWithoutIt() {
        runAlice();
        alice.missions().define("other").allow(Greeter.NAME).grant(bob, Caveats.NONE.quota(3));
        stopAlice();
        assertThat(done(new Request.Grants()).toString()).contains("other", "3 in all");
        assertThat(done(new Request.Revoke(Taken.MISSION, "other"))).containsEntry("ended", 1);
        assertThat(refused(new Request.Grant("fourth", bob.text(), Limits.NONE)))
                .contains("is not running", "no mission \"fourth\"");
        assertThat(refused(new Request.Invite("hello", Duration.ofDays(1), 1, Limits.NONE)))
                .contains("set a port in its comity.conf");
        assertThat(done(new Request.Petname("bob", Optional.of(bob.text())))).containsEntry("petname", "bob");
        assertThat(done(new Request.Petname("bob", Optional.empty()))).containsEntry("removed", "bob");
    }

    @Test
    void anInvitationOfANodeThatDoesNotRunIsHonouredWhenItDoes() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.writeString(home.resolve("alice").resolve("comity.conf"), WRITTEN + "comity.tcp.port = " + port + "\n");
        Map<String, Object> invitation = done(new Request.Invite(Greeter.MISSION, Duration.ofDays(1), 1, Limits.NONE));
        assertThat(invitation).containsEntry("addresses", List.of("tcp://127.0.0.1:" + port));
        runAlice();
        try (Custody custody = Custody.dialling(settings("bob"))) {
            Request accept = new Request.Accept(String.valueOf(invitation.get("invitation")), Optional.empty());
            assertThat(custody.ask(accept).error()).isEmpty();
        }
        assertThat(alice.missions().grants()).extracting(HeldGrant::holder).containsExactly(bob);
    }

    @Test
    void aGrantAndAMissionKeyThatWereHandedOverAreTakenLikewise() {
        runAlice();
        runBob();
        Chain bobs = alice.missions().define(Greeter.MISSION).grant(bob, Caveats.NONE.depth(1));
        friend.close();
        NodeHome.make(settings("carol"));
        friend = Node.start(settings("carol"));
        friend.meet(alice.id(), alice.addresses());
        Chain carols;
        try (Node passing = Node.start(settings("bob"))) {
            carols = passing.missions().passOn(bobs, friend.id(), Caveats.NONE.quota(3));
        }
        Reply accepted = ask("carol", new Request.Accept(carols.text(), Optional.of("alice")));
        assertThat(accepted.error()).isEmpty();
        assertThat(accepted.fields()).containsEntry("petname", "alice").containsEntry("mission", Greeter.MISSION);
        Map<String, Object> who = done(new Request.WhoCan(Optional.empty(), Optional.empty()));
        assertThat(list(who, "holders").toString()).contains("via=[" + bob.text() + "]");
        String key = alice.missions()
                .define(Greeter.MISSION)
                .key(Caveats.NONE.quota(2))
                .text();
        assertThat(ask("carol", new Request.Accept(key, Optional.empty())).error())
                .isEmpty();
        assertThat(ask("bob", new Request.Accept(key, Optional.empty())).error())
                .hasValueSatisfying(error -> assertThat(error).contains("start its program"));
        done(new Request.Revoke(Taken.GRANT, carols.id().toHex()));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                list(ask("carol", new Request.Grants()).fields(), "taken")
                                        .toString())
                        .contains("alice", carols.id().toHex(), "revoked"));
    }

    @Test
    void aNodeThatIsNotThereIsNamedWithThoseThatAre() {
        assertThatThrownBy(() -> Custody.of(settings("alcie")))
                .isInstanceOf(NoNodeException.class)
                .hasMessageContainingAll("did you mean \"alice\"?", "alice, bob", "comity init --name alcie");
        assertThat(Custody.id(settings("bob"))).isEqualTo(bob);
        assertThat(home.resolve("alcie")).doesNotExist();
    }

    @Test
    void aNodeThatTakesNoCommandsIsSaidToBeInUse() {
        alice = Node.start(settings("alice").set("comity.control", false));
        assertThat(ControlSocket.path(home.resolve("alice"))).doesNotExist();
        assertThatThrownBy(() -> ask("alice", new Request.Self()))
                .isInstanceOf(NoNodeException.class)
                .hasMessageContaining("is in use by a process that takes no commands");
    }

    @Test
    void aHomeIsMadeOnceAndItsSettingsAreAccepted() throws Exception {
        NodeHome first = NodeHome.make(settings("carol"));
        assertThat(first).matches(made -> made.madeKey() && made.madeSettings());
        Path file = first.settings();
        Files.writeString(
                file,
                Files.readString(file).replace("  # tcp {", "  tcp {").replaceAll("(?m)^  # (?=[a-z.]+ [{=])", "  "));
        NodeHome again = NodeHome.make(settings("carol"));
        assertThat(again).matches(kept -> !kept.madeKey() && !kept.madeSettings());
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(settings("carol").places()).extracting(Place::port).contains(4711);
        assertThat(settings("carol").neighbours()).containsExactly("alice", "bob", "carol");
    }
}
