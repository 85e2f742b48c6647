package io.comity.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whole nodes, on one thread, in a time that passes only while something happens. Everything that chance decides, from keys to the
 * order in which actors take their turns, is decided by the seed, so that one seed is one story.
 *
 * <pre>
 * Simulation simulation = Simulation.seeded(7).nodes("alice", "bob").adversary(new Trudy()).weather(Condition.ROUGH);
 * simulation.node("alice").node().spawn("greeter", Greeter.Command.class, Greeter.create());
 * simulation.run(Duration.ofMinutes(10));
 * </pre>
 *
 * <p>Belongs to the thread that made it. Calls of nodes that wait for something, such as {@code accept}, let time pass while they do.
 */
public final class Simulation {
    private static final int REMEMBERED = 40;

    /** Counters are looked at after so many steps, since each takes as long as a step; everything else after each. */
    private static final int COUNT_EVERY = 16;

    private final long seed;
    private final World world;
    private final Map<String, SimNode> nodes = new LinkedHashMap<>();
    private final List<Invariant> invariants = new ArrayList<>();
    private long steps;
    private @Nullable Violation violation;

    private Simulation(long seed, int remembered) {
        this.seed = seed;
        this.world = new World(seed, remembered);
        world.afterEach(this::look);
    }

    public static Simulation seeded(long seed) {
        return new Simulation(seed, REMEMBERED);
    }

    /** Machines of these names, each with a key of its own, and starts their nodes. A name is made of a-z, 0-9 and '-'. */
    public Simulation nodes(String... names) {
        for (String name : names) {
            machine(name).start();
        }
        return this;
    }

    /** A machine whose node is not started yet. */
    public SimNode machine(String name) {
        if (!name.matches("[a-z][a-z0-9-]{0,31}") || nodes.containsKey(name)) {
            throw new IllegalArgumentException(
                    "a machine is called a-z, then a-z, 0-9 and '-', and as no other, not '" + name + "'");
        }
        SimNode made = new SimNode(world, name);
        nodes.put(name, made);
        return made;
    }

    public SimNode node(String name) {
        SimNode found = nodes.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there is no " + name + " here; there are " + nodes.keySet());
        }
        return found;
    }

    List<String> names() {
        return List.copyOf(nodes.keySet());
    }

    /** Lets somebody in who keeps to no rule. */
    public Simulation adversary(Adversary adversary) {
        adversary.enter(
                new Ether(world, this, adversary.getClass().getSimpleName().toLowerCase(Locale.ROOT)));
        return this;
    }

    public Simulation invariant(Invariant invariant) {
        invariants.add(invariant);
        return this;
    }

    /** Between all machines, from now on. */
    public Simulation weather(Condition everywhere) {
        world.network().weather().everywhere(everywhere);
        return this;
    }

    /** From now on nothing passes in this direction. */
    public Simulation cut(String from, String to) {
        world.network().weather().cut(node(from).name(), node(to).name());
        return this;
    }

    public Simulation heal(String from, String to) {
        world.network().weather().heal(node(from).name(), node(to).name());
        return this;
    }

    public Simulation healAll() {
        world.network().weather().healAll();
        return this;
    }

    /** Does something once, so long from now. It must not wait: what waits is called between runs. */
    public Simulation after(Duration delay, Runnable deed) {
        world.timeline().after(delay, deed);
        return this;
    }

    /**
     * Lets that much time pass.
     *
     * @throws Violation when an invariant does not hold any more
     */
    public Simulation run(Duration duration) {
        world.run(duration);
        return this;
    }

    /** Since the beginning. */
    public Duration time() {
        return Duration.ofNanos(world.timeline().nanos());
    }

    public Trace trace() {
        return world.trace();
    }

    World world() {
        return world;
    }

    /** Tells all invariants, and whoever reads the trace. */
    public void happened(Happening happening) {
        world.trace().event(world.timeline().nanos(), happening.toString());
        tell(happening);
    }

    private void tell(Happening happening) {
        for (Invariant invariant : invariants) {
            require(invariant, invariant.after(happening));
        }
    }

    private void require(Invariant invariant, Optional<String> wrong) {
        if (wrong.isPresent()) {
            // Thrown in an actor it would be that actor's end and no more.
            violation = violation(invariant.name(), wrong.get());
            throw violation;
        }
    }

    /** Says what went before it. */
    Violation violation(String invariant, String what) {
        return new Violation(
                seed, world.timeline().nanos(), invariant, what, world.trace().last());
    }

    private void look() {
        if (violation != null) {
            throw violation;
        }
        for (Invariant invariant : invariants) {
            require(invariant, invariant.always());
        }
        boolean isCounted = ++steps % COUNT_EVERY == 0;
        for (SimNode node : nodes.values()) {
            if (node.isUp()) {
                look(node, isCounted);
            }
        }
    }

    private void look(SimNode node, boolean isCounted) {
        if (isCounted) {
            tell(new Happening.Counted(node.name(), node.node().counters()));
        }
        tell(new Happening.Held(
                node.name(), world.network().wiresOf(node.name()), node.disk().waiting()));
    }
}
