package io.comity.sim;

import io.comity.config.Section;
import io.comity.config.Settings;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.node.Node;
import io.comity.transport.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A machine with a node on it, which may be started, stopped and killed again and again. Its key and its disk stay. */
public final class SimNode {
    /** How an end without a goodbye comes. */
    public enum Crash {
        /** The process is killed: what it wrote is written, and others hear that their connections are gone. */
        KILLED,
        /** The power fails: what was not on the disk is lost, and nobody hears anything. */
        POWER
    }

    private static final Section SETTINGS = Settings.load(
            null,
            Map.of("comity.transports", List.of("memory"), "comity.control", false, "comity.detached.over", List.of()),
            Map.of(),
            SimNode.class.getClassLoader());

    private final World world;
    private final String name;
    private final KeyHolder key;
    private final MachineClock clock;
    private final SimDisk disk;
    private @Nullable Boot boot;
    private @Nullable Node node;
    private int boots;

    SimNode(World world, String name) {
        this.world = world;
        this.name = name;
        this.key = MemoryKeyHolder.generate(world.lot().secure("key of " + name));
        this.clock = new MachineClock(world.timeline());
        this.disk = new SimDisk(world.timeline(), world.lot().of("disk of " + name));
    }

    public String name() {
        return name;
    }

    public NodeId id() {
        return key.nodeId();
    }

    KeyHolder key() {
        return key;
    }

    SimDisk disk() {
        return disk;
    }

    /** Where others reach it, while it runs. */
    public Address address() {
        return SimTransport.address(name);
    }

    public boolean isUp() {
        return node != null;
    }

    /**
     * The node that runs there now, as a program of its owner has it: what waits lets time pass.
     *
     * @throws IllegalStateException while none does
     */
    public Node node() {
        if (node == null) {
            throw new IllegalStateException(name + " is down; start it first");
        }
        return node;
    }

    /** How often it was started. */
    public int boots() {
        return boots;
    }

    /**
     * Does nothing while it runs.
     *
     * @throws RuntimeException as {@link Node#start} does: when its disk is full, say; it is then still down
     */
    public void start() {
        if (node != null) {
            return;
        }
        boots++;
        Boot begun = new Boot(
                world,
                clock,
                world.lot().secure("chance of " + name + ", boot " + boots),
                one -> new SimTransport(world.network(), name, one));
        world.trace().event(world.timeline().nanos(), name + " starts");
        try {
            node = Node.start(SETTINGS, Path.of("/simulated", name), key, disk, begun);
            boot = begun;
        } catch (RuntimeException cannotStart) {
            begun.end();
            world.network().died(name, begun, true);
            throw cannotStart;
        }
    }

    /** Says goodbye and ends; does nothing while it is down. */
    public void stop() {
        Node running = node;
        if (running != null) {
            world.trace().event(world.timeline().nanos(), name + " stops");
            node = null;
            running.close();
            Objects.requireNonNull(boot).end();
        }
    }

    /** Ends without a word; does nothing while it is down. */
    public void crash(Crash how) {
        Boot running = boot;
        if (node != null && running != null) {
            world.trace().event(world.timeline().nanos(), name + " crashes: " + how);
            node = null;
            running.end();
            if (how == Crash.POWER) {
                disk.powerFails();
            } else {
                disk.flush();
            }
            world.network().died(name, running, how == Crash.KILLED);
        }
    }

    /** Sets its clock ahead, or back. */
    public void setClock(Duration by) {
        clock.jump(by);
    }
}
