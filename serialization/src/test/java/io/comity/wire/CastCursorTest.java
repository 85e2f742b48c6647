package io.comity.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CastCursorTest {
    private static final String CAST = "84 02 07 01 41 00";
    private static final String CALL = "86 14 09 02 18ff 02 41 00";
    private static final String READY = "81 08";
    private static final String PART = "86 0d 01 00 02 00 41 00";
    private static final String OWN = "87 0f 01 01 01 40 40 5840" + "00".repeat(64);
    private static final String OF_RECORD = "87 0f 00 01 01 40 40 5840" + "00".repeat(64);

    private final CastCursor cursor = new CastCursor();

    private List<String> found(String... messages) {
        byte[] record = HexFormat.of().parseHex(String.join("", messages).replace(" ", ""));
        cursor.reset(record, 0, record.length);
        List<String> found = new ArrayList<>();
        while (cursor.next()) {
            String cast = Bytes.of(record, cursor.start(), cursor.end() - cursor.start())
                    .toHex();
            found.add(cursor.ref() + "/" + cursor.type() + " " + cast + (cursor.isSigned() ? " signed" : ""));
        }
        return found;
    }

    @Test
    void castsAndCallsAreFoundAmongEverythingElse() {
        assertThat(found(OF_RECORD, READY, CAST, PART, CALL, READY))
                .containsExactly("7/1 840207014100", "9/2 8614090218ff024100");
        assertThat(cursor.fault()).isNull();
    }

    @Test
    void aSignatureOfItsOwnIsThatOfTheCastDirectlyAfterIt() {
        assertThat(found(OWN, CAST, CAST)).containsExactly("7/1 840207014100 signed", "7/1 840207014100");
        assertThat(found(OWN, READY, CAST)).containsExactly("7/1 840207014100");
        assertThat(found(OF_RECORD, CAST)).containsExactly("7/1 840207014100");
    }

    @Test
    void whatStandsHereIsLookedAtAndNothingAfterIt() {
        byte[] record = HexFormat.of().parseHex((READY + CAST + "ff").replace(" ", ""));
        cursor.reset(record, 0, record.length);
        assertThat(cursor.here()).isFalse();
        assertThat(cursor.end()).isEqualTo(2);
        assertThat(cursor.here()).isTrue();
        assertThat(cursor.ref()).isEqualTo(7);
        assertThat(cursor.end()).isEqualTo(record.length - 1);
        assertThat(cursor.fault()).isNull();
        assertThat(cursor.here()).isFalse();
        assertThat(cursor.fault()).isNotNull();
        cursor.reset(record, 0, 0);
        assertThat(cursor.here()).isFalse();
    }

    @Test
    void whatIsNoMessageEndsIt() {
        assertThat(found(CAST, "84 02 07", CAST)).containsExactly("7/1 840207014100");
        assertThat(cursor.fault()).isNotNull();
        assertThat(found("9f 02")).isEmpty();
        assertThat(cursor.fault()).isNotNull();
    }

    @Test
    void anyBytesAreWalkedToAnEnd() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            cursor.reset(bytes, 0, bytes.length);
            int casts = 0;
            while (cursor.next()) {
                casts++;
            }
            assertThat(casts).isLessThanOrEqualTo(bytes.length / 6);
        }
    }
}
