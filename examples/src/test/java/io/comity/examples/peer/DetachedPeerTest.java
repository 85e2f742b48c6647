package io.comity.examples.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.examples.greeter.Greeter;
import io.comity.identity.MemoryKeyHolder;
import io.comity.node.Missions;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.transport.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The peer in JavaScript without a session: signed HTTP, with the key that the invitation granted the mission to. */
final class DetachedPeerTest {
    @TempDir
    Path home;

    private static final byte[] SEED = HexFormat.of().parseHex("2a".repeat(32));

    private final Queue<Notes.Command> notes = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void needsNode() {
        NodeJs.require();
    }

    private Node alice() {
        Node alice = Node.start(NodeSettings.named("alice")
                .home(home)
                .set("comity.transports", List.of("tcp"))
                .set("comity.detached.over", List.of("http")));
        alice.spawn("greeter", Greeter.Command.class, Greeter.create());
        alice.spawn("notes", Notes.Command.class, Notes.create(notes));
        return alice;
    }

    private static String http(Node alice) {
        Address desk = alice.addresses().stream()
                .filter(address -> address.transport().equals("http"))
                .findFirst()
                .orElseThrow();
        return desk.toString();
    }

    /** The peer, whose key may greet, calls the way these verbs say. */
    private NodeJs peer(Node alice, String... verbs) throws IOException {
        Missions.Draft mission = alice.missions().define("hello").allow("greeter", Greeter.Greet.class);
        mission.grant(MemoryKeyHolder.fromSeed(SEED).nodeId());
        Path key = Files.writeString(home.resolve("key"), HexFormat.of().formatHex(SEED));
        List<String> arguments = new ArrayList<>(List.of("--granted", "--key", key.toString(), "--http", http(alice)));
        arguments.add(mission.invite(Duration.ofDays(1)).text());
        arguments.addAll(List.of(verbs));
        return NodeJs.start("peer.mjs", arguments);
    }

    @Test
    void itCallsAndIsAnswered() throws Exception {
        try (Node alice = alice();
                NodeJs peer = peer(
                        alice,
                        "call",
                        "greeter",
                        "Greet",
                        "{\"name\": \"Bob\", \"replyTo\": \"@reply\"}",
                        "call",
                        "greeter",
                        "Greet",
                        "{\"name\": \"grüße\", \"replyTo\": \"@reply\"}")) {
            assertThat(peer.exit()).as("%s", peer.heard()).isZero();
            assertThat(peer.heard())
                    .contains(
                            "answer Greeting {\"text\":\"Hello, Bob!\"}",
                            "answer Greeting {\"text\":\"Hello, grüße!\"}");
        }
    }

    @Test
    void aMessageThatWasNotGrantedIsRefusedUnsigned() throws Exception {
        try (Node alice = alice();
                NodeJs peer = peer(alice, "call", "notes", "Note", "{\"number\": 7, \"text\": \"no\"}")) {
            assertThat(peer.exit()).isEqualTo(1);
            assertThat(peer.heard()).contains("unsigned: denied");
            assertThat(notes).isEmpty();
        }
    }

    @Test
    void aMessageThatCannotBeReadIsRefusedSigned() throws Exception {
        try (Node alice = alice();
                NodeJs peer = peer(alice, "call", "greeter", "Greet", "{\"name\": 7, \"replyTo\": \"@reply\"}")) {
            assertThat(peer.exit()).isEqualTo(1);
            assertThat(peer.heard()).contains("malformed");
        }
    }
}
