package io.comity.examples.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.examples.attack.Tap;
import io.comity.examples.greeter.Greeter;
import io.comity.mission.Invitation;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node of another language, written from the documents alone, among ours. */
final class NodePeerTest {
    @TempDir
    Path home;

    private final Queue<Notes.Command> notes = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void needsNode() {
        NodeJs.require();
    }

    private Node alice() {
        Node alice = Node.start(NodeSettings.named("alice").home(home).set("comity.transports", List.of("tcp")));
        alice.spawn("greeter", Greeter.Command.class, Greeter.create());
        alice.spawn("notes", Notes.Command.class, Notes.create(notes));
        return alice;
    }

    private static Invitation invite(Node alice) {
        return alice.missions()
                .define("hello")
                .allow("greeter", Greeter.Greet.class)
                .allow("notes", Notes.Note.class, Notes.Read.class)
                .invite(Duration.ofDays(1));
    }

    private NodeJs peer(String key, Invitation invitation, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--key", home.resolve(key).toString(), invitation.text()));
        arguments.addAll(List.of(more));
        return NodeJs.start("peer.mjs", arguments);
    }

    private static String note(int number) {
        return "{\"number\": " + number + ", \"text\": \"grüße 🎈\"}";
    }

    @Test
    void itConsumesEveryFileOfVectors() throws Exception {
        try (NodeJs vectors = NodeJs.start("vectors.mjs", List.of());
                Stream<Path> files = Files.walk(NodeJs.FOLDER.resolve("../../docs/protocol"))) {
            assertThat(vectors.exit()).as("%s", vectors.heard()).isZero();
            List<String> consumed = vectors.heard().stream()
                    .map(line -> line.substring(0, line.indexOf(':')))
                    .toList();
            assertThat(consumed)
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.endsWith(".json"))
                                    .toList());
        }
    }

    @Test
    void itLearnsEnginesCastsAsksAndIsAnswered() throws Exception {
        try (Node alice = alice();
                NodeJs peer = peer(
                        "key",
                        invite(alice),
                        "cast",
                        "notes",
                        "Note",
                        note(1),
                        "ask",
                        "greeter",
                        "Greet",
                        "{\"name\": \"Bob\", \"replyTo\": \"@reply\"}")) {
            assertThat(peer.exit()).as("%s", peer.heard()).isZero();
            assertThat(peer.heard())
                    .contains(
                            "learned greeter: Greet", "learned notes: Note, Read", "reply {\"text\":\"Hello, Bob!\"}");
            assertThat(notes).containsExactly(new Notes.Note(1, "grüße 🎈"));
        }
    }

    @Test
    void itGoesOnWithItsSessionWhenTheLinkIsCut() throws Exception {
        String ask = "{\"replyTo\": \"@reply\", \"name\": \"again\"}";
        try (Node alice = alice();
                Tap line = Tap.on(alice.addresses().get(0));
                NodeJs peer = peer(
                        "key",
                        invite(alice),
                        "--address",
                        line.address().toString(),
                        "cast",
                        "notes",
                        "Note",
                        note(1),
                        "ask",
                        "greeter",
                        "Greet",
                        ask,
                        "wait",
                        "2",
                        "cast",
                        "notes",
                        "Note",
                        note(2),
                        "ask",
                        "greeter",
                        "Greet",
                        ask)) {
            peer.await("reply");
            line.cut();
            peer.await("· link 2 is up");
            peer.await("reply");
            assertThat(peer.exit()).as("%s", peer.heard()).isZero();
            assertThat(peer.heard()).doesNotContain("· a new session");
            assertThat(notes).containsExactly(new Notes.Note(1, "grüße 🎈"), new Notes.Note(2, "grüße 🎈"));
        }
    }

    @Test
    void itPutsAReplyTogetherThatIsLongerThanARecord() throws Exception {
        String name = "x".repeat(60_000);
        try (Node alice = alice();
                NodeJs peer = peer(
                        "key",
                        invite(alice),
                        "ask",
                        "notes",
                        "Read",
                        "{\"times\": 3, \"text\": \"" + name + "\", \"replyTo\": \"@reply\"}")) {
            assertThat(peer.exit()).as("%s", peer.heard()).isZero();
            assertThat(peer.heard()).contains("reply {\"text\":\"" + name.repeat(3) + "\"}");
        }
    }

    @Test
    void itIsToldWhyAnInvitationIsDeclined() throws Exception {
        try (Node alice = alice()) {
            Invitation invitation = invite(alice);
            try (NodeJs first = peer("first", invitation);
                    NodeJs second = peer("second", invitation)) {
                int both = first.exit() + second.exit();
                assertThat(both).as("%s %s", first.heard(), second.heard()).isEqualTo(1);
                assertThat(Stream.concat(first.heard().stream(), second.heard().stream()))
                        .contains("the invitation was declined: denied");
            }
        }
    }
}
