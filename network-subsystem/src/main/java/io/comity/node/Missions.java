package io.comity.node;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.comity.engine.EngineId;
import io.comity.identity.NodeId;
import io.comity.inquiry.HeldGrant;
import io.comity.inquiry.MissionOutline;
import io.comity.inquiry.Obstacle;
import io.comity.inquiry.Overview;
import io.comity.inquiry.WhyNot;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Evidence;
import io.comity.mission.Invitation;
import io.comity.mission.Mission;
import io.comity.mission.MissionException;
import io.comity.mission.MissionKey;
import io.comity.offer.Offers;
import io.comity.router.Revoking;
import io.comity.router.Router;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What this node lets others do. Nothing is allowed until a mission is defined and granted. */
public final class Missions {
    private static final Duration LONGEST_INVITATION = Duration.ofDays(3_650);

    /** Asks the Router and waits; the exception of a failed reply is thrown. */
    interface Ask {
        <T> T router(Function<ActorRef<StatusReply<T>>, Router.Command> message);

        /** Waits until neither a call without a session nor a topic goes on under what does not stand any more. */
        void awaitOthers();
    }

    private final Offers offers;
    private final Ask ask;

    Missions(Offers offers, Ask ask) {
        this.offers = offers;
        this.ask = ask;
    }

    /**
     * Begins a mission, or takes up the one of this name that annotations or settings define; it exists once it is first
     * granted or invited to.
     */
    public Draft define(String name) {
        return new Draft(name, Map.of(), Evidence.OFF);
    }

    /**
     * Withdraws a mission from everyone who holds it, and makes every invitation to it worthless. When this returns, no
     * further message under it is accepted.
     */
    public void revoke(String name) {
        revoke(new Revoking.OfMission(name));
    }

    /**
     * Takes something back, with everything that came of it. When this returns, it is written where it survives a restart and a
     * loss of power, and no further message under it is accepted.
     *
     * @throws MissionException when there is nothing to take back, or when it holds now but its disk did
     *     not take it: it is written as soon as there is room, and a node that ends before is not started again unless its owner says so
     */
    public void revoke(Revoking what) {
        try {
            ask.<Done>router(replyTo -> new Router.Revoke(what, replyTo));
        } finally {
            ask.awaitOthers();
        }
    }

    /** Those that this node defines now, and what they allow. */
    public List<MissionOutline> list() {
        return overview(Optional.empty()).missions();
    }

    /** The grants of this node that stand. */
    public List<HeldGrant> grants() {
        return overview(Optional.empty()).grants();
    }

    /**
     * Those under which somebody may send something.
     *
     * @param mission only of this one
     * @param engine only to this engine
     */
    public List<HeldGrant> whoCan(Optional<String> mission, Optional<String> engine) {
        return overview(Optional.empty()).whoCan(mission, engine);
    }

    /** Why {@code holder} cannot use a mission of this node now; only remarks, and nothing that stops it, when it can. */
    public List<Obstacle> whyNot(NodeId holder, String mission) {
        return WhyNot.ours(overview(Optional.of(holder)), mission);
    }

    /** What this node knows of why it cannot use what {@code owner} offers. Missions are known to their owner only. */
    public List<Obstacle> whyNot(NodeId owner) {
        return WhyNot.theirs(overview(Optional.of(owner)));
    }

    Overview overview(Optional<NodeId> about) {
        return ask.<Overview>router(replyTo -> new Router.Inquire(about, replyTo))
                .with(offers.written());
    }

    /**
     * Gives what this node holds of another node to somebody else too. What they use counts as used by this node.
     *
     * @param held a chain whose last holder is this node, see {@link Chain#parse}
     * @param limits at least as narrow as those of {@code held}
     * @return what the new holder is to {@link Node#present}
     * @throws MissionException when this node does not hold it, or it may not be passed on so
     */
    public Chain passOn(Chain held, NodeId holder, Caveats limits) {
        return ask.router(replyTo -> new Router.PassOn(held, holder, limits, replyTo));
    }

    /**
     * Gives what a mission key holds to a node too. What it uses counts as used by everybody who has the key.
     *
     * @param limits at least as narrow as those of {@code held}
     * @return what the new holder is to {@link Node#present(Chain)}
     * @throws MissionException when it may not be passed on so
     */
    public Chain passOn(MissionKey held, NodeId holder, Caveats limits) {
        return ask.router(replyTo -> new Router.PassOnKey(held, holder, limits, replyTo));
    }

    /** As {@link #passOn(MissionKey, NodeId, Caveats)}, to a mission key that is made now. */
    public MissionKey passOn(MissionKey held, Caveats limits) {
        return ask.router(replyTo -> new Router.DeriveKey(held, limits, replyTo));
    }

    /** A mission that is being defined; each step returns a new draft. */
    public final class Draft {
        private final String name;
        private final Map<String, Set<Class<?>>> allowed;
        private final Evidence evidence;

        private Draft(String name, Map<String, Set<Class<?>>> allowed, Evidence evidence) {
            this.name = name;
            this.allowed = allowed;
            this.evidence = evidence;
        }

        /**
         * Wants every message under what is granted from here proven, so that this node can show others that its holder sent
         * it: see {@link Node#evidence}. Messages that are not are refused. Grants that were made before stay as they are.
         */
        public Draft evidence(Evidence level) {
            return new Draft(name, allowed, level);
        }

        private Caveats proven(Caveats limits) {
            return limits.evidence().compareTo(evidence) >= 0 ? limits : limits.evidence(evidence);
        }

        /**
         * Lets holders send {@code types} to the engine of this name; no types means its whole protocol. An engine that is
         * spawned already must have such messages, or {@link #invite} and {@link #grant} refuse the mission.
         */
        public Draft allow(String engine, Class<?>... types) {
            Map<String, Set<Class<?>>> more = new HashMap<>(allowed);
            more.merge(EngineId.requireName(engine), Set.copyOf(List.of(types)), Draft::union);
            return new Draft(name, more, evidence);
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
            return invite(lifetime, 1, Caveats.NONE);
        }

        /**
         * As {@link #invite(Duration)}, good for the first {@code uses} who accept it, and each of their grants limited.
         *
         * @throws MissionException unless {@code uses} is 1 to 10 000
         */
        public Invitation invite(Duration lifetime, int uses, Caveats limits) {
            if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST_INVITATION) > 0) {
                throw new IllegalArgumentException(
                        "an invitation lasts more than nothing and at most 3650 days, not " + lifetime);
            }
            save();
            return ask.router(replyTo -> new Router.Invite(name, lifetime, uses, proven(limits), replyTo));
        }

        /** Grants this mission to a node whose key is known. */
        public Chain grant(NodeId holder) {
            return grant(holder, Caveats.NONE);
        }

        /**
         * Grants this mission to a node whose key is known, within limits.
         *
         * @return the grant as its holder can pass it on; its id is what {@link Revoking.OfGrant} takes
         */
        public Chain grant(NodeId holder, Caveats limits) {
            save();
            return ask.router(replyTo -> new Router.GrantTo(name, holder, proven(limits), replyTo));
        }

        /** As {@link #key(Caveats)}, without limits. */
        public MissionKey key() {
            return key(Caveats.NONE);
        }

        /**
         * Makes a mission key pair and grants this mission to it: whoever has its text has the right, and all together have these
         * limits. To take it back from all, revoke the grant by {@code key.chain().id()}, or the {@link MissionKey#holder} with
         * whatever it was given.
         *
         * @throws MissionException when such a grant cannot be made
         */
        public MissionKey key(Caveats limits) {
            save();
            return ask.router(replyTo -> new Router.MakeKey(name, limits, replyTo));
        }

        /** What was granted of this mission before the node was started again stands again; grants and invitations do the same. */
        public void stand() {
            save();
        }

        private void save() {
            Mission mission = new Mission(name, allowed);
            ask.<Done>router(replyTo -> new Router.Define(mission, replyTo));
        }
    }
}
