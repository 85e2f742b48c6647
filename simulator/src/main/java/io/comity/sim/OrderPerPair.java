package io.comity.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What one node sends another comes in the order in which it was sent, whatever is missing, and never twice. */
public final class OrderPerPair implements Invariant {
    private final Map<Pair, Long> last = new HashMap<>();

    @Override
    public Optional<String> after(Happening happening) {
        if (happening instanceof Happening.Delivered one) {
            Long before = last.put(new Pair(one.from(), one.to()), one.number());
            if (before != null && before >= one.number()) {
                return Optional.of(one.to() + " was told " + one.number() + " by " + one.from()
                        + (before.longValue() == one.number() ? " twice" : " after " + before));
            }
        }
        return Optional.empty();
    }
}
