package io.comity.reference;

import akka.actor.typed.ActorRef;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one peer told each engine of this node and waits: one for all sessions with that peer, for what it told them in the last still waits in
 * the next. As many as there are names of engines. Thread-safe.
 */
public final class Backlogs {
    private final Map<String, Backlog> byName = new ConcurrentHashMap<>();

    /** That of the engine which has this name now. */
    public Backlog of(String name, ActorRef<?> engine) {
        return byName.compute(
                name, (same, known) -> known != null && known.engine().equals(engine) ? known : new Backlog(engine));
    }
}
