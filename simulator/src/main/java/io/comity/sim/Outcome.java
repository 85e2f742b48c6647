package io.comity.sim;

import java.time.Duration;
import java.util.Optional;

/**
 * How a story ended.
 *
 * @param hash of everything that happened, see {@link Trace}
 * @param delivered messages
 * @param simulated how long it took the nodes
 * @param violation what did not hold; the story ended there
 */
public record Outcome(String hash, long events, long delivered, Duration simulated, Optional<Violation> violation) {}
