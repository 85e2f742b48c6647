package io.comity.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a node counts never becomes less while it lives, and each life has a higher epoch than every one before. */
public final class CountersRise implements Invariant {
    private final Map<String, Map<String, Long>> counters = new HashMap<>();
    private final Map<String, Long> epochs = new HashMap<>();
    private final Map<String, Boolean> forgot = new HashMap<>();

    @Override
    public Optional<String> after(Happening happening) {
        if (happening instanceof Happening.Counted one) {
            Map<String, Long> before = counters.put(one.node(), one.counters());
            return before == null ? Optional.empty() : less(one, before);
        } else if (happening instanceof Happening.Ended one) {
            counters.remove(one.node());
            forgot.merge(one.node(), one.lostWrites(), Boolean::logicalOr);
        } else if (happening instanceof Happening.Began one) {
            Long before = epochs.put(one.node(), one.epoch());
            if (before != null && before >= one.epoch() && !forgot.getOrDefault(one.node(), false)) {
                return Optional.of(one.node() + " began with epoch " + one.epoch() + " after " + before);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> less(Happening.Counted now, Map<String, Long> before) {
        return before.entrySet().stream()
                .filter(entry -> now.counters().getOrDefault(entry.getKey(), 0L) < entry.getValue())
                .map(entry -> now.node() + " counted " + entry.getKey() + " back from " + entry.getValue())
                .findFirst();
    }
}
