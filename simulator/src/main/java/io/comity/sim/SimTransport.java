package io.comity.sim;

import io.comity.identity.NodeId;
import io.comity.transport.Address;
import io.comity.transport.Transport;
import io.comity.transport.Wire;
import io.comity.transport.memory.MemoryTransport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The wires of one life of a node. The host of an address is the name of a node. */
final class SimTransport implements Transport {
    private final Network network;
    private final String host;
    private final Boot boot;

    SimTransport(Network network, String host, Boot boot) {
        this.network = network;
        this.host = host;
        this.boot = boot;
    }

    @Override
    public String name() {
        return MemoryTransport.NAME;
    }

    static Address address(String host) {
        return new Address(MemoryTransport.NAME, host, 1);
    }

    @Override
    public CompletionStage<Address> listen(Consumer<Wire> accepted) {
        network.listen(host, boot, accepted);
        return CompletableFuture.completedFuture(address(host));
    }

    @Override
    public CompletionStage<Wire> dial(Address address, NodeId expected) {
        return network.dial(host, boot, address.host());
    }

    @Override
    public CompletionStage<Void> close() {
        network.leave(host, boot);
        return CompletableFuture.completedFuture(null);
    }
}
