package io.comity.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class CrowdTest {
    private record Weighed(Range range, int weight) {
        boolean isOver(Key key) {
            return range.startsBy(key) && range.reaches(key);
        }
    }

    /** Values between the ends too. */
    private static long most(List<Weighed> all) {
        return LongStream.rangeClosed(-2, 102)
                .map(half -> {
                    Key key = new Key();
                    key.setReal(half / 2.0);
                    return all.stream()
                            .filter(each -> each.isOver(key))
                            .mapToLong(Weighed::weight)
                            .sum();
                })
                .max()
                .orElseThrow();
    }

    @Test
    void knowsTheMostThatHangsOverOneValueWhileRangesComeAndGo() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Crowd crowd = new Crowd();
        List<Weighed> all = new ArrayList<>();
        int refused = 0;
        for (int step = 0; step < 3_000; step++) {
            if (random.nextInt(5) < 3) {
                Weighed one = new Weighed(IntervalsTest.range(random), 1 + random.nextInt(9));
                all.add(one);
                if (!crowd.add(one.range(), one.weight(), 60)) {
                    assertThat(most(all)).isGreaterThan(60);
                    all.remove(all.size() - 1);
                    refused++;
                }
            } else if (!all.isEmpty()) {
                Weighed one = all.remove(random.nextInt(all.size()));
                assertThat(crowd.add(one.range(), -one.weight(), 0)).isTrue();
            }
            assertThat(crowd.most()).as("seed %s, step %s", seed, step).isEqualTo(most(all));
        }
        assertThat(refused).isPositive();
        all.forEach(each -> crowd.add(each.range(), -each.weight(), 0));
        assertThat(crowd.isEmpty()).isTrue();
    }
}
