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
        assertThat(imports.learn("one", at(1))).isTrue();
        assertThat(imports.learn("two", at(3))).isTrue();
        assertThat(imports.learn("three", at(5))).isFalse();
        assertThat(imports.learn("two", at(7))).isTrue();
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
        assertThat(many.learn("one", having(most - 2, 1))).isTrue();
        assertThat(many.learn("two", having(3, 3))).isFalse();
        assertThat(many.learn("two", having(2, 3))).isTrue();
        assertThat(many.learn("two", having(3, 5))).isFalse();
        assertThat(many.learn("two", having(1, 5))).isTrue();
        assertThat(many.learn("three", having(2, 7))).isFalse();
        many.forget(1, Reason.REVOKED);
        assertThat(many.learn("three", having(most - 1, 7))).isTrue();
    }

    @Test
    void oneEngineMayHaveAllTypesThatAnEngineCanHave() {
        assertThat(imports.learn("one", having(UrMessage.MAX_TYPES, 1))).isTrue();
    }

    @Test
    void learningAgainUnderAnotherRefMakesTheOldOneMeaningless() {
        imports.learn("one", at(1));
        imports.learn("one", at(3));
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
        imports.learn("one", at(1));
        assertThat(imports.forget(1, Reason.REVOKED)).isEqualTo("one");
        assertThat(imports.refusal("one")).isEqualTo(Reason.REVOKED);
        assertThat(imports.find("one")).isNull();
        imports.learn("one", at(3));
        imports.forget(3, Reason.DENIED);
        assertThat(imports.refusal("one")).isEqualTo(Reason.DENIED);
    }

    @Test
    void learningAndForgettingForEverKeepsNoMoreThanTheMost() {
        imports.ready();
        for (int i = 0; i < 10; i++) {
            assertThat(imports.learn("engine-" + i, at(i))).isTrue();
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
