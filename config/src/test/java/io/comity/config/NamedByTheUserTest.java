package io.comity.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where reference.conf has a star, the user gives the names. */
class NamedByTheUserTest {
    @TempDir
    Path directory;

    private Layers layers;

    @BeforeEach
    void startWithoutAFile() {
        layers = new Layers(directory);
    }

    @Test
    void anyNameIsAllowedWhereTheStarIs() {
        Section things = layers.file("comity.things { b.parts { x = [1], \"y/z\" = all }, a.colour = red }")
                .load()
                .section("things");
        assertThat(things.sections()).containsExactly("a", "b");
        assertThat(things.keys()).containsExactly("max");
        Section parts = things.section("b").section("parts");
        assertThat(parts.keys()).containsExactly("x", "y/z");
        assertThat(parts.isList("x")).isTrue();
        assertThat(parts.isList("y/z")).isFalse();
        assertThat(parts.text("y/z")).isEqualTo("all");
        assertThat(things.section("a").has("parts")).isFalse();
    }

    @Test
    void nothingIsNamedWithoutTheUser() {
        assertThat(layers.load().section("things").sections()).isEmpty();
    }

    @Test
    void namesMayBeGivenInCode() {
        Section things = layers.code("comity.things.a.colour", "blue").load().section("things");
        assertThat(things.section("a").text("colour")).isEqualTo("blue");
    }

    @Test
    void aKeyBelowANameIsCheckedAndTheNearestNamedWithIt() {
        layers.file("comity.things.mine.color = red");
        assertThat(layers.refusal())
                .isEqualTo("FILE:1: comity.things.mine.color = red is an unknown key; the nearest known key is"
                        + " comity.things.mine.colour");
    }

    @Test
    void aMisspeltValueIsNoName() {
        layers.file("comity.things.mx = 4");
        assertThat(layers.refusal())
                .isEqualTo(
                        "FILE:1: comity.things.mx = 4 is an unknown key; the nearest known key is comity.things.max");
    }

    @Test
    void aSectionWhereNamesHaveValuesIsRefused() {
        layers.file("comity.things.a.parts.x { y = 1 }");
        assertThat(layers.refusal()).isEqualTo("FILE:1: comity.things.a.parts.x = {…} is a section; expected a value");
    }

    @Test
    void noVariableSetsWhatHasNoName() {
        layers.variable("COMITY_THINGS_A_COLOUR", "red");
        assertThat(layers.refusal()).contains("COMITY_THINGS_A_COLOUR", "is unknown");
    }

    @Test
    void aValueIsCitedWithItsPlace() {
        Section parts = layers.file("", "comity.things.a.parts.\"x/y\" = [1, 2]")
                .load()
                .section("things")
                .section("a")
                .section("parts");
        assertThat(parts.cite("x/y").replace(layers.path().toString(), "FILE"))
                .isEqualTo("FILE:2: comity.things.a.parts.\"x/y\" = [1, 2]");
    }

    @Test
    void aNameOfAnyLengthMakesAShortRefusal() {
        String name = "\u0014".repeat(1 << 16);
        layers.file("comity.things." + name + ".color = red");
        assertThat(layers.refusal()).hasSizeLessThan(4 * OneLine.MAX_SHOWN).contains("the nearest known key is");
    }
}
