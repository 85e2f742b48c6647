package io.comity.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.wire.CborWriter;
import java.util.EnumSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The one array of which both identities are made: what is read, and that nothing else is. */
class IdentityPayloadTest {
    @Test
    void readsWhatItWrote() {
        byte[] signature = new byte[64];
        signature[63] = 9;
        byte[] written = IdentityPayload.write(Party.alice().local(), Bytes.EMPTY, signature);
        IdentityPayload read = Objects.requireNonNull(IdentityPayload.read(written));
        assertThat(read.key()).isEqualTo(Party.alice().node().key());
        assertThat(read.signature().toArray()).isEqualTo(signature);
        assertThat(read.bootEpoch()).isEqualTo(7);
    }

    @Test
    void fillsItsMaximumWithTheLargestValues() {
        Local alice = Party.alice().local();
        Local largest = new Local(
                alice.node(), Long.MAX_VALUE, 255, 255, Long.MAX_VALUE, alice.keys(), EnumSet.of(CipherSuite.AES_GCM));
        byte[] written = IdentityPayload.write(largest, Bytes.of(new byte[32]), new byte[64]);
        assertThat(written).hasSize(IdentityPayload.MAX_BYTES);
        assertThat(IdentityPayload.read(written)).isNotNull();
    }

    @Test
    void refusesEveryOtherShape() {
        assertThat(read(7, 32, 64, 1, 1)).isNotNull();
        assertThat(read(6, 32, 64, 1, 1)).isNull();
        assertThat(read(8, 32, 64, 1, 1)).isNull();
        assertThat(read(7, 31, 64, 1, 1)).isNull();
        assertThat(read(7, 33, 64, 1, 1)).isNull();
        assertThat(read(7, 32, 63, 1, 1)).isNull();
        assertThat(read(7, 32, 65, 1, 1)).isNull();
        assertThat(read(7, 32, 64, 0, 1)).isNull();
        assertThat(read(7, 32, 64, 3, 2)).isNull();
        assertThat(read(7, 32, 64, 1, 255)).isNotNull();
        assertThat(read(7, 32, 64, 1, 256)).isNull();
    }

    @Test
    void theLastLinkIsAHashOrNothing() {
        for (int bytes : new int[] {0, 1, 31, 32, 33}) {
            byte[] written = writer(7, 32, 64, 1, 1).bytes(new byte[bytes]).toByteArray();
            assertThat(IdentityPayload.read(written) != null)
                    .as("%d bytes", bytes)
                    .isEqualTo(bytes % 32 == 0);
        }
    }

    @Test
    void refusesBytesThatFollow() {
        byte[] trailing = writer(7, 32, 64, 1, 1).bytes(new byte[0]).uint(0).toByteArray();
        assertThat(IdentityPayload.read(trailing)).isNull();
        assertThat(IdentityPayload.read(new byte[0])).isNull();
    }

    private static @Nullable IdentityPayload read(int fields, int keyBytes, int signatureBytes, long min, long max) {
        CborWriter writer = writer(fields, keyBytes, signatureBytes, min, max);
        for (int field = 7; field <= fields; field++) {
            writer.bytes(new byte[0]);
        }
        return IdentityPayload.read(writer.toByteArray());
    }

    private static CborWriter writer(int fields, int keyBytes, int signatureBytes, long min, long max) {
        CborWriter writer = new CborWriter(200, 200)
                .array(fields)
                .bytes(new byte[keyBytes])
                .bytes(new byte[signatureBytes])
                .uint(min)
                .uint(max)
                .uint(0);
        return writer.uint(0);
    }
}
