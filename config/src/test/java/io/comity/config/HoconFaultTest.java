package io.comity.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoconFaultTest {
    @TempDir
    Path directory;

    private Layers layers;

    @BeforeEach
    void startWithoutAFile() {
        layers = new Layers(directory);
    }

    @Test
    void namesTheLineOfASyntaxError() {
        layers.file("comity {", "  tcp.port = 1", "  name = a:b", "}");
        assertThat(layers.refusal()).startsWith("FILE:3: not valid HOCON: ").contains("':'");
    }

    @Test
    void namesTheFileWhenABraceIsMissing() {
        layers.file("comity {", "  tcp.port = 1");
        assertThat(layers.refusal()).startsWith("FILE:2: not valid HOCON: ");
    }

    @Test
    void quotesNothingFromAFileThatHoldsASecret() {
        layers.file("comity.key {", "  passphrase = hunter2:hunter3", "}");
        assertThat(layers.refusal())
                .isEqualTo("FILE:2: not valid HOCON; look for a missing or misplaced brace, bracket, quote or comma");
    }

    @Test
    void namesASubstitutionThatNothingFills() {
        layers.file("", "comity.name = ${NOBODY_SET_THIS}");
        assertThat(layers.refusal()).isEqualTo("FILE:2: ${NOBODY_SET_THIS} has no value");
    }

    @Test
    void refusesAFileThatIsNestedTooDeeply() {
        layers.file("comity.name = " + "[".repeat(200_000));
        assertThat(layers.refusal()).isEqualTo("FILE: nested too deeply");
        layers.file("comity.name" + ".a".repeat(200_000) + " = 1");
        assertThat(layers.refusal()).isEqualTo("FILE: nested too deeply");
    }

    @Test
    void quotesNothingWhenDifferentKindsAreJoined() {
        layers.file("comity.key.passphrase = hunter2 [1]");
        assertThat(layers.refusal()).startsWith("FILE:1: not valid HOCON; ").doesNotContain("hunter2");
    }

    @Test
    void quotesNothingWhenDifferentKindsAreJoinedBySubstitution() {
        layers.file("comity.seeds = ${SEED} [1]").variable("SEED", "hunter2");
        assertThat(layers.refusal()).contains(": not valid HOCON; ").doesNotContain("hunter2");
    }

    @Test
    void quotesNothingFromAnIncludedFile() throws IOException {
        layers.file("include \"key.conf\"");
        Files.writeString(layers.path().resolveSibling("key.conf"), "comity.key.passphrase = hunter2:hunter3");
        assertThat(layers.refusal()).contains("key.conf:1: not valid HOCON; ").doesNotContain("hunter");
    }

    @Test
    void saysThatARequiredIncludeIsMissing() {
        layers.file("", "include required(\"key.conf\")");
        assertThat(layers.refusal()).isEqualTo("FILE: includes key.conf, which cannot be read");
    }

    @Test
    void refusesADirectory() throws IOException {
        Files.createDirectories(layers.path());
        assertThat(layers.refusal()).isEqualTo("FILE: is a directory; expected a file");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        layers.file(new byte[] {'a', '=', (byte) 0xff});
        assertThat(layers.refusal()).isEqualTo("FILE: is not UTF-8 text");
    }

    @Test
    void readsAFileOfTheGreatestSize() {
        layers.file(padded(FileLayer.MAX_BYTES));
        assertThat(layers.load().text("name")).isEqualTo("alice");
    }

    @Test
    void refusesAFileOneByteLarger() {
        layers.file(padded(FileLayer.MAX_BYTES + 1));
        assertThat(layers.refusal()).isEqualTo("FILE: is larger than 1048576 bytes");
    }

    @Test
    void aSubstitutionOrAnythingElseOfAnyLengthMakesAShortRefusal() {
        String word = "x".repeat(1 << 16);
        layers.file("comity.name = ${" + word + "}");
        assertThat(layers.refusal()).hasSizeLessThan(2 * OneLine.MAX_SHOWN).endsWith("… has no value");
        layers.file("comity.name = {" + word + " " + word + "}");
        assertThat(layers.refusal()).hasSizeLessThan(2 * HoconFault.MAX_DETAIL).startsWith("FILE:1: not valid HOCON: ");
        layers.file("include required(\"" + word + "\")");
        assertThat(layers.refusal()).hasSizeLessThan(2 * OneLine.MAX_SHOWN).endsWith("…, which cannot be read");
    }

    private static byte[] padded(int size) {
        String setting = "comity.name = alice\n";
        return (setting + "#".repeat(size - setting.length())).getBytes(StandardCharsets.UTF_8);
    }
}
