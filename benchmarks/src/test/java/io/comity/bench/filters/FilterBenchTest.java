package io.comity.bench.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.filter.Index;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FilterBenchTest {
    private static FilterSettings brief(int subscriptions) {
        return new FilterSettings(subscriptions, Duration.ofMillis(100), Duration.ofMillis(300), 3);
    }

    @Test
    void comparesManySubscriptionsWithFewAndSaysWhatOneCosts() {
        List<String> progress = new ArrayList<>();
        FilterReport report = FilterBench.run(brief(10_000), progress::add);
        assertThat(progress).contains("subscribing to a topic", "subscribing to an index", "round 3 of 3");
        for (FilterReport.Part part : List.of(report.topic(), report.index())) {
            assertThat(part.few().rounds()).hasSize(3);
            assertThat(part.few().median()).isBetween(50.0, 10_000_000.0);
            assertThat(part.many().median()).isBetween(50.0, 10_000_000.0);
            assertThat(part.ratio().median())
                    .as("a scan would be some hundred times as slow")
                    .isBetween(0.1, 100.0);
            assertThat(part.turnovers()).hasSize(2).allSatisfy(each -> {
                assertThat(each.subscribe().median()).isBetween(50.0, 10_000_000.0);
                assertThat(each.cancel().median()).isBetween(10.0, 10_000_000.0);
            });
        }
        assertThat(report.table()).contains("10 subscriptions", "10,000 subscriptions", "ratio", "among    10,000");
        assertThat(report.json().path("topic").path("ratio").asDouble())
                .isEqualTo(report.topic().ratio().median());
    }

    /** Without which a bench would measure that nothing is delivered. */
    @Test
    void messagesComeToThoseWhoWantThemAndToNobodyElse() {
        Random random = new Random(3);
        for (int customer : List.of(0, 7, 99)) {
            Index<Integer> index = new Index<>();
            IntStream.range(0, 500).forEach(number -> index.put(number, Orders.filter(number)));
            assertThat(index.match(Orders.TYPE, Population.body(customer, random)))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 5)
                            .mapToObj(kind -> customer * 5 + kind)
                            .toList());
        }
    }

    @Test
    void hasNoFewerSubscriptionsThanItComparesWithAndNoMoreThanAnIndexHas() {
        assertThat(brief(FilterSettings.FEW).many()).isEqualTo(10);
        int most = Index.MAX_SUBSCRIPTIONS - Subscriptions.EXTRA;
        assertThat(brief(most).many()).isEqualTo(most);
        assertThatThrownBy(() -> brief(FilterSettings.FEW - 1)).hasMessageContaining("--subscriptions must be from 10");
        assertThatThrownBy(() -> brief(most + 1)).hasMessageContaining("--subscriptions");
        assertThatThrownBy(() -> new FilterSettings(100, Duration.ofMillis(100), Duration.ZERO, 0))
                .hasMessageContaining("--");
    }
}
