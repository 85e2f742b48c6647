package io.comity.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RefuseMessageTest {
    private static @Nullable UrMessage read(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        CborReader in = new CborReader(bytes, 0, bytes.length);
        int elements = in.array(8);
        UrMessage message = UrMessages.read(in, UrMessages.kind(in, elements), elements);
        return in.finish() == null ? message : null;
    }

    @Test
    void saysWhenToTryAgain() {
        assertThat(read("8403010101")).isEqualTo(new UrMessage.Refuse(1, 1, 1));
    }

    @Test
    void hasOneFormWhenItDoesNot() {
        assertThat(read("83030101")).isEqualTo(new UrMessage.Refuse(1, 1));
        assertThat(read("8403010100")).isNull();
    }

    @Test
    void mayKnowNoTimeForACall() {
        assertThat(read("850301010004")).isEqualTo(new UrMessage.Refuse(1, 1, 0, 4));
    }
}
