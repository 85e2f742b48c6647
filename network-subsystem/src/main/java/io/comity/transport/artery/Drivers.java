package io.comity.transport.artery;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The actors that drive the TLS connections of one ActorSystem. Akka waits at its end until its peers have hung up
 * (SystemMessageDelivery completes its stream instead of failing it, and TLS ignores completion), which a hostile peer never
 * does; so the drivers are stopped until the system is gone.
 */
final class Drivers {
    /** Connections at one time, both directions; one more is closed at once. */
    static final int MAX_CONNECTIONS = 2_048;

    private static final int SWEEP_MILLIS = 50;

    private final Map<ActorRef, Connection> connections = new ConcurrentHashMap<>();

    /** False when there are too many. */
    boolean add(ActorRef driver, Connection connection) {
        if (connections.size() >= MAX_CONNECTIONS) {
            return false;
        }
        connections.put(driver, connection);
        return true;
    }

    Optional<Connection> remove(ActorRef driver) {
        return Optional.ofNullable(connections.remove(driver));
    }

    /** Stops them all, and those that may still come, until {@code system} has ended. */
    void sweep(ActorSystem system) {
        if (system.getWhenTerminated().toCompletableFuture().isDone()) {
            return;
        }
        connections.forEach((driver, connection) -> {
            connection.close();
            system.stop(driver);
        });
        CompletableFuture.delayedExecutor(SWEEP_MILLIS, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> sweep(system));
    }
}
