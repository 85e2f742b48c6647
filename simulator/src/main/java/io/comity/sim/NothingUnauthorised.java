package io.comity.sim;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Nobody's message is delivered to whom its owner never let send. */
public final class NothingUnauthorised implements Invariant {
    private final Set<Pair> granted = new HashSet<>();

    @Override
    public Optional<String> after(Happening happening) {
        if (happening instanceof Happening.Granted one) {
            granted.add(new Pair(one.holder(), one.owner()));
        } else if (happening instanceof Happening.Delivered one && !granted.contains(new Pair(one.from(), one.to()))) {
            return Optional.of(one.to() + " was told something by " + one.from() + ", which has no right to it");
        }
        return Optional.empty();
    }
}
