package io.comity.mission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MissionTest {
    @Test
    void allowsWhatItNamesAndNothingElse() {
        Mission hello = new Mission("hello", Map.of("greeter", Set.of(String.class)));
        assertThat(hello.allows("greeter", String.class)).isTrue();
        assertThat(hello.allows("greeter", Integer.class)).isFalse();
        assertThat(hello.allows("other", String.class)).isFalse();
        Mission all = new Mission("all", Map.of("greeter", Set.of()));
        assertThat(all.allows("greeter", Integer.class)).isTrue();
    }

    @Test
    void itsNameIsHeldToItsRule() {
        assertThat(new Mission("a".repeat(64), Map.of()).name()).hasSize(64);
        assertThatThrownBy(() -> new Mission("a".repeat(65), Map.of())).isInstanceOf(MissionException.class);
        assertThatThrownBy(() -> new Mission("Hello", Map.of())).hasMessageContaining("is not allowed");
    }
}
