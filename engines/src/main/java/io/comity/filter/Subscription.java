package io.comity.filter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One filter in an {@link Index}, and where it hangs. */
final class Subscription {
    final Object key;
    /** Later ones have greater ones. */
    final long number;
    /** Null when whoever meets an anchor is matched. */
    final @Nullable Condition condition;
    /** What evaluating the condition takes. */
    final int tests;
    /** The last message that was held against it. */
    long message;

    private final List<Slot> read;
    private final List<Slot> hooks = new ArrayList<>(1);
    private final List<Bucket.Place> places = new ArrayList<>(1);

    /** @param read what the condition reads; acquired */
    Subscription(Object key, long number, @Nullable Condition condition, int tests, List<Slot> read) {
        this.key = key;
        this.number = number;
        this.condition = condition;
        this.tests = condition == null ? 0 : tests;
        this.read = read;
    }

    /** @param hook acquired; it is released with this */
    void hangsFrom(Slot hook) {
        hooks.add(hook);
    }

    void isAt(Bucket.Place place) {
        places.add(place);
    }

    /** Hangs nowhere any more. */
    void unhang() {
        places.forEach(Bucket.Place::leave);
        places.clear();
        hooks.forEach(Slot::release);
        hooks.clear();
    }

    /** Is gone. */
    void remove() {
        unhang();
        read.forEach(Slot::release);
    }
}
