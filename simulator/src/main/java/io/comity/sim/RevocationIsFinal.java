package io.comity.sim;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Once an owner has heard that a right is gone, nothing comes under it: not from that moment on, and, where it also heard that this is
 * written, not in any life of its node. A disk that lost what it had said to be safe is an excuse for the lives after that.
 */
public final class RevocationIsFinal implements Invariant {
    private final Set<Pair> gone = new HashSet<>();
    private final Set<Pair> stored = new HashSet<>();

    @Override
    public Optional<String> after(Happening happening) {
        if (happening instanceof Happening.Revoked one) {
            Pair pair = new Pair(one.holder(), one.owner());
            gone.add(pair);
            if (one.isStored()) {
                stored.add(pair);
            }
        } else if (happening instanceof Happening.Ended one) {
            gone.removeIf(pair -> pair.to().equals(one.node()) && (one.lostWrites() || !stored.contains(pair)));
            stored.removeIf(pair -> pair.to().equals(one.node()) && one.lostWrites());
        } else if (happening instanceof Happening.Delivered one
                && one.isMarked()
                && gone.contains(new Pair(one.from(), one.to()))) {
            return Optional.of(one.to() + " was told " + one.number() + " by " + one.from()
                    + " after it had taken back the right to it");
        }
        return Optional.empty();
    }
}
