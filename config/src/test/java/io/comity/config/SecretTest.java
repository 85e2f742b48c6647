package io.comity.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    @TempDir
    Path directory;

    private Layers layers;

    @BeforeEach
    void startWithoutAFile() {
        layers = new Layers(directory);
    }

    @Test
    void hidesTheValueOfASecretThatIsRefused() {
        layers.file("comity.key.passphrase = hunter2");
        assertThat(layers.refusal(comity -> comity.section("key").oneOf("passphrase", "other")))
                .isEqualTo("FILE:1: comity.key.passphrase = <hidden> is not allowed; allowed other");
    }

    @Test
    void hidesTheElementsOfASecretList() {
        layers.code("comity.key.passphrase", List.of("hunter2", List.of()));
        assertThat(layers.refusal(comity -> comity.section("key").texts("passphrase")))
                .isEqualTo("set in code: comity.key.passphrase[1] = <hidden> is not a text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"passphrase", "secret", "password", "Password", "store-password"})
    void hidesAnUnknownKeyThatSoundsSecret(String name) {
        layers.file("comity.tcp." + name + " = hunter2");
        assertThat(layers.refusal()).contains(name + " = <hidden> is an unknown key");
    }

    @Test
    void hidesAMisspeltSecret() {
        layers.file("comity.key.pasphrase = hunter2");
        assertThat(layers.refusal())
                .isEqualTo("FILE:1: comity.key.pasphrase = <hidden> is an unknown key;"
                        + " the nearest known key is comity.key.passphrase");
    }

    @Test
    void hidesAMisspeltSecretVariable() {
        layers.variable("COMITY_KEY_PASPHRASE", "hunter2");
        assertThat(layers.refusal())
                .isEqualTo("environment variable COMITY_KEY_PASPHRASE = <hidden> is unknown;"
                        + " the nearest known variable is COMITY_KEY_PASSPHRASE");
    }

    @Test
    void showsNothingOfASectionThatStandsInTheWrongPlace() {
        layers.code("comity.tcp.port", Map.of("passphrase", "hunter2"));
        assertThat(layers.refusal()).doesNotContain("hunter2");
    }

    @Test
    void showsNothingOfAListOfSections() {
        layers.file("comity.tcp.port = [{ passphrase = hunter2 }]");
        assertThat(layers.refusal(comity -> comity.section("tcp").integer("port", 0, 1)))
                .isEqualTo("FILE:1: comity.tcp.port = […] is not a whole number; allowed 0 to 1");
    }

    @Test
    void printsASectionWithoutItsValues() {
        layers.code("comity.key.passphrase", "hunter2");
        assertThat(layers.load().section("key")).hasToString("Section(comity.key)");
    }
}
