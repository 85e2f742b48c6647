package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.mission.Reason;
import io.comity.wire.UrMessage;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the other side let this one name. The session does not matter here, so there is none. */
final class ImportsTest {
    private final Imports imports = new Imports(2);

    @SuppressWarnings("NullAway") // nothing here looks at the session
    private static EngineProxy.Learned at(long ref) {
        return new EngineProxy.Learned(null, ref, List.of("Add"));
    }

    @Test
    void enginesAtTheMostAreLearnedAndOneMoreIsNot() {
        assertThat(imports.learn("one", at(1), false)).isTrue();
        assertThat(imports.learn("two", at(3), false)).isTrue();
        assertThat(imports.learn("three", at(5), false)).isFalse();
        assertThat(imports.learn("two", at(7), false)).isTrue();
        assertThat(imports.find("three")).isNull();
    }

    @SuppressWarnings("NullAway") // nothing here looks at the session
    private static EngineProxy.Learned having(int types, long ref) {
        return new EngineProxy.Learned(null, ref, Collections.nCopies(types, "T"));
    }

    @Test
    void allEnginesTogetherHaveTypesAtTheMostAndNotOneMore() {
        Imports many = new Imports(100);
        int most = 100 * Imports.TYPES_AN_ENGINE;
        assertThat(many.learn("one", having(most - 2, 1), false)).isTrue();
        assertThat(many.learn("two", having(3, 3), false)).isFalse();
        assertThat(many.learn("two", having(2, 3), false)).isTrue();
        assertThat(many.learn("two", having(3, 5), false)).isFalse();
        assertThat(many.learn("two", having(1, 5), false)).isTrue();
        assertThat(many.learn("three", having(2, 7), false)).isFalse();
        many.forget(1, Reason.REVOKED);
        assertThat(many.learn("three", having(most - 1, 7), false)).isTrue();
    }

    @Test
    void oneEngineMayHaveAllTypesThatAnEngineCanHave() {
        assertThat(imports.learn("one", having(UrMessage.MAX_TYPES, 1), false)).isTrue();
    }

    @Test
    void aStrangerNamesFewAndMoreWhenItIsNoneAnyLonger() {
        Imports many = new Imports(1_000);
        for (int i = 0; i < Imports.MAX_OF_STRANGER; i++) {
            assertThat(many.learn("engine-" + i, at(i), true)).isTrue();
        }
        assertThat(many.learn("one-more", at(1_000), true)).isFalse();
        assertThat(many.learn("engine-0", at(1_001), true)).isTrue();
        int types = (Imports.TYPES_AN_ENGINE - 1) * Imports.MAX_OF_STRANGER + 1;
        assertThat(many.learn("engine-0", having(types + 1, 1_002), true)).isFalse();
        assertThat(many.learn("engine-0", having(types, 1_003), true)).isTrue();
        assertThat(many.learn("one-more", at(1_004), false)).isTrue();
    }

    @Test
    void whyIsRememberedOfSoManyAndOfNoneBeyond() {
        Imports many = new Imports(10_000);
        many.ready();
        for (int i = 0; i <= Imports.MAX_WITHDRAWN; i++) {
            many.learn("engine-" + i, at(i), false);
            many.forget(i, Reason.REVOKED);
        }
        assertThat(many.refusal("engine-" + (Imports.MAX_WITHDRAWN - 1))).isEqualTo(Reason.REVOKED);
        assertThat(many.refusal("engine-" + Imports.MAX_WITHDRAWN)).isEqualTo(Reason.DENIED);
    }

    @Test
    void learningAgainUnderAnotherRefMakesTheOldOneMeaningless() {
        imports.learn("one", at(1), false);
        imports.learn("one", at(3), false);
        assertThat(imports.engine(1)).isNull();
        assertThat(imports.engine(3)).isEqualTo("one");
        assertThat(imports.forget(1, Reason.REVOKED)).isNull();
        assertThat(imports.find("one")).isEqualTo(at(3));
    }

    @Test
    void nothingIsRefusedBeforeTheOtherSideHasNamedWhatItWill() {
        assertThat(imports.refusal("one")).isNull();
        imports.ready();
        assertThat(imports.refusal("one")).isEqualTo(Reason.DENIED);
    }

    @Test
    void whatWasForgottenIsRefusedWithItsReasonUntilItIsLearnedAgain() {
        imports.ready();
        imports.learn("one", at(1), false);
        assertThat(imports.forget(1, Reason.REVOKED)).isEqualTo("one");
        assertThat(imports.refusal("one")).isEqualTo(Reason.REVOKED);
        assertThat(imports.find("one")).isNull();
        imports.learn("one", at(3), false);
        imports.forget(3, Reason.DENIED);
        assertThat(imports.refusal("one")).isEqualTo(Reason.DENIED);
    }

    @Test
    void learningAndForgettingForEverKeepsNoMoreThanTheMost() {
        imports.ready();
        for (int i = 0; i < 10; i++) {
            assertThat(imports.learn("engine-" + i, at(i), false)).isTrue();
            imports.forget(i, Reason.REVOKED);
        }
        long remembered = IntStream.range(0, 10)
                .filter(i -> imports.refusal("engine-" + i) == Reason.REVOKED)
                .count();
        assertThat(remembered).isEqualTo(2);
    }

    @Test
    void onlyTheFirstReadyCounts() {
        assertThat(imports.ready()).isTrue();
        assertThat(imports.ready()).isFalse();
    }
}
