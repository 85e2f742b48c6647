package io.comity.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.javadsl.Behaviors;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.offer.Mission;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The commands about nodes as somebody types them, to a node that runs and to one that does not. */
final class NodeCommandsTest {
    @TempDir
    Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private @Nullable Node alice;

    /** What the greeter of this test understands. */
    @Mission("hello")
    public sealed interface Command {}

    /** Its one message. */
    public record Greet(String name) implements Command {}

    @BeforeEach
    void makeNodes() {
        Logger all = (Logger) LoggerFactory.getLogger("io.comity");
        all.setLevel(Level.DEBUG);
        log.start();
        all.addAppender(log);
        assertThat(comity("init --name alice")).isZero();
        assertThat(comity("init --name bob")).isZero();
    }

    @AfterEach
    void stop() {
        if (alice != null) {
            alice.close();
        }
        ((Logger) LoggerFactory.getLogger("io.comity")).detachAppender(log);
        System.clearProperty(Console.ASKS);
    }

    private void runAlice() {
        Node node = Node.start(NodeSettings.named("alice").home(home));
        alice = node;
        node.spawn("greeter", Command.class, Behaviors.empty());
    }

    private Node alice() {
        return Objects.requireNonNull(alice, "she was started");
    }

    private int comity(String line) {
        return comity("", line.split(" "));
    }

    private int comity(String typed, String... words) {
        out.reset();
        err.reset();
        return Comity.run(
                new ByteArrayInputStream(typed.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                Stream.concat(Stream.of(words), Stream.of("--home", home.toString()))
                        .toArray(String[]::new));
    }

    private String printed() {
        return out.toString(UTF_8);
    }

    private JsonNode json(String line) throws IOException {
        assertThat(comity(line + " --json")).as(err.toString(UTF_8)).isLessThan(2);
        assertThat(err.toString(UTF_8)).isEmpty();
        return new ObjectMapper().readTree(printed());
    }

    private String complaint(int exit, String line) {
        assertThat(comity(line)).as(printed()).isEqualTo(exit);
        assertThat(printed()).isEmpty();
        assertThat(err.toString(UTF_8).lines()).hasSize(1);
        return err.toString(UTF_8).strip();
    }

    private String bob() {
        assertThat(comity("id --name bob")).isZero();
        return printed().strip();
    }

    private String invitation(String options) {
        assertThat(comity("invite hello --name alice" + options)).isZero();
        List<String> lines = printed().lines().toList();
        return lines.get(lines.size() - 1);
    }

    // Making nodes.

    @Test
    void makingANodeAgainIsHarmlessAndSaysSo() throws IOException {
        String id = bob();
        Path settings = home.resolve("bob").resolve("comity.conf");
        Files.writeString(settings, "comity.transports = [tcp]\n");
        assertThat(comity("init --name bob")).isZero();
        assertThat(printed()).contains("Node bob is there already", id, "stay as they are");
        assertThat(settings).hasContent("comity.transports = [tcp]");
        assertThat(json("init --name bob").path("madeKey").asBoolean(true)).isFalse();
        assertThat(json("id --name bob").path("node").asText()).isEqualTo(id);
    }

    @Test
    void aNodeThatIsNotThereIsThree() {
        for (String line : List.of(
                "id",
                "missions",
                "grants",
                "who-can",
                "petname",
                "why-not bob hello",
                "grant hello bob",
                "invite hello",
                "revoke --everything")) {
            assertThat(complaint(3, line + " --name boob"))
                    .startsWith("comity: there is no node \"boob\"")
                    .contains("did you mean \"bob\"?");
        }
        assertThat(home.resolve("boob")).doesNotExist();
    }

    @Test
    void theOnlyNodeThereIsNeedsNoName() throws IOException {
        assertThat(complaint(2, "id")).contains("say which node with --name; there are alice, bob");
        Files.delete(home.resolve("alice").resolve("node.key"));
        String id = bob();
        assertThat(comity("id")).isZero();
        assertThat(printed().strip()).isEqualTo(id);
        assertThat(comity("init")).isZero();
        assertThat(home.resolve("node").resolve("node.key")).exists();
    }

    @Test
    void aCommandOrOptionThatIsMistypedIsToldWithWhatWasMeant() {
        assertThat(complaint(2, "grnat hello bob")).contains("did you mean grant?");
        assertThat(complaint(2, "grant hello bob --rat 5/s --name alice")).contains("did you mean --rate");
    }

    // A node that runs, and one that does not.

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyCommandWorksWhetherOrNotTheNodeRuns(boolean runs) throws IOException {
        if (runs) {
            runAlice();
        } else {
            Files.writeString(
                    home.resolve("alice").resolve("comity.conf"),
                    "comity.missions { hello { engines { greeter = [Greet] } } }");
        }
        String bob = bob();
        assertThat(json("missions --name alice").at("/missions/0/mission").asText())
                .isEqualTo("hello");
        assertThat(json("petname bob " + bob + " --name alice").path("node").asText())
                .isEqualTo(bob);
        assertThat(json("petname --name alice").path("bob").asText()).isEqualTo(bob);
        JsonNode granted =
                json("grant hello bob --rate 5/s --burst 2 --quota 9 --until 7d --kinds greeter --name alice");
        assertThat(granted.path("certificate").asText()).startsWith("grant1");
        assertThat(granted.path("limits").toString()).contains("5 times a second, up to 2 at once", "9 in all");
        assertThat(json("grants --name alice").at("/given/0/petname").asText()).isEqualTo("bob");
        assertThat(json("who-can hello --engine greeter --name alice").path("holders"))
                .hasSize(1);
        JsonNode why = json("why-not bob hello --name alice");
        assertThat(why.path("can").asBoolean()).isEqualTo(runs);
        assertThat(comity("why-not bob hello --name alice")).isEqualTo(runs ? 0 : 1);
        assertThat(printed()).contains(runs ? "bob (node1" : "! node alice is not running");
        String id = granted.path("id").asText().substring(0, 12);
        assertThat(json("revoke --grant " + id + " --name alice").path("ended").asInt())
                .isEqualTo(1);
        assertThat(comity("why-not bob hello --name alice")).isEqualTo(1);
        assertThat(comity("revoke --mission hello --name alice")).isZero();
        assertThat(comity("revoke --holder bob --name alice")).isZero();
        assertThat(comity("revoke --issued-before 1h --name alice")).isZero();
        assertThat(comity("revoke --everything --name alice")).isZero();
        assertThat(printed()).isEqualTo("Taken back; 0 grants that stood are over.\n");
        assertThat(comity("grants --name alice")).isZero();
        assertThat(printed()).contains("Nobody holds a grant of this node.");
        assertThat(comity("petname bob --remove --name alice")).isZero();
    }

    @Test
    void whatTheNodeRefusesIsOneLineAndOne() {
        runAlice();
        assertThat(complaint(1, "grant helo bob --name alice")).contains("did you mean \"hello\"?");
        assertThat(complaint(1, "grant hello bob --name alice")).contains("nobody is called \"bob\"");
        assertThat(complaint(1, "invite helo --name alice")).contains("did you mean \"hello\"?");
        assertThat(complaint(1, "revoke --mission helo --name alice")).contains("did you mean \"hello\"?");
        assertThat(complaint(1, "invite hello --uses 10001 --name alice")).contains("1 to 10000");
        assertThat(complaint(1, "why-not carol hello --name alice")).contains("nobody is called \"carol\"");
        assertThat(complaint(1, "accept invite1x --name bob")).contains("not a valid invitation");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grant hello",
                "grant hello bob --rate 5",
                "grant hello bob --rate fast",
                "grant hello bob --until tomorrow",
                "grant hello bob --quota -1",
                "grant hello bob --kinds Greeter",
                "grant hello bob --depth 99",
                "invite",
                "invite hello --for ever",
                "invite hello --uses 0",
                "invite hello --uses many",
                "accept",
                "revoke",
                "revoke --mission hello --everything",
                "why-not bob",
                "petname bob",
                "petname bob node1 --remove",
                "missions pom.xml",
                "id --name Alice"
            })
    void whatIsAskedWronglyIsOneLineAndTwo(String line) {
        String named = line.contains("--name") ? line : line + " --name alice";
        assertThat(complaint(2, named)).startsWith("comity: ").endsWith(" --help)");
    }

    // Invitations.

    @Test
    void anInvitationInTheWrongPlaceIsNotRepeated() {
        for (String line : List.of(
                "accept - invite1abcdefghijklmnop", "invite1abcdefghijklmnop", "id --name invite1abcdefghijklmnop,")) {
            assertThat(comity(line)).isEqualTo(2);
            assertThat(err.toString(UTF_8)).contains("invite1…").doesNotContain("abcdefgh");
        }
    }

    @Test
    void anInvitationIsDescribedBeforeItIsAcceptedAndAcceptedOnlyWhenThatIsWanted() {
        runAlice();
        String text = invitation(" --rate 5/s --until 2d");
        assertThat(comity("accept " + text + " --as alice --name bob")).isEqualTo(1);
        assertThat(printed())
                .contains("The invitation of alice lets you use \"hello\": 5 times a second, up to 5 at once; until ")
                .contains("It is of " + alice().id().text());
        assertThat(err.toString(UTF_8)).contains("add --yes if you want it");
        System.setProperty(Console.ASKS, "true");
        for (String typed : List.of("", "\n", "n\n", "why\n")) {
            assertThat(comity(typed, "accept", text, "--name", "bob")).isEqualTo(1);
            assertThat(printed()).startsWith("This invitation lets you use").endsWith("Accept it? [y/N] ");
            assertThat(err.toString(UTF_8)).contains("was not accepted");
        }
        assertThat(alice().missions().grants()).isEmpty();
        assertThat(comity("Y\n", "accept", text, "--as", "alice", "--name", "bob"))
                .isZero();
        assertThat(printed()).contains("Accepted: you may use \"hello\" of alice (node1");
        assertThat(alice().missions().grants()).hasSize(1);
    }

    @Test
    void anInvitationIsFoundInAMail() throws IOException {
        runAlice();
        String text = invitation("");
        String mail = "Dear Bob,\n\nhere it is:\n\n" + text.substring(0, 70) + "\r\n  " + text.substring(70)
                + "\n\nYours, Alice\n";
        assertThat(comity(mail, "accept", "-", "--yes", "--json", "--name", "bob"))
                .isZero();
        assertThat(new ObjectMapper().readTree(printed()).path("mission").asText())
                .isEqualTo("hello");
    }

    @Test
    void anInvitationIsShownAsACodeToo() {
        runAlice();
        Path file = home.resolve("code.png");
        String text = invitation(" --qr --png " + file);
        assertThat(text).startsWith("invite1");
        assertThat(printed()).contains("█", "The QR code is in " + file, "Only programs of this machine can accept it");
        assertThat(file).exists();
        assertThat(complaint(1, "invite hello --png " + file + " --name alice")).contains("is there already");
    }

    @Test
    void noSecretIsPrintedOrLoggedButTheInvitationThatWasAskedFor() throws IOException {
        runAlice();
        String key = Files.readString(home.resolve("alice").resolve("node.key")).strip();
        String text = invitation("");
        assertThat(comity("accept " + text + " --yes --name bob")).isZero();
        StringBuilder said = new StringBuilder(printed()).append(err.toString(UTF_8));
        for (String line : List.of(
                "grants",
                "grants --json",
                "who-can",
                "who-can --json",
                "missions",
                "id --json",
                "init --json",
                "petname")) {
            assertThat(comity(line + " --name alice")).isZero();
            said.append(printed()).append(err.toString(UTF_8));
        }
        log.list.forEach(event -> said.append(event.getFormattedMessage()));
        assertThat(log.list).isNotEmpty();
        assertThat(said.toString().toLowerCase(Locale.ROOT))
                .doesNotContain(text)
                .doesNotContain(key.substring(key.length() / 2).toLowerCase(Locale.ROOT));
    }

    // What others signed.

    @Test
    void whatOthersSignedIsCountedAndExportedAndChecked() throws IOException {
        runAlice();
        String bobsId = bob();
        assertThat(comity("petname bob " + bobsId + " --name alice")).isZero();
        assertThat(comity("evidence list --name alice")).isZero();
        assertThat(printed()).isEqualTo("Nothing that could be proven.\n");
        assertThat(comity("grant hello bob --evidence always --name alice")).isZero();
        try (Node bob = Node.start(NodeSettings.named("bob").home(home))) {
            bob.meet(alice().id(), alice().addresses());
            bob.engine(alice().id(), "greeter", Command.class).tell(new Greet("Bob"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> json("receipts list --of bob --name alice")
                                    .path("ledgers")
                                    .path(0)
                                    .path("agreed")
                                    .asLong()
                            == 1);
        }
        assertThat(comity("evidence list --name alice")).isZero();
        assertThat(printed()).startsWith("1 Greet to greeter of bob (");
        assertThat(comity("receipts list --name alice")).isZero();
        assertThat(printed()).endsWith("1 messages, 0 of them refused; 1 accounts, 1 signed by both\n");
        for (String papers : List.of("evidence", "receipts")) {
            Path file = home.resolve("bob." + papers);
            assertThat(comity(papers + " export " + file + " --of bob --name alice"))
                    .isZero();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(verify(papers, file)).isZero();
            assertThat(printed()).containsPattern("1 (hold|proven), 0 ");
            assertThat(complaint(1, papers + " export " + file + " --name alice"))
                    .contains("is there already");
        }
        assertThat(complaint(1, "evidence export other --of " + alice().id().text() + " --name alice"))
                .contains("nothing to export");
    }

    private int verify(String papers, Path file) {
        out.reset();
        return Comity.run(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                papers,
                "verify",
                file.toString());
    }
}
