package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import akka.actor.typed.javadsl.Behaviors;
import io.comity.config.ConfigException;
import io.comity.engine.ProtocolException;
import io.comity.identity.KeyHolderException;
import io.comity.mission.MissionException;
import io.comity.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a beginner gets wrong: each is told in one line with its cure, and a node that runs goes on running. */
final class StartErrorsTest {
    @TempDir
    Path home;

    private Node start(String name, Map<String, Object> settings) {
        return Neighbours.start(home, name, settings);
    }

    private static AbstractThrowableAssert<?, ?> oneLine(ThrowingCallable call, Class<? extends Throwable> type) {
        return assertThatThrownBy(call)
                .isInstanceOf(type)
                .hasMessageNotContainingAny("\n", "null", "Exception", "akka");
    }

    private void write(String line) throws IOException {
        Path folder = Files.createDirectories(home.resolve("alice"));
        Files.writeString(folder.resolve("comity.conf"), "# mine\n" + line + "\n");
    }

    // Before there is a node.

    @Test
    void aPortInUse() {
        try (Neighbours town = new Neighbours(home, Map.of())) {
            int port = town.alice().addresses().get(0).port();
            oneLine(() -> start("dave", Map.of("comity.tcp.port", port)), StartException.class)
                    .hasMessageStartingWith("node dave did not start: cannot listen on 127.0.0.1:" + port)
                    .hasMessageEndingWith("free the port or set comity.tcp.port to another, 0 for any");
            town.bobIsServed();
            start("dave", Map.of()).close();
        }
    }

    @Test
    void aHostThatIsNotHere() {
        oneLine(() -> start("alice", Map.of("comity.tcp.host", "no.such.host.invalid")), StartException.class)
                .hasMessage("node alice did not start: cannot listen on no.such.host.invalid:0"
                        + " (no host has this name); set comity.tcp.host to an address of this machine");
    }

    @Test
    void aKeyThatOthersCanRead() throws IOException {
        start("alice", Map.of()).close();
        Path key = home.resolve("alice").resolve("node.key");
        assumeTrue(Files.getFileStore(key).supportsFileAttributeView("posix"), "this file system has no mode bits");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        oneLine(() -> start("alice", Map.of()), KeyHolderException.class)
                .hasMessageContaining(key.toString())
                .hasMessageContaining("can be read or written by other users")
                .hasMessageContaining("chmod 600 " + key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        start("alice", Map.of()).close();
    }

    @Test
    void aKeyThatIsDamaged() throws IOException {
        start("alice", Map.of()).close();
        Path key = home.resolve("alice").resolve("node.key");
        String good = Files.readString(key);
        Files.writeString(key, good.replaceFirst(".\\s*$", "?"));
        oneLine(() -> start("alice", Map.of()), KeyHolderException.class)
                .hasMessageContaining(key.toString())
                .hasMessageNotContaining(good.strip().substring(good.length() / 2));
    }

    @Test
    void aDatabaseThatIsDamaged() throws IOException {
        start("alice", Map.of()).close();
        Path database = home.resolve("alice").resolve("comity.db");
        Files.write(database, new byte[5_000]);
        oneLine(() -> start("alice", Map.of()), StoreException.class)
                .hasMessageContaining(database.toString())
                .hasMessageContaining("is damaged")
                .hasMessageContaining("restore it from a copy, or move it away");
        assertThat(Files.size(database)).isEqualTo(5_000);
        Files.delete(database);
        start("alice", Map.of()).close();
    }

    @Test
    void aNodeThatRunsAlready() {
        try (Neighbours town = new Neighbours(home, Map.of())) {
            oneLine(() -> start("alice", Map.of()), StoreException.class)
                    .hasMessageEndingWith("comity.db is in use by another process; is this node running already?");
            town.bobIsServed();
        }
    }

    @Test
    void aSeedThatIsNone() throws IOException {
        String id;
        try (Node bob = start("bob", Map.of())) {
            id = bob.id().text();
        }
        Map<String, String> wrong = Map.of(
                "tcp://127.0.0.1:1",
                "entry 1 is not a node id, @ and an address, such as node1…@tcp://host:4711",
                id.substring(1) + "@tcp://127.0.0.1:1",
                "entry 1 has a wrong node id: it does not begin with node1",
                id + "@127.0.0.1",
                "entry 1 has no address after the @, such as tcp://host:4711",
                id + "@tcp://host:70000",
                "entry 1 has no address after the @",
                id + "@quic://127.0.0.1:1",
                "entry 1 needs quic, which this node does not use; add it to comity");
        for (Map.Entry<String, String> seed : wrong.entrySet()) {
            write("comity.seeds = [\"" + seed.getKey() + "\"]");
            oneLine(() -> start("alice", Map.of()), ConfigException.class)
                    .hasMessageContaining("comity.conf:2: comity.seeds")
                    .hasMessageContaining(seed.getValue());
        }
    }

    @Test
    void moreSeedsThanThereMayBe() {
        List<String> most = Collections.nCopies(Seeds.MAX, "node1abc@tcp://127.0.0.1:1");
        oneLine(() -> start("alice", Map.of("comity.seeds", most)), ConfigException.class)
                .hasMessageContaining("entry 1 has a wrong node id");
        List<String> more = Collections.nCopies(Seeds.MAX + 1, "node1abc@tcp://127.0.0.1:1");
        oneLine(() -> start("alice", Map.of("comity.seeds", more)), ConfigException.class)
                .hasMessageContaining("has 257 entries; allowed 256");
    }

    @Test
    void aKeyOfTheSettingsThatDoesNotExist() throws IOException {
        write("comity.tcp.prot = 7000");
        oneLine(() -> start("alice", Map.of()), ConfigException.class)
                .hasMessage(home.resolve("alice").resolve("comity.conf")
                        + ":2: comity.tcp.prot = 7000 is an unknown key; the nearest known key is comity.tcp.port");
    }

    @Test
    void aSettingOutOfRange() throws IOException {
        write("comity.tcp.port = 70000");
        oneLine(() -> start("alice", Map.of()), ConfigException.class)
                .hasMessageContaining("comity.conf:2: comity.tcp.port = 70000")
                .hasMessageContaining("65535");
    }

    @Test
    void aTransportThatDoesNotExist() throws IOException {
        write("comity.transports = [tcp, pigeon]");
        oneLine(() -> Node.start(NodeSettings.named("alice").home(home)), ConfigException.class)
                .hasMessageContaining("comity.conf:2: comity.transports")
                .hasMessageContaining("pigeon")
                .hasMessageContaining("artery-tls");
    }

    @Test
    void aNodeNameThatIsNoFolder() {
        oneLine(() -> NodeSettings.named("../alice"), IllegalArgumentException.class)
                .hasMessageContaining("node name \"../alice\" is not allowed");
    }

    // While it runs.

    sealed interface WithLambda {}

    record Visit(Function<String, String> callback) implements WithLambda {}

    @Test
    void aProtocolWithALambdaInAComponent() {
        try (Neighbours town = new Neighbours(home, Map.of())) {
            String why = "StartErrorsTest.Visit.callback: java.util.function.Function cannot travel between nodes;"
                    + " use a record or an ActorRef";
            oneLine(() -> town.alice().spawn("visitor", WithLambda.class, Behaviors.ignore()), ProtocolException.class)
                    .hasMessage(why);
            oneLine(() -> town.bob().engine(town.alice().id(), "visitor", WithLambda.class), ProtocolException.class)
                    .hasMessage(why);
            town.bobIsServed();
        }
    }

    @Test
    void anInvitationWithOneWrongLetter() {
        try (Neighbours town = new Neighbours(home, Map.of())) {
            String good = town.mission().invite(Duration.ofDays(1)).text();
            for (int at : new int[] {"invite1".length(), good.length() / 2, good.length() - 1}) {
                char wrong = good.charAt(at) == 'a' ? 'b' : 'a';
                String text = good.substring(0, at) + wrong + good.substring(at + 1);
                oneLine(() -> town.bob().accept(text), InvitationException.class)
                        .hasMessageStartingWith("this is not a valid invitation: ");
            }
            for (String text : List.of("", "hello", "invite1", good.substring(1), good + "a", good.replace('2', '0'))) {
                if (!text.equals(good)) {
                    oneLine(() -> town.bob().accept(text), InvitationException.class)
                            .hasMessageStartingWith("this is not a valid invitation: ");
                }
            }
            town.bobIsServed();
            assertThat(town.bob().accept("  " + good.toUpperCase(Locale.ROOT) + "\n"))
                    .isEqualTo(town.alice().id());
        }
    }

    @Test
    void anEngineNameThatIsTaken() {
        try (Neighbours town = new Neighbours(home, Map.of())) {
            assertThatThrownBy(
                            () -> town.alice().spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(town.heard())))
                    .hasMessage("an engine named \"greeter\" exists already");
            town.bobIsServed();
        }
    }

    @Test
    void anEngineNameThatIsNotAllowed() {
        try (Neighbours town = new Neighbours(home, Map.of())) {
            for (String name : List.of("", "Greeter", "a b", "/user/x", "-", "x".repeat(65))) {
                oneLine(
                        () -> town.alice().spawn(name, Greeter.Command.class, Greeter.create(town.heard())),
                        IllegalArgumentException.class);
                oneLine(
                        () -> town.bob().engine(town.alice().id(), name, Greeter.Command.class),
                        IllegalArgumentException.class);
            }
            town.bobIsServed();
        }
    }

    @Test
    void anEngineOfThisNodeThatDoesNotExist() {
        try (Neighbours town = new Neighbours(home, Map.of())) {
            oneLine(
                            () -> town.alice().engine(town.alice().id(), "nobody", Greeter.Command.class),
                            IllegalArgumentException.class)
                    .hasMessageContaining("this node has no engine \"nobody\"");
            town.bobIsServed();
        }
    }

    @Test
    void aMessageMayNotBeLargerThanWhatIsKeptOfThem() {
        oneLine(() -> start("alice", Map.of("comity.messages.max", "20 MiB")), ConfigException.class)
                .hasMessageContainingAll("comity.messages.max", "large-outbox or large-inbox");
        start("alice", Map.of("comity.messages.max", "16 MiB")).close();
    }

    @Test
    void whoIsRefusedIsNamedByAnId() {
        oneLine(() -> start("alice", Map.of("comity.node.refuse", List.of("mallory"))), ConfigException.class)
                .hasMessageContainingAll("comity.node.refuse", "something else than a node id");
    }

    @Test
    void missionsThatAreUsedWrongly() {
        try (Neighbours town = new Neighbours(home, Map.of())) {
            Missions missions = town.alice().missions();
            oneLine(() -> missions.revoke("nothing"), MissionException.class).hasMessageContaining("\"nothing\"");
            oneLine(() -> missions.define("No Name").invite(Duration.ofDays(1)), MissionException.class)
                    .hasMessageContaining("\"No Name\"");
            oneLine(
                            () -> missions.define(Greeter.MISSION)
                                    .allow("other")
                                    .invite(Duration.ofDays(1)),
                            MissionException.class)
                    .hasMessageContaining("is defined already and allows something else");
            for (Duration lifetime : List.of(
                    Duration.ZERO, Duration.ofDays(-1), Duration.ofDays(4_000), Duration.ofSeconds(Long.MAX_VALUE))) {
                oneLine(() -> town.mission().invite(lifetime), IllegalArgumentException.class)
                        .hasMessageContaining("an invitation lasts");
            }
            town.bobIsServed();
        }
    }
}
