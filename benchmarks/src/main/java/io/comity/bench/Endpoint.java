package io.comity.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;

/** One process's end of the link being measured. */
interface Endpoint extends AutoCloseable {
    /** Where the local engines of the measurement run. */
    ActorSystem<?> system();

    /**
     * Spawns a {@link Sink} that others can reach.
     *
     * @return one line by which {@link #reach} finds it from another process
     */
    String offer();

    /** The sink that another endpoint of the same kind offered; blocks until it can be sent to. */
    ActorRef<Sink.Command> reach(String offer);

    @Override
    void close();
}
