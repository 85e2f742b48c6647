package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Invitation;
import io.comity.mission.Reason;
import io.comity.router.Revoking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What invitations are worth when their issuer was started again, between real nodes over real sockets. */
final class InvitationsTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path home;

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

    @AfterEach
    void stop() {
        others.forEach(Node::close);
        alice.close();
    }

    private interface Mishap {
        void happen() throws IOException, SQLException;
    }

    /** At the same address; {@code meanwhile} happens while she is down. */
    private void restartAlice(Mishap meanwhile) throws IOException, SQLException {
        int port = alice.addresses().get(0).port();
        alice.close();
        meanwhile.happen();
        alice = start(Map.of("comity.tcp.port", port));
        hello();
    }

    private void restartAlice() throws IOException, SQLException {
        restartAlice(() -> {});
    }

    /** Defined, so that what was granted before stands again. */
    private Missions.Draft hello() {
        Missions.Draft hello = alice.missions().define(Greeter.MISSION).allow(Greeter.NAME);
        hello.invite(DAY);
        return hello;
    }

    private Node friend(String name) {
        Node friend = Neighbours.start(home, name, Map.of());
        others.add(friend);
        return friend;
    }

    private Path database() {
        return home.resolve("alice").resolve("comity.db");
    }

    private static void assertRefused(Node friend, Invitation invitation, Reason reason) {
        assertThatThrownBy(() -> friend.accept(invitation))
                .isInstanceOf(InvitationException.class)
                .hasMessageContaining("(" + reason.label() + ")");
    }

    @Test
    void oneThatWasNotUsedIsStillGood() throws Exception {
        Invitation invitation = hello().invite(DAY);
        restartAlice();
        assertThat(friend("bob").accept(invitation)).isEqualTo(alice.id());
    }

    @Test
    void oneThatWasUsedIsStillHisWhoUsedItAndNobodyElses() throws Exception {
        Invitation invitation = hello().invite(DAY);
        Node bob = friend("bob");
        Chain grant = bob.redeem(invitation);
        restartAlice();
        assertRefused(friend("carol"), invitation, Reason.DENIED);
        assertThat(bob.redeem(invitation).id()).isEqualTo(grant.id());
    }

    @Test
    void oneForSeveralIsForAsManyAsItSaysAcrossAllStarts() throws Exception {
        Invitation invitation = hello().invite(DAY, 2, Caveats.NONE);
        friend("bob").accept(invitation);
        restartAlice();
        friend("carol").accept(invitation);
        restartAlice();
        assertRefused(friend("dave"), invitation, Reason.DENIED);
    }

    @Test
    void whatWasTakenBackStaysSo() throws Exception {
        Invitation ofMission = hello().invite(DAY);
        Node bob = friend("bob");
        Chain grant = bob.redeem(ofMission);
        alice.missions().revoke(new Revoking.OfGrant(grant.id()));
        Invitation unused = hello().invite(DAY);
        alice.missions().revoke(Greeter.MISSION);
        Invitation after = hello().invite(DAY);
        restartAlice();
        assertRefused(bob, ofMission, Reason.REVOKED);
        assertRefused(bob, unused, Reason.REVOKED);
        assertThat(bob.accept(after)).isEqualTo(alice.id());
    }

    @Test
    void whatWasTakenBackByDateStaysSoAndWhatCameLaterIsGood() throws Exception {
        Invitation before = hello().invite(DAY);
        alice.missions().revoke(new Revoking.IssuedBefore(Instant.now()));
        Invitation after = hello().invite(DAY);
        restartAlice();
        Node bob = friend("bob");
        assertRefused(bob, before, Reason.REVOKED);
        assertThat(bob.accept(after)).isEqualTo(alice.id());
    }

    @Test
    void whoeverLostTheirDatabaseHonoursNoneOfBefore() throws Exception {
        Invitation invitation = hello().invite(DAY);
        restartAlice(() -> Files.delete(database()));
        Node bob = friend("bob");
        assertRefused(bob, invitation, Reason.REVOKED);
        assertThat(bob.accept(hello().invite(DAY))).isEqualTo(alice.id());
    }

    /** As it was in version 6. */
    private void unseal(Statement statement) throws SQLException, IOException {
        List<String> triggers = new ArrayList<>();
        try (ResultSet row = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'trigger'")) {
            while (row.next()) {
                triggers.add(row.getString(1));
            }
        }
        for (String trigger : triggers) {
            statement.execute("DROP TRIGGER " + trigger);
        }
        statement.execute("DROP TABLE seal");
        statement.execute("UPDATE schema SET version = 6");
        Files.delete(database().resolveSibling("comity.db-changes"));
    }

    /** As with a database of an earlier version, which does not know who used what. */
    @Test
    void whoeverDidNotKeepUsesBeforeHonoursNoneOfBefore() throws Exception {
        Invitation invitation = hello().invite(DAY);
        Node bob = friend("bob");
        bob.accept(invitation);
        restartAlice(() -> {
            try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + database());
                    Statement statement = database.createStatement()) {
                unseal(statement);
                statement.execute("DELETE FROM redeemed");
                statement.execute("DELETE FROM revocation WHERE subject = x'8105'");
            }
        });
        assertRefused(friend("carol"), invitation, Reason.REVOKED);
        assertThat(Greeter.ask(bob, bob.engine(alice.id(), Greeter.NAME, Greeter.Command.class), Neighbours.PATIENCE))
                .isEqualTo("Hello, you");
    }
}
