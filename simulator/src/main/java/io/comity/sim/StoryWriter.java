package io.comity.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** Draws a story from a seed: who there is, who may write to whom, what they say, and what goes wrong meanwhile. */
final class StoryWriter {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");
    private static final List<String> VILLAINS = List.of("mallory", "trudy", "liar");

    /** How long something stays wrong. */
    private static final int LONGEST_FAULT_MILLIS = 40_000;

    private static final int LARGE = 100_000;

    private final long seed;
    private final SplittableRandom chance;
    private final List<String> nodes;
    private final List<Story.Step> steps = new ArrayList<>();
    private final long end;

    StoryWriter(long seed) {
        this.seed = seed;
        this.chance = new Lot(seed).of("story");
        this.nodes = NAMES.subList(0, 2 + Math.min(chance.nextInt(3), chance.nextInt(3)));
        this.end = 30_000 + chance.nextInt(90_000);
    }

    Story write() {
        List<String> adversaries =
                VILLAINS.stream().filter(villain -> chance.nextInt(4) == 0).toList();
        grants();
        for (int i = 0, talks = 6 + chance.nextInt(18); i < talks; i++) {
            talk();
        }
        for (int i = 0, faults = chance.nextInt(8); i < faults; i++) {
            fault();
        }
        for (int i = 0, revocations = chance.nextInt(3); i < revocations; i++) {
            step(time(), "revoke", one(), one());
        }
        steps.sort(Comparator.comparingLong(Story.Step::atMillis));
        return new Story(seed, nodes, adversaries, steps, end);
    }

    private void grants() {
        for (String owner : nodes) {
            for (String holder : nodes) {
                if (!owner.equals(holder) && chance.nextInt(4) > 0) {
                    step(chance.nextInt(3_000), "grant", owner, holder);
                }
            }
        }
    }

    private void talk() {
        String what = chance.nextInt(3) == 0 ? "ask" : "say";
        int size = chance.nextInt(12) == 0 ? chance.nextInt(LARGE) : chance.nextInt(200);
        step(time(), what, one(), one(), "" + (1 + chance.nextInt(8)), "" + size);
    }

    private void fault() {
        long at = time();
        long until = at + 1 + chance.nextInt(LONGEST_FAULT_MILLIS);
        String node = one();
        switch (chance.nextInt(9)) {
            case 0 -> during(at, until, "weather", Condition.ROUGH.toString(), Condition.FAIR.toString());
            case 1 -> during(at, until, "weather", Condition.STORMY.toString(), Condition.FAIR.toString());
            case 2 -> {
                // One direction, or both.
                String other = one();
                cut(at, until, node, other);
                if (chance.nextBoolean()) {
                    cut(at, until, other, node);
                }
            }
            case 3 -> {
                step(at, "crash", node, "KILLED");
                step(until, "start", node);
            }
            case 4, 5 -> {
                step(at, "crash", node, "POWER");
                if (chance.nextInt(3) == 0) {
                    // A small machine without a battery forgets the time.
                    step(until, "clock", node, "-" + chance.nextInt(3_600_000));
                }
                step(until, "start", node);
            }
            case 6 -> {
                step(at, "stop", node);
                step(until, "start", node);
            }
            case 7 -> step(at, "clock", node, "" + (chance.nextInt(7_200_000) - 3_600_000));
            default -> {
                SimDisk.State state = SimDisk.State.values()[1 + chance.nextInt(3)];
                step(at, "disk", node, state.name());
                step(until, "disk", node, SimDisk.State.SOUND.name());
            }
        }
    }

    private void cut(long at, long until, String from, String to) {
        step(at, "cut", from, to);
        step(until, "heal", from, to);
    }

    private void during(long at, long until, String what, String then, String later) {
        step(at, (what + " " + then).split(" "));
        step(until, (what + " " + later).split(" "));
    }

    private void step(long at, String... words) {
        steps.add(new Story.Step(at, List.of(words)));
    }

    private long time() {
        return 3_000 + chance.nextLong(end - 3_000);
    }

    private String one() {
        return nodes.get(chance.nextInt(nodes.size()));
    }
}
