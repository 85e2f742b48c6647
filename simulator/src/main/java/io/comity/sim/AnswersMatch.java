package io.comity.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An answer comes to whoever asked, to what it asked, and once. */
public final class AnswersMatch implements Invariant {
    private final Map<Pair, Set<Long>> delivered = new HashMap<>();

    @Override
    public Optional<String> after(Happening happening) {
        if (happening instanceof Happening.Delivered one) {
            delivered
                    .computeIfAbsent(new Pair(one.from(), one.to()), pair -> new HashSet<>())
                    .add(one.number());
        } else if (happening instanceof Happening.Answered one
                && !delivered
                        .getOrDefault(new Pair(one.from(), one.to()), Set.of())
                        .remove(one.number())) {
            return Optional.of(one.from() + " got an answer to " + one.number() + " from " + one.to()
                    + ", which was never asked that, or had answered");
        }
        return Optional.empty();
    }
}
