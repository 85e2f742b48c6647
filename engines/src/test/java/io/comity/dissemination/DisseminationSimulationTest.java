package io.comity.dissemination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A thousand nodes that join one after the other, publish, die and lie. {@code -Dcomity.dissemination.seed=N} repeats a run,
 * {@code -Dcomity.dissemination.seeds=20} makes as many, from that seed on, {@code -Dcomity.dissemination.nodes=N} makes the
 * network greater. Without a property every run is the same one.
 */
final class DisseminationSimulationTest {
    private static final long SEED = Long.getLong("comity.dissemination.seed", 5);
    private static final int SEEDS = Integer.getInteger("comity.dissemination.seeds", 1);
    private static final int NODES = Integer.getInteger("comity.dissemination.nodes", 1000);

    private static final int SMALL_NETWORKS = 10;
    private static final int SMALL = 100;

    private static final int PUBLISHERS = 5;
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final Duration SETTLING = Duration.ofSeconds(60);
    private static final Duration CALM = Duration.ofSeconds(8);
    private static final int FEW = 2 * PUBLISHERS;
    private static final int MANY = 8 * PUBLISHERS;
    private static final double MAX_REDUNDANCY = 1.2;
    private static final double SLOWER = 1.5;

    private Simulation world = new Simulation(0, 0);

    private static LongStream seeds() {
        return LongStream.range(SEED, SEED + SEEDS);
    }

    /** @param villains how many of a hundred are */
    private void build(long seed, int nodes, int villains) {
        world = new Simulation(nodes, seed);
        for (int number = 0; number < nodes; number++) {
            if (world.random.nextInt(100) < villains) {
                Villain[] kinds = Villain.values();
                world.villains.put(number, kinds[world.random.nextInt(kinds.length)]);
            }
            world.start(number, MembershipSettings.DEFAULT, TreeSettings.DEFAULT);
            if (number > 0) {
                world.join(number, world.random.nextInt(number));
            }
            world.run(Duration.ofMillis(20));
        }
        world.run(SETTLING);
    }

    /** @param due who has to get what this node publishes now */
    private List<Publication> publish(int count, IntUnaryOperator publisher, IntFunction<BitSet> due) {
        List<Publication> published = new ArrayList<>();
        for (int message = 0; message < count; message++) {
            int number = publisher.applyAsInt(message % PUBLISHERS);
            published.add(world.publish(number, due.apply(number)));
            world.run(BETWEEN);
        }
        return published;
    }

    private List<Publication> publish(int count) {
        return publish(count, this::publisher, number -> (BitSet) world.alive.clone());
    }

    private int publisher(int place) {
        int number = place * NODES / PUBLISHERS;
        while (!world.isHonest(number)) {
            number++;
        }
        return number;
    }

    private void killOneInFive() {
        for (int dead = 0; dead < NODES / 5; dead++) {
            int number = world.random.nextInt(NODES);
            while (!world.alive.get(number)) {
                number = world.random.nextInt(NODES);
            }
            world.kill(number);
        }
    }

    private void assertAllCame(long seed) {
        for (Publication publication : world.publications) {
            assertThat(publication.missing(world.alive).stream().boxed())
                    .as("nodes without %s, seed %d", publication.slot, seed)
                    .isEmpty();
        }
    }

    private double redundancy(List<Publication> published) {
        long sent =
                published.stream().mapToLong(publication -> publication.sent).sum();
        return (double) sent / published.size() / (world.alive.cardinality() - 1);
    }

    private static long slowestNs(List<Publication> published) {
        return published.stream()
                .mapToLong(publication -> publication.slowestNs)
                .max()
                .orElse(0);
    }

    private void say(String when, List<Publication> published) {
        double hops = published.stream()
                .mapToDouble(publication -> (double) publication.sumHops / publication.delivered.cardinality())
                .average()
                .orElse(0);
        int mostHops = published.stream()
                .mapToInt(publication -> publication.mostHops)
                .max()
                .orElse(0);
        System.out.printf(
                "dissemination: %s: redundancy %.3f, %.1f hops, at most %d, at most %d ms, %d grafts for %d messages%n",
                when,
                redundancy(published),
                hops,
                mostHops,
                slowestNs(published) / Simulation.MS,
                world.grafted,
                published.size());
        world.grafted = 0;
    }

    /** From when on messages come nearly as fast as before. */
    private static long repairedNs(long sinceNs, long beforeNs, List<Publication> published) {
        return published.stream()
                .filter(publication -> publication.slowestNs > SLOWER * beforeNs)
                .mapToLong(publication -> publication.atNs + publication.slowestNs - sinceNs)
                .max()
                .orElse(0);
    }

    /** In a small network that grows, neighbours give way all the time, and what falls apart has to meet again. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whoeverJoinsIsPartOfTheWhole(long seed) {
        for (int network = 0; network < SMALL_NETWORKS; network++) {
            build(seed + network, SMALL, 0);
            assertThat(world.honestPart(0).cardinality())
                    .as("seed %d", seed + network)
                    .isEqualTo(SMALL);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everybodyGetsEverythingOnceAlsoWhenOneInFiveDies(long seed) {
        System.out.println("dissemination: seed " + seed);
        build(seed, NODES, 0);
        List<Publication> first = publish(FEW);
        say("first", first);
        List<Publication> settled = publish(MANY);
        world.run(CALM);
        say("settled", settled);
        assertAllCame(seed);
        assertThat(redundancy(settled)).as("seed %d", seed).isLessThanOrEqualTo(MAX_REDUNDANCY);

        killOneInFive();
        long failureNs = world.nowNs;
        List<Publication> failure = publish(2 * MANY);
        say("one in five dies", failure);
        List<Publication> repaired = publish(MANY);
        world.run(CALM);
        say("repaired", repaired);
        System.out.printf(
                "dissemination: repaired %d ms after the failure%n",
                repairedNs(failureNs, slowestNs(settled), failure) / Simulation.MS);
        assertAllCame(seed);
        assertThat(redundancy(repaired)).as("seed %d", seed).isLessThanOrEqualTo(MAX_REDUNDANCY);
        assertThat(world.suspects).as("nobody is blamed, seed %d", seed).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverThreeInTenDoWhoeverHasAnHonestPathGetsEverythingOnce(long seed) {
        System.out.println("dissemination: seed " + seed);
        build(seed, NODES, 30);
        List<Publication> published = publish(2 * MANY, this::publisher, world::honestPart);
        world.run(CALM);
        // Whoever lost its last honest neighbour while a message was under way had no path for it.
        BitSet still = world.honestPart(publisher(0));
        world.run(CALM);
        still.and(world.honestPart(publisher(0)));
        assertThat(still.cardinality()).isGreaterThan((NODES - world.villains.size()) * 19 / 20);
        published.forEach(publication -> publication.due.and(still));
        say("three in ten lie", published);
        System.out.println("dissemination: suspects " + world.suspects + ", honest of them " + world.wronglySuspected);
        assertAllCame(seed);
        int honest = NODES - world.villains.size();
        assertThat(published.get(0).due.cardinality())
                .as("the run says something")
                .isGreaterThan(honest / 2);
    }
}
