package io.comity.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SectionTest {
    @TempDir
    Path directory;

    private Layers layers;

    @BeforeEach
    void startWithoutAFile() {
        layers = new Layers(directory);
    }

    @Test
    void knowsWhichKeysThereAre() {
        assertThat(layers.load().section("tcp").has("port")).isTrue();
        assertThat(layers.load().section("tcp").has("porch")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1024, 1024", "65535, 65535", "7000, 7000", "'\"7000\"', 7000", "7e3, 7000", "7000.0, 7000"})
    void readsAWholeNumberUpToItsBounds(String written, int meant) {
        layers.file("comity.tcp.port = " + written);
        assertThat(layers.load().section("tcp").integer("port", 1024, 65535)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1023", "65536", "-1", "70000", "99999999999999999999", "1e300", "-1e300"})
    void refusesAWholeNumberOnePastItsBoundsAndBeyond(String written) {
        layers.file("comity {", "tcp.port = " + written, "}");
        assertThat(portRefusal())
                .isEqualTo("FILE:2: comity.tcp.port = " + written + " is out of range; allowed 1024 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1500.5", "many", "true", "null", "7_000", "[7000]", "0x1000", "\"\"", "NaN"})
    void refusesWhatIsNotAWholeNumber(String written) {
        layers.file("comity.tcp.port = " + written);
        assertThat(portRefusal())
                .isEqualTo("FILE:1: comity.tcp.port = " + written + " is not a whole number; allowed 1024 to 65535");
    }

    @Test
    void readsALongUpToItsBounds() {
        layers.file("comity.tcp.port = " + Long.MAX_VALUE);
        assertThat(layers.load().section("tcp").integer("port", Long.MIN_VALUE, Long.MAX_VALUE))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void refusesALongOnePastItsBounds() {
        layers.file("comity.tcp.port = \"9223372036854775808\"");
        assertThat(layers.refusal(comity -> comity.section("tcp").integer("port", 0, Long.MAX_VALUE)))
                .isEqualTo("FILE:1: comity.tcp.port = 9223372036854775808 is out of range;"
                        + " allowed 0 to 9223372036854775807");
    }

    @Test
    void readsANumberOfTheGreatestLengthAndNoneLonger() {
        layers.code("comity.tcp.port", "0".repeat(Scalar.MAX_LENGTH - 4) + "7000");
        assertThat(layers.load().section("tcp").integer("port", 1024, 65535)).isEqualTo(7000);
        layers.code("comity.tcp.port", "0".repeat(Scalar.MAX_LENGTH - 3) + "7000");
        assertThat(portRefusal()).endsWith(" is not a whole number; allowed 1024 to 65535");
    }

    @ParameterizedTest
    @CsvSource({"100ms, 100", "1h, 3600000", "1.5 seconds, 1500", "2 minutes, 120000", "250, 250", "\"5s\", 5000"})
    void readsADurationUpToItsBounds(String written, long millis) {
        layers.file("comity.tcp.linger = " + written);
        assertThat(layers.load().section("tcp").duration("linger", Duration.ofMillis(100), Duration.ofHours(1)))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"99ms", "3600001ms", "-5s", "9999999d", "0"})
    void refusesADurationOnePastItsBoundsAndBeyond(String written) {
        layers.file("comity.tcp.linger = " + written);
        assertThat(lingerRefusal())
                .isEqualTo("FILE:1: comity.tcp.linger = " + written + " is out of range; allowed 100ms to 1h");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "5parsecs", "true", "null", "[5s]", "\"NaN s\"", "\"Infinity s\"", "\"1e3 s\""})
    void refusesWhatIsNotADuration(String written) {
        layers.file("comity.tcp.linger = " + written);
        assertThat(lingerRefusal())
                .isEqualTo("FILE:1: comity.tcp.linger = " + written
                        + " is not a duration such as 30s; allowed 100ms to 1h");
    }

    @ParameterizedTest
    @CsvSource({"1 KiB, 1024", "1 MiB, 1048576", "64k, 65536", "2 kB, 2000", "4096, 4096", "1.5 KiB, 1536"})
    void readsASizeUpToItsBounds(String written, int bytes) {
        layers.file("comity.artery-tls.frame = " + written);
        assertThat(layers.load().section("artery-tls").bytes("frame", 1024, 1 << 20))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1023", "1048577", "2 MiB", "900 YiB", "0"})
    void refusesASizeOnePastItsBoundsAndBeyond(String written) {
        layers.file("comity.artery-tls.frame = \"" + written + "\"");
        assertThat(frameRefusal())
                .isEqualTo("FILE:1: comity.artery-tls.frame = " + quoted(written)
                        + " is out of range; allowed 1 KiB to 1 MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"big", "5 parsecs", "true", "null", "[1]", "-1 KiB", "1e999999999"})
    void refusesWhatIsNotASize(String written) {
        layers.file("comity.artery-tls.frame = " + written);
        assertThat(frameRefusal()).endsWith(" is not a size such as 64 KiB; allowed 1 KiB to 1 MiB");
    }

    @Test
    void readsASizeBeyondAnInt() {
        layers.file("comity.artery-tls.frame = 8 GiB");
        assertThat(layers.load().section("artery-tls").bytes("frame", 0L, 8L << 30))
                .isEqualTo(8L << 30);
    }

    @ParameterizedTest
    @CsvSource({"on, true", "true, true", "yes, true", "off, false", "false, false", "no, false"})
    void readsASwitch(String written, boolean meant) {
        layers.file("comity.verbose = " + written);
        assertThat(layers.load().flag("verbose")).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"maybe", "1", "null", "[on]", "ON"})
    void refusesWhatIsNotASwitch(String written) {
        layers.file("comity.verbose = " + written);
        assertThat(layers.refusal(comity -> comity.flag("verbose")))
                .isEqualTo("FILE:1: comity.verbose = " + written + " is not a switch; allowed on, off");
    }

    @ParameterizedTest
    @CsvSource({"alice, alice", "\"a b\", a b", "\"\", ''", "7, 7", "true, true", "1.50, 1.50"})
    void readsATextAsItIsWritten(String written, String meant) {
        layers.file("comity.name = " + written);
        assertThat(layers.load().text("name")).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[a, b]"})
    void refusesWhatIsNotAText(String written) {
        layers.file("comity.name = " + written);
        assertThat(layers.refusal(comity -> comity.text("name")))
                .isEqualTo("FILE:1: comity.name = " + written + " is not a text");
    }

    @Test
    void refusesAKeyThatTheUserMustChooseAndHasNot() {
        assertThat(layers.refusal(comity -> comity.text("owner")))
                .endsWith("reference.conf:7: comity.owner = null is not a text");
    }

    @Test
    void readsOneOfTheAllowedTexts() {
        layers.file("comity.name = alice");
        assertThat(layers.load().oneOf("name", "bob", "alice")).isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"carol", "Alice", "null", "[alice]", "\"\""})
    void refusesATextThatIsNotAllowed(String written) {
        layers.file("comity.name = " + written);
        assertThat(layers.refusal(comity -> comity.oneOf("name", "bob", "alice")))
                .isEqualTo("FILE:1: comity.name = " + written + " is not allowed; allowed bob, alice");
    }

    @Test
    void readsAListInTheOrderWritten() {
        layers.file("comity.transports = [tcp, 7, memory]");
        assertThat(layers.load().texts("transports")).isEqualTo(List.of("tcp", "7", "memory"));
        assertThat(layers.load().textsOf("transports", "memory", "tcp", "7")).containsExactly("tcp", "7", "memory");
        assertThat(layers.load().texts("seeds")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "null", "7"})
    void refusesWhatIsNotAList(String written) {
        layers.file("comity.transports = " + written);
        assertThat(layers.refusal(comity -> comity.texts("transports")))
                .isEqualTo("FILE:1: comity.transports = " + written + " is not a list such as [a, b]");
    }

    @Test
    void namesTheElementThatIsNotAllowedAndItsLine() {
        layers.file("comity.transports = [", "  tcp", "  pigeon", "]");
        assertThat(layers.refusal(comity -> comity.textsOf("transports", "tcp", "memory")))
                .isEqualTo("FILE:3: comity.transports[1] = pigeon is not allowed; allowed tcp, memory");
    }

    @Test
    void namesTheElementThatIsNotAText() {
        layers.file("comity.transports = [tcp, { a = 1 }]");
        assertThat(layers.refusal(comity -> comity.texts("transports")))
                .isEqualTo("FILE:1: comity.transports[1] = {…} is not a text");
    }

    @Test
    void namesTheVariableInsteadOfAFile() {
        layers.variable("COMITY_TCP_PORT", "70000");
        assertThat(portRefusal())
                .isEqualTo("environment variable COMITY_TCP_PORT: comity.tcp.port = 70000 is out of range;"
                        + " allowed 1024 to 65535");
    }

    @Test
    void namesTheVariableThatASubstitutionTookItsValueFrom() {
        layers.file("comity.tcp.port = ${PORT}").variable("PORT", "70000");
        assertThat(portRefusal()).startsWith("environment variable PORT: comity.tcp.port = 70000 is out of range;");
    }

    @Test
    void saysWhenAValueWasSetInCode() {
        layers.code("comity.tcp.linger", Duration.ofDays(2));
        assertThat(lingerRefusal())
                .isEqualTo("set in code: comity.tcp.linger = 2d is out of range; allowed 100ms to 1h");
    }

    @Test
    void namesTheIncludedFile() throws IOException {
        layers.file("include \"ports.conf\"");
        Path included = layers.path().resolveSibling("ports.conf");
        Files.writeString(included, "\ncomity.tcp.port = 70000");
        assertThat(portRefusal()).startsWith(included + ":2: comity.tcp.port = 70000 is out of range;");
    }

    @Test
    void wordsARefusalOfTheCallersOwn() {
        layers.file("comity.tcp.host = \"no where\"");
        assertThat(layers.load().section("tcp").refused("host", "is not an address"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(layers.path() + ":1: comity.tcp.host = \"no where\" is not an address");
    }

    @Test
    void refusesAValueReadAsASection() {
        assertThat(layers.refusal(comity -> comity.section("name")))
                .endsWith("reference.conf:3: comity.name = nobody is a value; expected a section");
    }

    @Test
    void saysThatAKeyTheProgramReadsHasNoDefault() {
        assertThat(layers.refusal(comity -> comity.section("tcp").integer("prot", 0, 1)))
                .isEqualTo("comity.tcp.prot has no value; reference.conf must give its default");
    }

    @Test
    void staysOnOneLineWhateverTheValueContains() {
        layers.code("comity.tcp.port", "7\n0\u2028\u202e\r\u0085");
        assertThat(portRefusal()).contains("\"7\\n0\\u2028\\u202e\\r\\u0085\" is not a whole number");
    }

    private String portRefusal() {
        return layers.refusal(comity -> comity.section("tcp").integer("port", 1024, 65535));
    }

    private String lingerRefusal() {
        return layers.refusal(
                comity -> comity.section("tcp").duration("linger", Duration.ofMillis(100), Duration.ofHours(1)));
    }

    private String frameRefusal() {
        return layers.refusal(comity -> comity.section("artery-tls").bytes("frame", 1024, 1 << 20));
    }

    private static String quoted(String text) {
        return text.contains(" ") ? '"' + text + '"' : text;
    }
}
