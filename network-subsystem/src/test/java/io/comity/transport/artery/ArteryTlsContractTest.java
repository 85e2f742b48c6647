package io.comity.transport.artery;

import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.transport.Transport;
import io.comity.transport.TransportContractTest;
import io.comity.transport.artery.ArteryTlsTransport.Settings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

final class ArteryTlsContractTest extends TransportContractTest {
    private static final Settings SETTINGS =
            Settings.defaults().limits(32, 16, 64).dialTimeout(Duration.ofSeconds(10));

    private final Map<Transport, NodeId> nodes = new HashMap<>();

    @Override
    protected Transport make() {
        MemoryKeyHolder key = MemoryKeyHolder.generate(new SecureRandom());
        Transport made =
                new ArteryTlsTransport(SETTINGS, key.nodeId(), key::sign, node -> false, node -> true, refused -> {});
        nodes.put(made, key.nodeId());
        return made;
    }

    @Override
    protected NodeId nodeAt(Transport transport) {
        return nodes.getOrDefault(transport, super.nodeAt(transport));
    }
}
