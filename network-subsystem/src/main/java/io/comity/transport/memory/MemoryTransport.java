package io.comity.transport.memory;

import io.comity.identity.NodeId;
import io.comity.transport.Address;
import io.comity.transport.Transport;
import io.comity.transport.Wire;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Wires between nodes of one JVM. The port of an address is a number this process gives out. */
public final class MemoryTransport implements Transport {
    public static final String NAME = "memory";

    private record Listener(MemoryTransport owner, Consumer<Wire> accepted) {}

    private static final Map<Integer, Listener> LISTENERS = new ConcurrentHashMap<>();
    private static final AtomicInteger PORTS = new AtomicInteger(1);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread created = new Thread(task, "comity-memory");
        created.setDaemon(true);
        return created;
    });
    private final Set<MemoryWire> wires = ConcurrentHashMap.newKeySet();
    private final int port = PORTS.getAndIncrement();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CompletionStage<Address> listen(Consumer<Wire> accepted) {
        LISTENERS.put(port, new Listener(this, accepted));
        return CompletableFuture.completedFuture(new Address(NAME, "localhost", port));
    }

    @Override
    public CompletionStage<Wire> dial(Address address, NodeId expected) {
        Listener listener = LISTENERS.get(address.port());
        if (listener == null) {
            return CompletableFuture.failedFuture(
                    new IOException("cannot reach " + address + " (nobody listens there)"));
        }
        MemoryWire near = newWire(address.toString());
        MemoryWire far = listener.owner().newWire(NAME + "://localhost:" + port);
        near.join(far);
        far.join(near);
        listener.accepted().accept(far);
        return CompletableFuture.completedFuture(near);
    }

    private MemoryWire newWire(String remote) {
        MemoryWire wire = new MemoryWire(thread, remote, wires::remove);
        wires.add(wire);
        return wire;
    }

    @Override
    public CompletionStage<Void> close() {
        LISTENERS.remove(port);
        if (thread.isShutdown()) {
            return CompletableFuture.completedFuture(null);
        }
        wires.forEach(MemoryWire::close);
        CompletionStage<Void> allToldOfTheirEnd = CompletableFuture.runAsync(() -> {}, thread);
        thread.shutdown();
        return allToldOfTheirEnd;
    }
}
