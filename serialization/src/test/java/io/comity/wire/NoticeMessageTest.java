package io.comity.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class NoticeMessageTest {
    private @Nullable Fault fault;

    private @Nullable UrMessage read(byte[] bytes) {
        CborReader in = new CborReader(bytes, 0, bytes.length);
        int elements = in.array(8);
        UrMessage message = UrMessages.read(in, UrMessages.kind(in, elements), elements);
        @Nullable Fault found = in.finish();
        fault = found == null ? fault : found;
        return message;
    }

    private static byte[] written(Bytes signed) {
        CborWriter out = new CborWriter(16, 1_024);
        UrMessages.write(out, new UrMessage.Notice(signed));
        return out.toByteArray();
    }

    @Test
    void isTwoElements() {
        assertThat(Bytes.of(written(Bytes.ofHex("0102"))).toHex()).isEqualTo("8212420102");
        assertThat(read(written(Bytes.ofHex("0102")))).isEqualTo(new UrMessage.Notice(Bytes.ofHex("0102")));
    }

    @Test
    void isReadUpToItsBoundAndNotOneByteFurther() {
        Bytes longest = Bytes.of(new byte[UrMessage.MAX_NOTICE_BYTES]);
        assertThat(read(written(longest))).isEqualTo(new UrMessage.Notice(longest));
        assertThat(read(written(Bytes.of(new byte[UrMessage.MAX_NOTICE_BYTES + 1]))))
                .isNull();
        assertThat(fault).isEqualTo(Fault.TOO_LONG);
    }
}
