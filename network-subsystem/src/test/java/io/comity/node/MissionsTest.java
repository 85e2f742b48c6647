package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.javadsl.Behaviors;
import io.comity.config.ConfigException;
import io.comity.identity.NodeId;
import io.comity.mission.Invitation;
import io.comity.mission.MissionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an owner can get wrong about missions and addresses, and what two steps of a draft add up to. */
final class MissionsTest {
    sealed interface Command {}

    record Say(String text) implements Command {}

    record Shout(String text) implements Command {}

    private record Tick() implements Command {}

    @TempDir
    Path home;

    @SuppressWarnings("NullAway.Init")
    private Node alice;

    private Node start(String name) {
        return Node.start(NodeSettings.named(name).home(home).set("comity.transports", List.of("memory")));
    }

    @BeforeEach
    void begin() {
        alice = start("alice");
        alice.spawn("room", Command.class, Behaviors.ignore());
    }

    @AfterEach
    void end() {
        alice.close();
    }

    @Test
    void aMissionThatAllowsNothingIsNotHandedOut() {
        assertThatThrownBy(() -> alice.missions().define("empty").invite(Duration.ofDays(1)))
                .isInstanceOf(MissionException.class)
                .hasMessage("mission \"empty\" allows nothing; spawn an engine that offers it, or name one with"
                        + " allow(…)");
    }

    @Test
    void aMessageTheEngineDoesNotUnderstandIsNamedWithThoseItDoes() {
        assertThatThrownBy(() -> alice.missions()
                        .define("odd")
                        .allow("room", String.class)
                        .invite(Duration.ofDays(1)))
                .isInstanceOf(MissionException.class)
                .hasMessage("engine \"room\" understands no String of another node; it understands Say, Shout");
        assertThatThrownBy(() ->
                        alice.missions().define("own").allow("room", Tick.class).invite(Duration.ofDays(1)))
                .isInstanceOf(MissionException.class);
    }

    @Test
    void whatIsAllowedInTwoStepsIsAllowedTogether() {
        Invitation ticket = alice.missions()
                .define("talk")
                .allow("room", Say.class)
                .allow("room", Shout.class, Shout.class)
                .invite(Duration.ofDays(1));
        try (Node bob = start("bob")) {
            NodeId owner = bob.accept(ticket);
            var room = bob.engine(owner, "room", Command.class);
            room.tell(new Say("hello"));
            room.tell(new Shout("HELLO"));
            await().untilAsserted(() -> assertThat(alice.counters()).containsEntry("delivered", 2L));
        }
    }

    @Test
    void anInvitationOfOnesOwnIsToldAsSuch() {
        Invitation own = alice.missions().define("talk").allow("room").invite(Duration.ofDays(1));
        assertThatThrownBy(() -> alice.accept(own))
                .isInstanceOf(InvitationException.class)
                .hasMessage("this invitation is this node's own; hand it to somebody else");
    }

    @Test
    void anAddressNobodyCanDialIsRefusedUntilOneIsAdvertised() {
        NodeSettings everywhere = NodeSettings.named("open").home(home).set("comity.tcp.host", "0.0.0.0");
        assertThatThrownBy(() -> Node.start(everywhere))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("comity.tcp.host = 0.0.0.0")
                .hasMessageContaining("set comity.tcp.advertise");
        try (Node open = Node.start(everywhere.set("comity.tcp.advertise", "localhost"))) {
            assertThat(open.addresses())
                    .allSatisfy(address -> assertThat(address.host()).isEqualTo("localhost"));
        }
    }
}
