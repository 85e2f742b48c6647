package io.comity.sim;

import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** What an adversary has to work with: every wire, time, chance, keys of its own, and nothing that is secret. */
public final class Ether {
    private final World world;
    private final Simulation simulation;
    private final String adversary;

    Ether(World world, Simulation simulation, String adversary) {
        this.world = world;
        this.simulation = simulation;
        this.adversary = adversary;
    }

    /** Sees every frame from now on, and decides what goes on instead. */
    public void tap(Tap tap) {
        world.network().tap(tap);
    }

    /** Does something once, so long from now. */
    public void after(Duration delay, Runnable deed) {
        world.timeline().after(delay, deed);
    }

    /** Its own, from the seed. */
    public SplittableRandom chance() {
        return world.lot().of("chance of " + adversary);
    }

    /** A key that it made, like anybody may. */
    public KeyHolder key(String which) {
        return MemoryKeyHolder.generate(world.lot().secure(adversary + "'s key " + which));
    }

    /** Nodes' names and keys are no secret. */
    public List<String> nodes() {
        return simulation.names();
    }

    public NodeId idOf(String node) {
        return simulation.node(node).id();
    }

    /**
     * Opens a connection and has {@code heard} called with each frame that comes back, also with none when it ends.
     *
     * @return what sends a frame there
     */
    public Consumer<byte[]> dial(String node, Consumer<byte[]> heard) {
        return world.network().strangerDials(adversary, node, heard);
    }
}
