package io.comity.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnknownKeyTest {
    @TempDir
    Path directory;

    private Layers layers;

    @BeforeEach
    void startWithoutAFile() {
        layers = new Layers(directory);
    }

    @Test
    void namesFileLineKeyValueAndNearestKey() {
        layers.file("comity {", "  tcp {", "    prot = 7000", "  }", "}");
        assertThat(layers.refusal())
                .isEqualTo(
                        "FILE:3: comity.tcp.prot = 7000 is an unknown key; the nearest known key is comity.tcp.port");
    }

    @Test
    void namesTheValueInsideAnUnknownSection() {
        layers.file("comity.tpc {", "  host = example", "}");
        assertThat(layers.refusal())
                .isEqualTo(
                        "FILE:2: comity.tpc.host = example is an unknown key; the nearest known key is comity.tcp.host");
    }

    @Test
    void refusesAnEmptyUnknownSection() {
        layers.file("comity.tpc {}");
        assertThat(layers.refusal()).startsWith("FILE:1: comity.tpc = {…} is an unknown key;");
    }

    @Test
    void refusesAKeyOutsideTheComityBlock() {
        layers.file("", "tcp.port = 1");
        assertThat(layers.refusal())
                .isEqualTo("FILE:2: tcp.port = 1 is an unknown key; the nearest known key is comity.tcp.port");
    }

    @Test
    void refusesABlockThatOnlyAnotherLibraryKnows() {
        layers.file("other.home = 1");
        assertThat(layers.refusal()).startsWith("FILE:1: other.home = 1 is an unknown key;");
    }

    @Test
    void refusesAKeyInsideAValue() {
        layers.file("comity.tcp.port { number = 1 }");
        assertThat(layers.refusal()).isEqualTo("FILE:1: comity.tcp.port = {…} is a section; expected a value");
    }

    @Test
    void refusesAValueWhereASectionBelongs() {
        layers.file("comity.tcp = 7000");
        assertThat(layers.refusal()).isEqualTo("FILE:1: comity.tcp = 7000 is a value; expected a section");
    }

    @Test
    void refusesAValueInPlaceOfTheWholeBlock() {
        layers.file("comity = null");
        assertThat(layers.refusal()).isEqualTo("FILE:1: comity = null is a value; expected a section");
    }

    @Test
    void isNotAppeasedByAHigherLayerThatCoversTheMistake() {
        layers.file("comity.tcp = 7000").code("comity.tcp.port", 1);
        assertThat(layers.refusal()).isEqualTo("FILE:1: comity.tcp = 7000 is a value; expected a section");
    }

    @Test
    void namesTheVariableAndItsNearestNeighbour() {
        layers.variable("COMITY_TCP_PROT", "7000");
        assertThat(layers.refusal())
                .isEqualTo("environment variable COMITY_TCP_PROT = 7000 is unknown;"
                        + " the nearest known variable is COMITY_TCP_PORT");
    }

    @Test
    void refusesAVariableThatNamesASection() {
        layers.variable("COMITY_TCP", "7000");
        assertThat(layers.refusal()).startsWith("environment variable COMITY_TCP = 7000 is unknown;");
    }

    @Test
    void saysThatAnUnknownKeyWasSetInCode() {
        layers.code("comity.tcp.prot", 7000);
        assertThat(layers.refusal())
                .isEqualTo("set in code: comity.tcp.prot = 7000 is an unknown key;"
                        + " the nearest known key is comity.tcp.port");
    }

    @Test
    void looksIntoAMapThatWasSetInCode() {
        layers.code("comity.tcp", Map.of("prot", 7000));
        assertThat(layers.refusal()).startsWith("set in code: comity.tcp.prot = 7000 is an unknown key;");
    }

    @Test
    void refusesAMalformedKeyInCode() {
        layers.code("comity..port", 7000);
        assertThat(layers.refusal())
                .isEqualTo("set in code: comity..port = 7000 is an unknown key; write one such as comity.tcp.port");
    }

    @Test
    void refusesAnObjectInCodeThatIsNoSetting() {
        layers.code("comity.tcp.port", new StringBuilder("7"));
        assertThat(layers.refusal())
                .startsWith("set in code: comity.tcp.port holds a java.lang.StringBuilder; allowed are numbers,");
    }

    @Test
    void staysOnOneLineWhateverTheKeyContains() {
        layers.file("comity.\"a\\nb\\u202e\" = \"\"\"x", "y\"\"\"");
        assertThat(layers.refusal()).contains(" = \"x\\ny\" is an unknown key;").doesNotContain("\u202e");
    }

    @Test
    void staysShortHoweverLongKeyAndValueAre() {
        layers.file("comity." + "k".repeat(100_000) + " = " + "v".repeat(100_000));
        assertThat(layers.refusal()).hasSizeLessThan(500);
    }
}
