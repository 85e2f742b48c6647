package io.comity.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Filters made by chance hold on bodies where they hold on the messages; {@code -Dcomity.filter.seed=N} repeats a run. */
final class FilterOracleTest {
    private static final long SEED = Long.getLong("comity.filter.seed", System.nanoTime());
    private static final int FILTERS = 2_500;
    private static final int MESSAGES = 12;

    @Test
    void aFilterHoldsOnTheBytesAsOnTheMessage() {
        Random random = new Random(SEED);
        RandomFilters filters = new RandomFilters(random);
        int held = 0;
        for (int i = 0; i < FILTERS; i++) {
            Filter filter = filters.filter(1 + random.nextInt(4));
            Matcher matcher = filter.matcher();
            for (int j = 0; j < MESSAGES; j++) {
                Messages.Event event = Messages.event(random);
                Messages.Encoded encoded = Messages.encode(event);
                boolean holds = PlainFilter.holds(filter, event);
                assertThat(matcher.matches(encoded.type(), encoded.body()))
                        .as("seed %s: %s on %s", SEED, filter.text(), event)
                        .isEqualTo(holds);
                held += holds ? 1 : 0;
            }
        }
        assertThat(held).as("the run says something").isBetween(FILTERS * MESSAGES / 10, FILTERS * MESSAGES * 9 / 10);
    }

    @Test
    void whatIsPrintedIsReadAsTheSameFilter() {
        Random random = new Random(SEED);
        RandomFilters filters = new RandomFilters(random);
        for (int i = 0; i < FILTERS; i++) {
            Filter filter = filters.filter(1 + random.nextInt(6));
            assertThat(Filter.parse(filter.text()))
                    .as("seed %s: %s", SEED, filter.text())
                    .isEqualTo(filter);
        }
    }
}
