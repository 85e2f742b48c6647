package io.comity.bench.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.filter.Index;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterBenchTest {
    private static FilterSettings brief(int subscriptions) {
        return new FilterSettings(subscriptions, Duration.ofMillis(100), Duration.ofMillis(300), 3);
    }

    @Test
    void comparesManySubscriptionsWithFewAndSaysWhatOneCosts() {
        List<String> progress = new ArrayList<>();
        FilterReport report = FilterBench.run(brief(10_000), progress::add);
        assertThat(progress).contains("subscribing", "round 3 of 3", "among 10000");
        assertThat(report.few().rounds()).hasSize(3);
        assertThat(report.few().median()).isBetween(50.0, 1_000_000.0);
        assertThat(report.many().median()).isBetween(50.0, 1_000_000.0);
        assertThat(report.ratio().median())
                .as("a scan would be some hundred times as slow")
                .isBetween(0.1, 100.0);
        assertThat(report.turnovers()).hasSize(3).allSatisfy(each -> {
            assertThat(each.subscribe().median()).isBetween(50.0, 10_000_000.0);
            assertThat(each.unsubscribe().median()).isBetween(10.0, 10_000_000.0);
        });
        assertThat(report.table()).contains("10 subscriptions", "10,000 subscriptions", "ratio", "among    10,000");
        assertThat(report.json().path("ratio").asDouble())
                .isEqualTo(report.ratio().median());
    }

    @Test
    void hasNoFewerSubscriptionsThanItComparesWithAndNoMoreThanAnIndexHas() {
        assertThat(brief(FilterSettings.FEW).many()).isEqualTo(10);
        int most = Index.MAX_SUBSCRIPTIONS - Population.EXTRA;
        assertThat(brief(most).many()).isEqualTo(most);
        assertThatThrownBy(() -> brief(FilterSettings.FEW - 1)).hasMessageContaining("--subscriptions must be from 10");
        assertThatThrownBy(() -> brief(most + 1)).hasMessageContaining("--subscriptions");
        assertThatThrownBy(() -> new FilterSettings(100, Duration.ofMillis(100), Duration.ZERO, 0))
                .hasMessageContaining("--");
    }
}
