package io.comity.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class IntervalsTest {
    private static Key key(long number) {
        Key key = new Key();
        key.setNumber(number);
        return key;
    }

    static Range range(Random random) {
        long low = random.nextInt(40);
        long high = low + random.nextInt(10);
        return new Range(
                Key.Sort.NUMBER,
                random.nextInt(8) == 0 ? null : key(low),
                random.nextBoolean(),
                random.nextInt(8) == 0 ? null : key(high),
                random.nextBoolean());
    }

    @Test
    void findsWhatAScanFindsWhileRangesComeAndGo() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Intervals intervals = new Intervals();
        Map<Range, Bucket> model = new TreeMap<>();
        for (int step = 0; step < 8_000; step++) {
            Range range = range(random);
            if (random.nextInt(5) < 3) {
                model.put(range, intervals.bucket(range));
            } else {
                intervals.remove(range);
                model.remove(range);
            }
            Key key = key(random.nextInt(50));
            List<Bucket> found = new ArrayList<>();
            intervals.stab(key, found::add);
            List<Bucket> expected = new ArrayList<>();
            model.forEach((each, bucket) -> {
                if (each.startsBy(key) && each.reaches(key)) {
                    expected.add(bucket);
                }
            });
            assertThat(found).as("seed %s, step %s", seed, step).isEqualTo(expected);
        }
        assertThat(model).isNotEmpty();
    }

    /** In whichever order they come; a tree of n is at most 1.44 log n high. */
    @Test
    void staysBalanced() {
        Intervals rising = new Intervals();
        Intervals falling = new Intervals();
        Intervals inward = new Intervals();
        for (int i = 0; i < 1 << 14; i++) {
            rising.bucket(Range.exactly(key(i)));
            falling.bucket(Range.exactly(key(-i)));
            inward.bucket(Range.exactly(key(i % 2 == 0 ? i : (1 << 15) - i)));
        }
        assertThat(List.of(rising.height(), falling.height(), inward.height()))
                .allSatisfy(height -> assertThat(height).isLessThanOrEqualTo(20));
        for (int i = 0; i < (1 << 14) - 100; i++) {
            rising.remove(Range.exactly(key(i)));
            falling.remove(Range.exactly(key(-i)));
        }
        assertThat(List.of(rising.height(), falling.height()))
                .allSatisfy(height -> assertThat(height).isLessThanOrEqualTo(9));
    }
}
