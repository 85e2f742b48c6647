package io.comity.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** When nothing goes wrong any more, whoever has a right can use it again. A disk that lost the grant is an excuse. */
public final class Heals implements Invariant {
    private final Set<Pair> standing = new HashSet<>();
    private final Map<Pair, Integer> sent = new HashMap<>();
    private final Map<Pair, Integer> delivered = new HashMap<>();
    private boolean calm;

    @Override
    public Optional<String> after(Happening happening) {
        if (happening instanceof Happening.Granted one) {
            standing.add(new Pair(one.holder(), one.owner()));
        } else if (happening instanceof Happening.Revoked one) {
            standing.remove(new Pair(one.holder(), one.owner()));
        } else if (happening instanceof Happening.Ended one && one.lostWrites()) {
            standing.removeIf(pair -> pair.to().equals(one.node()));
        } else if (happening instanceof Happening.Calm) {
            calm = true;
        } else if (calm && happening instanceof Happening.Sent one) {
            sent.merge(new Pair(one.from(), one.to()), 1, Integer::sum);
        } else if (calm && happening instanceof Happening.Delivered one) {
            delivered.merge(new Pair(one.from(), one.to()), 1, Integer::sum);
        } else if (happening instanceof Happening.Over) {
            return broken();
        }
        return Optional.empty();
    }

    private Optional<String> broken() {
        List<String> pairs = new ArrayList<>();
        sent.forEach((pair, count) -> {
            if (standing.contains(pair) && delivered.getOrDefault(pair, 0) == 0) {
                pairs.add(pair.from() + " to " + pair.to());
            }
        });
        return pairs.isEmpty() ? Optional.empty() : Optional.of("nothing comes any more from " + pairs);
    }
}
