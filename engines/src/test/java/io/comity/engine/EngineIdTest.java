package io.comity.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import org.junit.jupiter.api.Test;

class EngineIdTest {
    private static final NodeId NODE = new NodeId(Bytes.of(new byte[32]));

    @Test
    void acceptsLowerCaseDigitsAndInnerPunctuation() {
        for (String name : new String[] {"a", "7", "greeter", "word-count.v2/shard_0", "x".repeat(64)}) {
            assertThat(new EngineId(NODE, name).name()).isEqualTo(name);
        }
    }

    @Test
    void refusesNoCharactersAndSixtyFive() {
        assertThatThrownBy(() -> new EngineId(NODE, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an engine name has 1 to 64 characters, this one has 0");
        assertThatThrownBy(() -> new EngineId(NODE, "x".repeat(65)))
                .hasMessage("an engine name has 1 to 64 characters, this one has 65");
    }

    @Test
    void refusesEverythingElseAndSaysWhere() {
        String rule = "an engine name is made of a-z 0-9 - . _ / and begins and ends with a letter or digit; ";
        assertThatThrownBy(() -> EngineId.requireName("Greeter")).hasMessage(rule + "the character at 0 is U+0047");
        assertThatThrownBy(() -> EngineId.requireName("a b")).hasMessage(rule + "the character at 1 is U+0020");
        assertThatThrownBy(() -> EngineId.requireName("a\n")).hasMessage(rule + "the character at 1 is U+000A");
        assertThatThrownBy(() -> EngineId.requireName("../a")).hasMessage(rule + "the character at 0 is U+002E");
        assertThatThrownBy(() -> EngineId.requireName("a/")).hasMessage(rule + "the character at 1 is U+002F");
    }
}
