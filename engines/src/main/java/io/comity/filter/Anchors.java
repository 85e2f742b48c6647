package io.comity.filter;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What hangs at one field for one type, or for any. Hash tables have {@link Comparable} keys, so that keys made to collide are
 * looked up as in a tree.
 */
final class Anchors {
    private final Map<Key, Bucket> equal = new HashMap<>();
    private final Map<Key.Sort, Intervals> ranges = new EnumMap<>(Key.Sort.class);
    private @Nullable Bucket present;

    boolean isEmpty() {
        return present == null && equal.isEmpty() && ranges.isEmpty();
    }

    /** @return whether it fits */
    boolean put(Subscription subscription, @Nullable Range range, int maxTests, Runnable whenEmpty) {
        if (range == null) {
            present = present == null ? new Bucket(Bucket.Budget.alone()) : present;
            return put(present, subscription, maxTests, () -> present = null, whenEmpty);
        }
        Key low = range.low();
        if (range.isOne() && low != null) {
            Bucket bucket = equal.computeIfAbsent(low, key -> new Bucket(Bucket.Budget.alone()));
            return put(bucket, subscription, maxTests, () -> equal.remove(low), whenEmpty);
        }
        Intervals intervals = ranges.computeIfAbsent(range.sort(), sort -> new Intervals());
        return put(intervals.bucket(range), subscription, maxTests, () -> remove(range, intervals), whenEmpty);
    }

    private static boolean put(
            Bucket bucket, Subscription subscription, int maxTests, Runnable bucketEmpty, Runnable whenEmpty) {
        boolean fits = bucket.put(subscription, maxTests, () -> {
            bucketEmpty.run();
            whenEmpty.run();
        });
        if (!fits && bucket.size() == 0) {
            bucketEmpty.run();
            whenEmpty.run();
        }
        return fits;
    }

    private void remove(Range range, Intervals intervals) {
        intervals.remove(range);
        if (intervals.isEmpty()) {
            ranges.remove(range.sort());
        }
    }

    /** Tells {@code found} of the buckets that a message meets whose field is there. */
    void present(Consumer<Bucket> found) {
        if (present != null) {
            found.accept(present);
        }
    }

    /** Tells {@code found} of the buckets that a message meets whose field has {@code value}. */
    void value(Key value, Consumer<Bucket> found) {
        if (value.sort() == Key.Sort.NONE) {
            return;
        }
        if (!equal.isEmpty()) {
            Bucket bucket = equal.get(value);
            if (bucket != null) {
                found.accept(bucket);
            }
        }
        Intervals intervals = ranges.isEmpty() ? null : ranges.get(value.sort());
        if (intervals != null) {
            intervals.stab(value, found);
        }
    }
}
