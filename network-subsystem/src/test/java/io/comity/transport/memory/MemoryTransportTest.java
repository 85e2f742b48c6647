package io.comity.transport.memory;

import io.comity.transport.Transport;
import io.comity.transport.TransportContractTest;

final class MemoryTransportTest extends TransportContractTest {
    @Override
    protected Transport make() {
        return new MemoryTransport();
    }

    @Override
    protected boolean holdsBack() {
        return false;
    }
}
