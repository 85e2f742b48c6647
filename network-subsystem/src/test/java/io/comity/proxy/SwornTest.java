package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.evidence.Statement;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import org.junit.jupiter.api.Test;

/** What was signed here is remembered until there is a receipt for it, and not without end. */
final class SwornTest {
    private static final NodeId OWNER = MemoryKeyHolder.fromSeed(new byte[32]).nodeId();
    private static final Bytes HASH = Bytes.of(new byte[32]);

    private final Sworn sworn = new Sworn();

    private void swear(int count) {
        for (int number = 1; number <= count; number++) {
            sworn.to(new Statement(OWNER, HASH, 0, number, 0, HASH), 1);
        }
    }

    private long oldest() {
        Sworn.Oath oath = sworn.next(0);
        return oath == null ? 0 : oath.number();
    }

    @Test
    void asManyAreRememberedAsMayBe() {
        swear(Sworn.MAX);
        assertThat(oldest()).isEqualTo(1);
        assertThat(oldest()).isEqualTo(2);
    }

    @Test
    void ofOneMoreTheOldestIsForgotten() {
        swear(Sworn.MAX + 1);
        assertThat(oldest()).isEqualTo(2);
    }

    @Test
    void aLaneThatIsNoneHasNothing() {
        swear(1);
        assertThat(sworn.next(1)).isNull();
        assertThat(sworn.next(99)).isNull();
        assertThat(oldest()).isEqualTo(1);
        assertThat(oldest()).isZero();
    }
}
