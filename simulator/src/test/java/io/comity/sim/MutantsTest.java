package io.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.mutant.Ground;
import io.comity.mutant.Mutant;
import io.comity.mutant.MutantLoader;
import io.comity.mutant.Mutants;
import io.comity.result.Results;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The product with one fault each: the stories find all of them, and say which promise is broken. A fault that breaks several
 * may be found by another first, which hangs on when somebody's heart beats; the one that names it is found too.
 */
class MutantsTest {
    /** Each is found by one of these; most by one of the very first. */
    private static final int SEEDS = 300;

    private static final List<Mutant> MUTANTS = Mutants.on(Ground.STORIES);
    private static final AtomicInteger CAUGHT = new AtomicInteger();

    static Stream<Mutant> mutants() {
        return MUTANTS.stream();
    }

    @AfterAll
    static void write() {
        Results.of("simulator-mutants", "mvn -pl simulator -am verify")
                .atLeast("mutants", MUTANTS.size(), "mutants", 12)
                .atLeast("caught", CAUGHT.get(), "mutants", MUTANTS.size())
                .write();
    }

    /** What the stories break, each the first that it broke. */
    private static Stream<String> broken(MutantLoader product) {
        return LongStream.range(0, SEEDS)
                .mapToObj(seed -> String.valueOf(product.run(Told.class, "tell", seed)))
                .filter(promise -> !promise.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void aStoryFindsWhatIsWrong(Mutant mutant) {
        String promise = Objects.requireNonNull(mutant.broken().get(Ground.STORIES));
        assertThat(broken(MutantLoader.of(mutant)).filter(promise::equals).findFirst())
                .hasValue(promise);
        CAUGHT.incrementAndGet();
    }

    @Test
    void noneOfTheseStoriesFindsAnythingWrongWithTheProductItself() {
        assertThat(broken(MutantLoader.unchanged())).isEmpty();
    }
}
