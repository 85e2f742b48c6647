package io.comity.node;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.comity.engine.EngineId;
import io.comity.identity.NodeId;
import io.comity.mission.Invitation;
import io.comity.mission.Mission;
import io.comity.router.Router;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What this node lets others do. Nothing is allowed until a mission is defined and granted. */
public final class Missions {
    private static final Duration LONGEST_INVITATION = Duration.ofDays(3_650);

    /** Asks the Router and waits; the exception of a failed reply is thrown. */
    interface Ask {
        <T> T router(Function<ActorRef<StatusReply<T>>, Router.Command> message);
    }

    private final Ask ask;

    Missions(Ask ask) {
        this.ask = ask;
    }

    /**
     * Begins a mission, or takes up the one of this name that annotations or settings define; it exists once it is first
     * granted or invited to.
     */
    public Draft define(String name) {
        return new Draft(name, Map.of());
    }

    /**
     * Withdraws a mission from everyone who holds it, and makes every invitation to it worthless. When this returns, no
     * further message under it is accepted.
     */
    public void revoke(String name) {
        ask.<Done>router(replyTo -> new Router.Revoke(name, replyTo));
    }

    /** A mission that is being defined; each step returns a new draft. */
    public final class Draft {
        private final String name;
        private final Map<String, Set<Class<?>>> allowed;

        private Draft(String name, Map<String, Set<Class<?>>> allowed) {
            this.name = name;
            this.allowed = allowed;
        }

        /**
         * Lets holders send {@code types} to the engine of this name; no types means its whole protocol. An engine that is
         * spawned already must have such messages, or {@link #invite} and {@link #grant} refuse the mission.
         */
        public Draft allow(String engine, Class<?>... types) {
            Map<String, Set<Class<?>>> more = new HashMap<>(allowed);
            more.merge(EngineId.requireName(engine), Set.copyOf(List.of(types)), Draft::union);
            return new Draft(name, more);
        }

        /** No types means all, and all and some are all. */
        private static Set<Class<?>> union(Set<Class<?>> some, Set<Class<?>> more) {
            Set<Class<?>> both = new HashSet<>(some);
            both.addAll(more);
            return some.isEmpty() || more.isEmpty() ? Set.of() : both;
        }

        /**
         * An invitation to this mission, good for one holder, for so long.
         *
         * @throws IllegalArgumentException unless {@code lifetime} is more than nothing and at most 3650 days
         */
        public Invitation invite(Duration lifetime) {
            if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST_INVITATION) > 0) {
                throw new IllegalArgumentException(
                        "an invitation lasts more than nothing and at most 3650 days, not " + lifetime);
            }
            save();
            return ask.router(replyTo -> new Router.Invite(name, lifetime, replyTo));
        }

        /** Grants this mission to a node whose key is known. */
        public void grant(NodeId holder) {
            save();
            ask.<Done>router(replyTo -> new Router.GrantTo(name, holder, replyTo));
        }

        private void save() {
            Mission mission = new Mission(name, allowed);
            ask.<Done>router(replyTo -> new Router.Define(mission, replyTo));
        }
    }
}
