package io.comity.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A message is delivered, or its sender is told that it is not, unless one of the two nodes ended, the session was given up, or the
 * right is taken back, with which the reference dies.
 */
public final class NothingLost implements Invariant {
    private final Map<Pair, Set<Long>> open = new LinkedHashMap<>();
    private final Set<Pair> over = new HashSet<>();
    private final Map<Pair, Integer> refused = new HashMap<>();

    @Override
    public Optional<String> after(Happening happening) {
        if (happening instanceof Happening.Sent one && !over.contains(new Pair(one.from(), one.to()))) {
            open.computeIfAbsent(new Pair(one.from(), one.to()), pair -> new HashSet<>())
                    .add(one.number());
        } else if (happening instanceof Happening.Delivered one) {
            open.getOrDefault(new Pair(one.from(), one.to()), new HashSet<>()).remove(one.number());
        } else if (happening instanceof Happening.Refused one) {
            refused.merge(new Pair(one.from(), one.to()), 1, Integer::sum);
        } else if (happening instanceof Happening.Ended one) {
            Set.copyOf(open.keySet()).stream()
                    .filter(pair -> pair.from().equals(one.node()) || pair.to().equals(one.node()))
                    .forEach(this::excuse);
        } else if (happening instanceof Happening.SessionEnded one) {
            excuse(new Pair(one.node(), one.peer()));
            excuse(new Pair(one.peer(), one.node()));
        } else if (happening instanceof Happening.Revoked one) {
            excuse(new Pair(one.holder(), one.owner()));
            over.add(new Pair(one.holder(), one.owner()));
        } else if (happening instanceof Happening.Over) {
            return missing();
        }
        return Optional.empty();
    }

    /** What is open may never come; what was refused until now excuses nothing that is sent from now on. */
    private void excuse(Pair pair) {
        open.remove(pair);
        refused.remove(pair);
    }

    private Optional<String> missing() {
        List<String> lost = new ArrayList<>();
        open.forEach((pair, numbers) -> {
            int told = refused.getOrDefault(pair, 0);
            if (numbers.size() > told) {
                lost.add(numbers.size() + " from " + pair.from() + " to " + pair.to() + " with " + told + " refused");
            }
        });
        return lost.isEmpty() ? Optional.empty() : Optional.of("messages are gone without a word: " + lost);
    }
}
