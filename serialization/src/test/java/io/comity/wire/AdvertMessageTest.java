package io.comity.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AdvertMessageTest {
    private static final int MANY_BYTES = 2 * UrMessage.MAX_ADVERT_BYTES;

    private Fault fault = Fault.TRAILING;

    private @Nullable UrMessage read(byte[] bytes) {
        CborReader in = new CborReader(bytes, 0, bytes.length);
        int elements = in.array(8);
        UrMessage message = UrMessages.read(in, UrMessages.kind(in, elements), elements);
        @Nullable Fault found = in.finish();
        fault = found == null ? fault : found;
        return message;
    }

    private static byte[] written(Bytes signed) {
        CborWriter out = new CborWriter(16, MANY_BYTES);
        UrMessages.write(out, new UrMessage.Advert(signed));
        return out.toByteArray();
    }

    @Test
    void isTwoElements() {
        assertThat(Bytes.of(written(Bytes.ofHex("0102"))).toHex()).isEqualTo("820e420102");
        assertThat(read(written(Bytes.ofHex("0102")))).isEqualTo(new UrMessage.Advert(Bytes.ofHex("0102")));
    }

    @Test
    void isReadUpToItsBoundAndNotOneByteFurther() {
        Bytes longest = Bytes.of(new byte[UrMessage.MAX_ADVERT_BYTES]);
        assertThat(read(written(longest))).isEqualTo(new UrMessage.Advert(longest));
        assertThat(read(written(Bytes.of(new byte[UrMessage.MAX_ADVERT_BYTES + 1]))))
                .isNull();
        assertThat(fault).isEqualTo(Fault.TOO_LONG);
    }

    @Test
    void aThirdElementIsRefused() {
        byte[] three = new CborWriter(16, 16)
                .array(3)
                .uint(UrMessage.ADVERT)
                .bytes(new byte[1])
                .uint(0)
                .toByteArray();
        assertThat(read(three)).isNull();
        assertThat(fault).isEqualTo(Fault.WRONG_COUNT);
    }

    @Test
    void aKindBeyondTheLastIsRefused() {
        byte[] next =
                new CborWriter(16, 16).array(1).uint(UrMessage.MAX_KIND + 1).toByteArray();
        assertThat(read(next)).isNull();
        assertThat(fault).isEqualTo(Fault.OUT_OF_RANGE);
    }
}
