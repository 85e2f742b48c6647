package io.comity.node;

import io.comity.identity.NodeId;
import io.comity.mission.Chain;
import io.comity.transport.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;

/** The {@link Carols} in a process of their own. Each order is one flood, answered by how many casts were throttled. */
final class CarolsMain {
    private CarolsMain() {}

    /** @param args where Alice listens, her id, Bob's chain, milliseconds of a flood */
    public static void main(String[] args) throws Exception {
        Address at = Address.parse(args[0]).orElseThrow();
        NodeId alice = NodeId.parse(args[1]).toOptional().orElseThrow();
        Chain bobs = Chain.parse(args[2], Instant.now()).toOptional().orElseThrow();
        Carols carols = new Carols(at, alice, bobs);
        Fork.serve(() -> {
            long throttled = 0;
            for (Future<Long> flood : carols.flood(Duration.ofMillis(Long.parseLong(args[3])))) {
                throttled += flood.get();
            }
            return Long.toString(throttled);
        });
    }
}
