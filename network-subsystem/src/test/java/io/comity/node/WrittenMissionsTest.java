package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.config.ConfigException;
import io.comity.mission.MissionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Missions that stand in {@code comity.conf}. */
class WrittenMissionsTest {
    sealed interface Command {}

    record Say(String text) implements Command {}

    record Shout(String text) implements Command {}

    @TempDir
    Path home;

    private Path file = Path.of("");

    @BeforeEach
    void makeTheFolder() throws IOException {
        Path folder = Files.createDirectory(
                home.resolve("alice"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        file = folder.resolve("comity.conf");
    }

    private Node alice(String... lines) {
        try {
            Files.writeString(file, String.join("\n", lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start("alice");
    }

    private Node start(String name) {
        return Node.start(NodeSettings.named(name).home(home).set("comity.transports", List.of("tcp")));
    }

    private static void spawn(Node node, String name, Queue<Object> heard) {
        node.spawn(name, Command.class, Behaviors.receiveMessage(message -> {
            heard.add(message);
            return Behaviors.same();
        }));
    }

    @Test
    void whatIsWrittenMayBeGranted() {
        Queue<Object> heard = new ConcurrentLinkedQueue<>();
        try (Node alice = alice("comity.missions.talk.engines { room = [Say], \"choir/1\" = all }");
                Node bob = start("bob")) {
            spawn(alice, "room", heard);
            spawn(alice, "choir/1", heard);
            spawn(alice, "hall", heard);
            bob.accept(alice.missions().define("talk").invite(Duration.ofDays(1)));
            ActorRef<Command> room = bob.engine(alice.id(), "room", Command.class);
            ActorRef<Command> choir = bob.engine(alice.id(), "choir/1", Command.class);
            bob.engine(alice.id(), "hall", Command.class).tell(new Say("no"));
            room.tell(new Shout("no"));
            room.tell(new Say("one"));
            choir.tell(new Shout("two"));
            await().untilAsserted(() -> assertThat(heard).contains(new Say("one"), new Shout("two")));
            assertThat(heard).hasSize(2);
        }
    }

    @Test
    void aMessageThatTheEngineDoesNotHaveIsNamedWithItsLineWhenItIsSpawned() {
        try (Node alice = alice("comity.missions {", "  talk.engines {", "    room = [Say, Sey]", "  }", "}")) {
            assertThatThrownBy(() -> alice.spawn("room", Command.class, Behaviors.ignore()))
                    .isInstanceOf(MissionException.class)
                    .hasMessage(file
                            + ":3: comity.missions.talk.engines.room = [Say, Sey]: engine \"room\" understands no \"Sey\""
                            + " of another node; it understands Say, Shout");
            alice.spawn("hall", Command.class, Behaviors.ignore());
        }
    }

    @Test
    void whatIsMalformedIsRefusedAtTheStart() {
        refused(
                ":1: comity.missions.Talk = {…} is not allowed: mission name \"Talk\" is not allowed; use 1 to 64 of a-z,"
                        + " 0-9, '.', '_' and '-', starting with a letter or digit",
                "comity.missions.Talk.engines.room = all");
        refused(
                ":1: comity.missions.talk = {…} allows nothing; name an engine, as in engines { greeter = [Greet] }",
                "comity.missions.talk {}");
        refused(
                ":2: comity.missions.talk.engines.Room = all names no engine; an engine name is made of a-z 0-9 - . _ / and"
                        + " begins and ends with a letter or digit",
                "",
                "comity.missions.talk.engines.Room = all");
        refused(
                ":1: comity.missions.talk.engines.room = some is not allowed; allowed all",
                "comity.missions.talk.engines.room = some");
        refused(
                ":1: comity.missions.talk.engines.room = [] names no message; write all, or leave it out",
                "comity.missions.talk.engines.room = []");
        refused(
                ":1: comity.missions.talk.engines.room = [Say, Say] names a message twice",
                "comity.missions.talk.engines.room = [Say, Say]");
        refused(
                ":1: comity.missions.talk.engine.room = all is an unknown key; the nearest known key is"
                        + " comity.missions.talk.engines.room",
                "comity.missions.talk.engine.room = all");
        refused(
                ":1: comity.missions.maks = 5 is an unknown key; the nearest known key is comity.missions.max",
                "comity.missions.maks = 5");
        refused(
                ":1: comity.missions.talk.engines.room = {…} is a section; expected a value",
                "comity.missions.talk.engines.room { Say = all }");
    }

    @Test
    void theStarOfTheReferenceIsNoMission() {
        assertThatThrownBy(() -> alice("comity.missions.\"*\".engines.room = all"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is no mission; write one for each name");
        assertThatThrownBy(() -> alice("comity.missions.\"*\".engines.\"*\" = all"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is no mission; write one for each name");
    }

    private void refused(String message, String... lines) {
        assertThatThrownBy(() -> alice(lines))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + message);
    }
}
