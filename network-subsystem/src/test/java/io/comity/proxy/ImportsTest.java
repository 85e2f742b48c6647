package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.mission.Reason;
import org.junit.jupiter.api.Test;

final class ImportsTest {
    private final Imports imports = new Imports(2);

    @Test
    void onlyTheFirstReadyCounts() {
        assertThat(imports.refusal("greeter")).isNull();
        assertThat(imports.ready()).isTrue();
        assertThat(imports.ready()).isFalse();
        assertThat(imports.refusal("greeter")).isEqualTo(Reason.DENIED);
    }
}
