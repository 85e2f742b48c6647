package io.comity.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path directory;

    private Layers layers;

    @BeforeEach
    void startWithoutAFile() {
        layers = new Layers(directory);
    }

    @Test
    void takesTheDefaultsWhenNothingElseIsSaid() {
        assertThat(layers.load().section("tcp").text("host")).isEqualTo("127.0.0.1");
        assertThat(Settings.load(null, Map.of(), Map.of(), Layers.class.getClassLoader())
                        .text("name"))
                .isEqualTo("nobody");
    }

    @Test
    void prefersTheFileToTheDefaults() {
        layers.file("comity.tcp.port = 1");
        assertThat(tcpPort()).isEqualTo(1);
    }

    @Test
    void prefersTheEnvironmentToTheFile() {
        layers.file("comity.tcp.port = 1").variable("COMITY_TCP_PORT", "2");
        assertThat(tcpPort()).isEqualTo(2);
    }

    @Test
    void prefersTheCodeToTheEnvironment() {
        layers.file("comity.tcp.port = 1").variable("COMITY_TCP_PORT", "2").code("comity.tcp.port", 3);
        assertThat(tcpPort()).isEqualTo(3);
    }

    @Test
    void keepsTheNeighboursOfAnOverriddenKey() {
        layers.file("comity.tcp { host = a }").variable("COMITY_TCP_PORT", "2").code("comity.tcp.linger", "1s");
        Section tcp = layers.load().section("tcp");
        assertThat(tcp.text("host")).isEqualTo("a");
        assertThat(tcp.integer("port", 0, 9)).isEqualTo(2);
        assertThat(tcp.duration("linger", Duration.ZERO, Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void replacesAListAsAWhole() {
        layers.file("comity.transports = [a, b, c]").variable("COMITY_TRANSPORTS", "memory, tcp");
        assertThat(layers.load().texts("transports")).containsExactly("memory", "tcp");
    }

    @Test
    void readsAnEmptyVariableAsAnEmptyList() {
        layers.variable("COMITY_TRANSPORTS", "");
        assertThat(layers.load().texts("transports")).isEmpty();
    }

    @Test
    void findsTheKeyWithADashBehindItsVariable() {
        layers.variable("COMITY_ARTERY_TLS_PORT", "25520");
        assertThat(layers.load().section("artery-tls").integer("port", 0, 65535))
                .isEqualTo(25520);
    }

    @Test
    void leavesTheHomeVariableAndStrangersVariablesAlone() {
        layers.variable("COMITY_HOME", "/srv/comity").variable("COMITYX", "1").variable("comity_tcp_port", "9");
        assertThat(tcpPort()).isZero();
    }

    @Test
    void takesDurationsPathsListsAndMapsFromCode() {
        layers.code("comity.tcp", Map.of("port", 7, "linger", Duration.ofNanos(1_500_000)))
                .code("comity.key.file", Path.of("a", "b.key"))
                .code("comity.transports", List.of("memory"))
                .code("comity.verbose", true);
        Section comity = layers.load();
        assertThat(comity.section("tcp").integer("port", 0, 9)).isEqualTo(7);
        assertThat(comity.section("key").text("file"))
                .isEqualTo(Path.of("a", "b.key").toString());
        assertThat(comity.texts("transports")).containsExactly("memory");
        assertThat(comity.flag("verbose")).isTrue();
    }

    @Test
    void keepsADurationFromCodeToTheNanosecond() {
        layers.code("comity.tcp.linger", Duration.ofNanos(1_500_001));
        assertThat(layers.load().section("tcp").duration("linger", Duration.ZERO, Duration.ofDays(1)))
                .isEqualTo(Duration.ofNanos(1_500_001));
    }

    @Test
    void letsTheFileReferToTheEnvironmentItWasGiven() {
        layers.file("comity.key.file = ${HOME}\"/node.key\"");
        assertThat(layers.load().section("key").text("file")).isEqualTo("/home/alice/node.key");
    }

    @Test
    void letsTheFileAddToADefault() {
        layers.file("comity.transports = ${comity.transports} [memory]", "comity.seeds += a");
        assertThat(layers.load().texts("transports")).containsExactly("tcp", "memory");
        assertThat(layers.load().texts("seeds")).containsExactly("a");
    }

    @Test
    void letsOneKeyFollowAnotherThatAHigherLayerSets() {
        layers.file("comity.artery-tls.port = ${comity.tcp.port}").code("comity.tcp.port", 5);
        assertThat(layers.load().section("artery-tls").integer("port", 0, 9)).isEqualTo(5);
    }

    @Test
    void includesAFileThatLiesBesideTheUsersFile() throws IOException {
        layers.file("include \"ports.conf\"");
        Files.writeString(layers.path().resolveSibling("ports.conf"), "comity.tcp.port = 8");
        assertThat(tcpPort()).isEqualTo(8);
    }

    @Test
    void joinsEveryReferenceOnTheClassPath() throws IOException {
        try (URLClassLoader loader = classPath("comity.one = 1", "comity.two = 2")) {
            Section comity = Settings.load(null, Map.of(), Map.of("COMITY_TWO", "3"), loader);
            assertThat(comity.integer("one", 0, 9)).isEqualTo(1);
            assertThat(comity.integer("two", 0, 9)).isEqualTo(3);
        }
    }

    @Test
    void refusesAVariableThatCouldMeanTwoKeys() throws IOException {
        try (URLClassLoader loader = classPath("comity.a-b.c = 1", "comity.a.b-c = 2")) {
            assertThatThrownBy(() -> Settings.load(null, Map.of(), Map.of("COMITY_A_B_C", "3"), loader))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("environment variable COMITY_A_B_C could mean each of comity.a-b.c, comity.a.b-c;"
                            + " set the one you mean in a file");
        }
    }

    @Test
    void saysWhenThereIsNoReferenceAtAll() throws IOException {
        try (URLClassLoader loader = classPath("unrelated = 1")) {
            assertThatThrownBy(() -> Settings.load(null, Map.of(), Map.of(), loader))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("no reference.conf on the class path has a key under comity");
        }
    }

    private int tcpPort() {
        return layers.load().section("tcp").integer("port", 0, 65535);
    }

    private URLClassLoader classPath(String... references) throws IOException {
        URL[] urls = new URL[references.length];
        for (int i = 0; i < references.length; i++) {
            Path root = Files.createDirectories(directory.resolve("module" + i));
            Files.writeString(root.resolve("reference.conf"), references[i]);
            urls[i] = root.toUri().toURL();
        }
        return new URLClassLoader(urls, null);
    }
}
