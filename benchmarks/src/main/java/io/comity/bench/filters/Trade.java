package io.comity.bench.filters;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/** What is published: of a size and with fields as messages of a market or a chain have them. */
sealed interface Trade {
    enum Side {
        BUY,
        SELL
    }

    record Party(String account, Optional<String> note) {}

    record Order(
            long order, Party party, Side side, long price, BigInteger amount, String route, Instant at, byte[] proof)
            implements Trade {}

    record Heartbeat(Instant at) implements Trade {}
}
