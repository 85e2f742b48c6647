package io.comity.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** What the network does to frames today: between which hosts nothing passes, how long it takes, and what gets lost or worse. */
final class Weather {
    /** @param delay from now */
    record Arrival(long delay, byte[] frame) {}

    private static final long MICRO = 1_000;

    private record Way(String from, String to) {}

    private record Stream(String from, String to, long wire) {}

    private final SplittableRandom chance;
    private final Map<Way, Condition> conditions = new HashMap<>();
    private final Set<Way> cuts = new HashSet<>();
    private final Map<Stream, Long> lastArrivals = new HashMap<>();
    private Condition everywhere = Condition.FAIR;

    Weather(SplittableRandom chance) {
        this.chance = chance;
    }

    void everywhere(Condition condition) {
        everywhere = condition;
        conditions.clear();
    }

    void between(String from, String to, Condition condition) {
        conditions.put(new Way(from, to), condition);
    }

    /** In this direction only. */
    void cut(String from, String to) {
        cuts.add(new Way(from, to));
    }

    void heal(String from, String to) {
        cuts.remove(new Way(from, to));
    }

    void healAll() {
        cuts.clear();
    }

    boolean isCut(String from, String to) {
        return cuts.contains(new Way(from, to));
    }

    private Condition condition(String from, String to) {
        return conditions.getOrDefault(new Way(from, to), everywhere);
    }

    long delay(String from, String to) {
        Condition now = condition(from, to);
        return MICRO * now.leastMicros() + (now.spreadMicros() == 0 ? 0 : chance.nextLong(MICRO * now.spreadMicros()));
    }

    /** After what is on its way already. */
    long behind(String from, String to, long wire, long nowNanos) {
        Stream stream = new Stream(from, to, wire);
        long at = Math.max(nowNanos + delay(from, to), lastArrivals.getOrDefault(stream, 0L) + 1);
        lastArrivals.put(stream, at);
        return at - nowNanos;
    }

    List<Arrival> carry(String from, String to, long wire, byte[] frame, long nowNanos) {
        Condition now = condition(from, to);
        if (isCut(from, to) || happens(now.lost())) {
            return List.of();
        }
        byte[] arriving = happens(now.altered()) ? altered(frame) : frame;
        long delay = happens(now.overtaken())
                ? delay(from, to) + 2 * MICRO * now.spreadMicros()
                : behind(from, to, wire, nowNanos);
        return happens(now.twice())
                ? List.of(new Arrival(delay, arriving), new Arrival(delay + delay(from, to), arriving))
                : List.of(new Arrival(delay, arriving));
    }

    private boolean happens(int ofMillion) {
        return ofMillion > 0 && chance.nextInt(Condition.OF) < ofMillion;
    }

    private byte[] altered(byte[] frame) {
        byte[] other = frame.clone();
        if (other.length > 0) {
            other[chance.nextInt(other.length)] ^= (byte) (1 << chance.nextInt(Byte.SIZE));
        }
        return other;
    }
}
