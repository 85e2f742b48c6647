package io.comity.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import io.comity.transport.Transport;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;

/**
 * What a node stands on beside its key and its store: time, chance, threads, wires. A {@link Machine} in life; a simulation puts its
 * own here, and the same node then runs in its time and on its one thread.
 */
public interface Platform {
    /** The machine that this process runs on. */
    static Platform here() {
        return new Machine();
    }

    /** The date. It may jump. */
    Instant now();

    /** Only differences mean anything, and it never goes back. */
    long nanoTime();

    /** Where keys, ids and lots are drawn from. */
    SecureRandom random();

    /** Where deeds are done that wait for others. */
    Executor executor();

    /** Begins the actors of one node. */
    <T> ActorSystem<T> actors(Behavior<T> guardian);

    /** The transport of this name, by the port that it is to listen on, where it is not the one that Comity has. */
    Optional<IntFunction<Transport>> transport(String name);

    /**
     * Returns what {@code stage} completes with, however long that takes. Called by users of a node, never by its actors.
     *
     * @throws java.util.concurrent.CompletionException when it fails
     */
    <T> T await(CompletionStage<T> stage);

    /** Compiles what is slow at first, beside the start of the node. */
    void warmUp();
}
