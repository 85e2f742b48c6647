package io.comity.transport.artery;

import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.transport.Transport;
import io.comity.transport.TransportContractTest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The contract of all transports, for one kind of Artery. */
abstract class ArteryContract extends TransportContractTest {
    private final Map<Transport, NodeId> nodes = new HashMap<>();
    private final ArteryTransport.Settings settings;

    ArteryContract(ArteryKind kind) {
        settings = ArteryTransport.Settings.defaults(kind).limits(32, 16, 64).dialTimeout(Duration.ofSeconds(10));
    }

    @Override
    protected Transport make() {
        MemoryKeyHolder key = MemoryKeyHolder.generate(new SecureRandom());
        Transport made =
                new ArteryTransport(settings, key.nodeId(), key::sign, node -> false, node -> true, refused -> {});
        nodes.put(made, key.nodeId());
        return made;
    }

    @Override
    protected NodeId nodeAt(Transport transport) {
        return nodes.getOrDefault(transport, super.nodeAt(transport));
    }

    @Override
    protected boolean holdsBack() {
        return false;
    }
}
