package io.comity.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.session.Assembly.Outcome;
import io.comity.wire.UrMessage;
import org.junit.jupiter.api.Test;

/** What a peer may do with parts, and what it may not. */
class AssemblyTest {
    private final Assembly assembly = new Assembly(1_000);
    private final byte[] from = new byte[2_000];

    private Outcome take(long ref, long type, int total, int offset, int length) {
        return assembly.take(ref, type, UrMessage.NO_REPLY, total, offset, from, 0, length);
    }

    @Test
    void partsInOrderBecomeTheWhole() {
        from[0] = 1;
        assertThat(take(1, 2, 300, 0, 100)).isEqualTo(Outcome.TAKEN);
        assertThat(take(1, 2, 300, 100, 150)).isEqualTo(Outcome.TAKEN);
        assertThat(take(1, 2, 300, 250, 50)).isEqualTo(Outcome.COMPLETE);
        assertThat(assembly.complete(1))
                .hasSize(300)
                .startsWith(1, 0)
                .contains(1, org.assertj.core.data.Index.atIndex(250));
        assertThat(assembly.complete(1)).isNull();
    }

    @Test
    void oneThatIsWholeAtOnceIsComplete() {
        assertThat(take(1, 0, 10, 0, 10)).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    void whatDoesNotFitWhatCameBeforeIsMalformed() {
        take(1, 2, 300, 0, 100);
        assertThat(take(1, 2, 300, 0, 100)).as("a second beginning").isEqualTo(Outcome.MALFORMED);
        assertThat(take(1, 2, 300, 101, 10)).as("a gap").isEqualTo(Outcome.MALFORMED);
        assertThat(take(1, 2, 300, 99, 10)).as("a repeat").isEqualTo(Outcome.MALFORMED);
        assertThat(take(1, 3, 300, 100, 10)).as("another type").isEqualTo(Outcome.MALFORMED);
        assertThat(take(1, 2, 301, 100, 10)).as("another total").isEqualTo(Outcome.MALFORMED);
        assertThat(take(1, 2, 300, 100, 201)).as("more than the total").isEqualTo(Outcome.MALFORMED);
        assertThat(take(1, 2, 300, 100, 0)).as("nothing").isEqualTo(Outcome.MALFORMED);
        assertThat(take(3, 2, 10, 20, 1)).as("beyond the end").isEqualTo(Outcome.MALFORMED);
        assertThat(take(1, 2, 300, 100, 200)).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    void theRestOfWhatWasRefusedIsIgnored() {
        assertThat(take(5, 2, 300, 100, 10)).isEqualTo(Outcome.IGNORED);
    }

    @Test
    void bytesAtTheMostAreReservedAndOneMoreIsFull() {
        assertThat(take(1, 0, 600, 0, 1)).isEqualTo(Outcome.TAKEN);
        assertThat(take(3, 0, 401, 0, 1)).isEqualTo(Outcome.FULL);
        assertThat(take(5, 0, 400, 0, 1)).isEqualTo(Outcome.TAKEN);
        assertThat(take(1, 0, 600, 1, 599)).isEqualTo(Outcome.COMPLETE);
        assembly.complete(1);
        assertThat(take(3, 0, 600, 0, 1)).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void castsAtTheMostAreUnderWayAndOneMoreIsFull() {
        for (long ref = 0; ref < Assembly.MAX_CASTS; ref++) {
            assertThat(take(ref, 0, 2, 0, 1)).isEqualTo(Outcome.TAKEN);
        }
        assertThat(take(1_000, 0, 2, 0, 1)).isEqualTo(Outcome.FULL);
    }
}
