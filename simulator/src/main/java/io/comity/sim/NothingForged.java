package io.comity.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an engine is told was given, by whoever it says, to a reference of that engine. */
public final class NothingForged implements Invariant {
    private final Map<Pair, Set<Long>> sent = new HashMap<>();

    @Override
    public Optional<String> after(Happening happening) {
        if (happening instanceof Happening.Sent one) {
            sent.computeIfAbsent(new Pair(one.from(), one.to()), pair -> new HashSet<>())
                    .add(one.number());
        } else if (happening instanceof Happening.Delivered one
                && !sent.getOrDefault(new Pair(one.from(), one.to()), Set.of()).contains(one.number())) {
            return Optional.of(one.to() + " was told what " + one.from() + " never sent: " + one.number());
        }
        return Optional.empty();
    }
}
