package io.comity.dissemination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import java.util.stream.LongStream;

/**
 * A thousand nodes that join one after the other, publish, die and lie. {@code -Dcomity.dissemination.seed=N} repeats a run, {@code
 * -Dcomity.dissemination.seeds=20} makes as many, one after the other, {@code -Dcomity.dissemination.nodes=N} makes it greater.
 */
final class DisseminationSimulationTest {
    private static final long SEED = Long.getLong("comity.dissemination.seed", System.nanoTime());
    private static final int SEEDS = Integer.getInteger("comity.dissemination.seeds", 1);
    private static final int NODES = Integer.getInteger("comity.dissemination.nodes", 1000);
    private static final int PUBLISHERS = 5;
    private static final double MAX_REDUNDANCY = 1.2;
    private static final int WARM = 50;
    private static final int MEASURED = 50;

    private static LongStream seeds() {
        return LongStream.range(SEED, SEED + SEEDS);
    }

    private Simulation joined(long seed) {
        Simulation world = new Simulation(NODES, seed);
        for (int number = 0; number < NODES; number++) {
            world.start(number, Membership.Settings.DEFAULT, Tree.Settings.DEFAULT);
            if (number > 0) {
                world.join(number, world.random.nextInt(number));
            }
            world.run(Duration.ofMillis(20));
        }
        world.run(Duration.ofSeconds(30));
        return world;
    }

    private List<Publication> publish(Simulation world, int count) {
        List<Publication> published = new ArrayList<>();
        for (int message = 0; message < count; message++) {
            int publisher = publisher(world, message % PUBLISHERS);
            BitSet due = world.honestPart(publisher);
            published.add(world.publish(publisher, due));
            world.run(Duration.ofMillis(200));
        }
        return published;
    }

    private int publisher(Simulation world, int place) {
        int found = place * NODES / PUBLISHERS;
        while (!world.isHonest(found)) {
            found++;
        }
        return found;
    }

    private void assertEverybodyHas(Simulation world, List<Publication> published) {
        for (Publication publication : published) {
            BitSet missing = publication.missing(world.alive);
            assertThat(missing.cardinality())
                    .as("%s at %d ms is missing at %s", publication.slot, publication.atNs / Simulation.MS, missing)
                    .isZero();
        }
    }

    private double redundancy(Simulation world, List<Publication> published) {
        long sent = published.stream().mapToLong(publication -> publication.sent).sum();
        return (double) sent / published.size() / (world.alive.cardinality() - 1);
    }

    private void say(Simulation world, String what, List<Publication> published) {
        System.out.printf(
                "dissemination: %s: redundancy %.3f, hops %.1f, at most %d, slowest %d ms, grafts %.1f a message%n",
                what,
                redundancy(world, published),
                published.stream().mapToDouble(one -> (double) one.sumHops / NODES).average().orElse(0),
                published.stream().mapToInt(one -> one.mostHops).max().orElse(0),
                published.stream().mapToLong(one -> one.slowestNs).max().orElse(0) / Simulation.MS,
                published.stream().mapToInt(one -> one.grafted).average().orElse(0));
    }

    private void degrees(Simulation world) {
        int[] counts = new int[10];
        int eager = 0;
        for (int number = world.alive.nextSetBit(0); number >= 0; number = world.alive.nextSetBit(number + 1)) {
            counts[world.neighbours(number).size()]++;
            int self = number;
            eager += (int) world.neighbours(number).stream().filter(peer -> world.isEager(self, Nodes.number(peer))).count();
        }
        System.out.println("degrees " + java.util.Arrays.toString(counts) + " eager " + eager + " part "
                + world.honestPart(publisher(world, 0)).cardinality() + " suspects " + world.suspects + " wrong " + world.wronglySuspected + " alone " + world.alone);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everybodyGetsEverythingOnceAndHardlyAnythingTwice(long seed) {
        System.out.println("dissemination: seed " + seed);
        long t = System.nanoTime();
        Simulation world = joined(seed);
        degrees(world);
        System.out.println("joined " + (System.nanoTime() - t) / 1000000);
        say(world, "first", publish(world, 10));
        say(world, "first", publish(world, 10));
        List<Publication> warm = publish(world, WARM);
        say(world, "warm", warm);
        List<Publication> settled = publish(world, MEASURED);
        world.run(Duration.ofSeconds(10));
        say(world, "settled", settled);
        degrees(world);
        System.out.println("settled " + (System.nanoTime() - t) / 1000000);
        assertEverybodyHas(world, world.publications);
        assertThat(redundancy(world, settled)).isLessThanOrEqualTo(MAX_REDUNDANCY);

        for (int dead = 0; dead < NODES / 5; dead++) {
            int victim = world.random.nextInt(NODES);
            while (!world.alive.get(victim)) {
                victim = world.random.nextInt(NODES);
            }
            world.kill(victim);
        }
        for (int step = 0; step < 30; step++) {
            int from = world.publications.size();
            for (int message = 0; message < 5; message++) {
                world.publish(publisher(world, message), (BitSet) world.alive.clone());
                world.run(Duration.ofMillis(200));
            }
            say(world, "failure", world.publications.subList(from, from + 5));
        }
        degrees(world);
        List<Publication> repaired = publish(world, MEASURED);
        world.run(Duration.ofSeconds(10));
        say(world, "repaired", repaired);
        System.out.println("repaired " + (System.nanoTime() - t) / 1000000);
        assertEverybodyHas(world, world.publications);
        assertThat(redundancy(world, repaired)).isLessThanOrEqualTo(MAX_REDUNDANCY);
    }
}
