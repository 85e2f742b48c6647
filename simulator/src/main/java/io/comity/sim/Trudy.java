package io.comity.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Records what passes, and says it again: on the same wire later, and over connections of its own. */
public final class Trudy implements Adversary {
    /** One frame in so many is said again on its wire. */
    private static final int ONE_IN = 50;

    private static final int MAX_WIRES = 64;
    private static final int MAX_FRAMES = 32;
    private static final int LONGEST_NANOS = 3_000_000;
    private static final Duration EVERY = Duration.ofSeconds(20);

    private record Way(String to, long wire) {}

    private final Map<Way, List<byte[]>> recorded = new LinkedHashMap<>();

    @Override
    public void enter(Ether ether) {
        SplittableRandom chance = ether.chance();
        ether.tap((from, to, wire, one) -> {
            record(new Way(to, wire), one.frame());
            return chance.nextInt(ONE_IN) == 0
                    ? List.of(one, new Tap.Passing(one.frame(), chance.nextInt(LONGEST_NANOS)))
                    : List.of(one);
        });
        ether.after(EVERY, () -> replay(ether, chance));
    }

    private void record(Way way, byte[] frame) {
        if (recorded.size() < MAX_WIRES || recorded.containsKey(way)) {
            List<byte[]> frames = recorded.computeIfAbsent(way, made -> new ArrayList<>());
            if (frames.size() < MAX_FRAMES) {
                frames.add(frame);
            }
        }
    }

    /** All that was said to a node on one wire, in its order, on another. */
    private void replay(Ether ether, SplittableRandom chance) {
        if (!recorded.isEmpty()) {
            Way way = List.copyOf(recorded.keySet()).get(chance.nextInt(recorded.size()));
            Consumer<byte[]> wire = ether.dial(way.to(), frame -> {});
            long delay = 0;
            for (byte[] frame : recorded.getOrDefault(way, List.of())) {
                delay += LONGEST_NANOS;
                ether.after(Duration.ofNanos(delay), () -> wire.accept(frame));
            }
        }
        ether.after(EVERY, () -> replay(ether, chance));
    }
}
