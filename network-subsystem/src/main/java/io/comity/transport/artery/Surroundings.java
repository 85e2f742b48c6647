package io.comity.transport.artery;

import io.comity.identity.NodeId;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What the peers of one boot need of the world.
 *
 * @param banned nodes that end at the certificate
 * @param known nodes that never count as strangers
 * @param dispatcher runs what wires say to their owners; never refuses
 */
record Surroundings(
        ArteryKind kind,
        NodeId self,
        Limits limits,
        Predicate<NodeId> banned,
        Predicate<NodeId> known,
        LongSupplier nanoTime,
        Executor dispatcher) {}
