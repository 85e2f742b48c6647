package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.wire.UrMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VocabularyTest {
    private final Vocabulary vocabulary = new Vocabulary();

    private void learn(long ref, String engine, String levels) {
        vocabulary.learn(
                new UrMessage.Learn(ref, engine, Bytes.of(new byte[32]), List.of("A", "B"), Bytes.ofHex(levels)));
    }

    @Test
    void whatWasNotLearnedIsUnknownAndNeedsNoProof() {
        learn(1, "shop", "0102");
        assertThat(vocabulary.engine(3)).isNull();
        assertThat(vocabulary.level(3, 0)).isZero();
        assertThat(vocabulary.type(1, 2)).isNull();
        assertThat(vocabulary.level(1, 2)).isZero();
    }

    @Test
    void eachRefHasItsOwnWordsHoweverTheyAreAskedForInTurn() {
        learn(1, "shop", "0102");
        learn(3, "bank", "0200");
        for (int i = 0; i < 2; i++) {
            assertThat(vocabulary.engine(1)).isEqualTo("shop");
            assertThat(vocabulary.level(1, 1)).isEqualTo(2);
            assertThat(vocabulary.engine(3)).isEqualTo("bank");
            assertThat(vocabulary.level(3, 1)).isZero();
        }
    }

    @Test
    void whatWasAskedForLastIsReplacedAndForgottenLikeTheOthers() {
        learn(1, "shop", "0102");
        assertThat(vocabulary.level(1, 0)).isEqualTo(1);
        learn(1, "shop", "0202");
        assertThat(vocabulary.level(1, 0)).isEqualTo(2);
        vocabulary.forget(1);
        assertThat(vocabulary.find(1)).isNull();
        assertThat(vocabulary.level(1, 0)).isZero();
    }
}
