package io.comity.sim;

import java.util.Optional;

/** However much goes wrong, a node holds no more connections and no more writes than it may. */
public final class MemoryIsBounded implements Invariant {
    private final int maxWires;
    private final int maxWrites;

    /**
     * @param maxWires ends of connections of one node
     * @param maxWrites of one node that wait for its disk
     */
    public MemoryIsBounded(int maxWires, int maxWrites) {
        this.maxWires = maxWires;
        this.maxWrites = maxWrites;
    }

    @Override
    public Optional<String> after(Happening happening) {
        return happening instanceof Happening.Held held && (held.wires() > maxWires || held.writes() > maxWrites)
                ? Optional.of(held.node() + " holds " + held.wires() + " connections and " + held.writes() + " writes")
                : Optional.empty();
    }
}
