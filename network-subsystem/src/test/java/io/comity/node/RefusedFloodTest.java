package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.mission.Caveats;
import io.comity.mission.Reason;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer who is let in once a second and sends as if there were no limit: nothing of hers is read for a while. */
final class RefusedFloodTest extends WithMallory {
    private static final int CASTS = 100;
    private static final Duration REST = Duration.ofMillis(500);

    private long greeter;

    @BeforeEach
    void grant() throws IOException {
        mallory.hear(UrMessage.Ready.class);
        town.alice()
                .missions()
                .define("notes")
                .allow(Greeter.NAME, Greeter.Note.class)
                .grant(key.nodeId(), Caveats.NONE.rate(1, Duration.ofHours(1)));
        greeter = mallory.hear(UrMessage.Learn.class).ref();
        mallory.cast(greeter, 0, NOTE);
    }

    private void flood() throws IOException {
        CborWriter out = new CborWriter(1_024, 1 << 16);
        byte[] cast = RawPeer.castBytes(greeter, 0, NOTE);
        for (int i = 0; i < CASTS; i++) {
            out.encoded(cast, 0, cast.length);
        }
        mallory.record(out.toByteArray());
    }

    private void assertThrottled(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(mallory.hear(UrMessage.Refuse.class).reason()).isEqualTo(Reason.THROTTLED.code());
        }
    }

    @Test
    void afterARecordOfNothingButRefusalsTheNextIsReadLaterAndOthersAreServedMeanwhile() throws IOException {
        long begun = System.nanoTime();
        flood();
        assertThrottled(CASTS);
        flood();
        town.bobIsServed();
        assertThrottled(CASTS);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(REST);
    }
}
