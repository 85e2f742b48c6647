package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.wire.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The missions of one node and who holds them. Deny by construction: what is not in here is not granted. Not thread-safe; the
 * Router owns it. Only {@link Gate} is read elsewhere.
 */
public final class MissionTable {
    /** Bounds on what a table holds. */
    public record Limits(int missions, int grants, int redeemed) {
        public static final Limits DEFAULT = new Limits(1_000, 100_000, 100_000);
    }

    private record Used(NodeId holder, Instant expiresAt) {}

    private record Key(NodeId holder, String mission) {}

    private final long epoch;
    private final Limits limits;
    private final Map<String, Mission> missions = new HashMap<>();
    private final Map<String, Long> generations = new HashMap<>();
    private final Map<Key, Grant> grants = new LinkedHashMap<>();
    private final Map<Bytes, Used> redeemed = new HashMap<>();

    /**
     * @param epoch the node's boot epoch, see {@link Ticket}
     */
    public MissionTable(long epoch, Limits limits) {
        this.epoch = epoch;
        this.limits = limits;
    }

    /** Adds a mission; defining the same one again changes nothing. */
    public void define(Mission mission) {
        Mission known = missions.get(mission.name());
        if (known != null && !known.equals(mission)) {
            throw new MissionException("mission \"" + mission.name()
                    + "\" is defined already and allows something else; revoke it and choose another name");
        }
        if (known == null && missions.size() >= limits.missions()) {
            throw new MissionException(
                    "there are " + limits.missions() + " missions already, the most a node may have");
        }
        missions.put(mission.name(), mission);
    }

    /** Grants a mission to a key; the same grant again is the one that stands. */
    public Grant grant(String mission, NodeId holder) {
        Key key = new Key(holder, mission);
        Grant standing = grants.get(key);
        if (standing != null) {
            return standing;
        }
        if (isFull()) {
            throw new MissionException("there are " + limits.grants() + " grants already, the most a node may have");
        }
        Grant grant = new Grant(defined(mission), holder, new Gate());
        grants.put(key, grant);
        return grant;
    }

    /** The ticket that {@link #redeem} will honour once, until {@code expiresAt} or the mission's next revocation. */
    public Ticket issue(String mission, Bytes id, Instant expiresAt) {
        return new Ticket(id, defined(mission).name(), epoch, generation(mission), expiresAt);
    }

    /** Turns a ticket of ours into a grant for whoever presents it first; the same holder may present it again. */
    public Redemption redeem(Verified<Ticket> presented, NodeId holder, Instant now) {
        Ticket ticket = presented.value();
        if (!now.isBefore(ticket.expiresAt()) || ticket.epoch() != epoch) {
            return new Redemption.Refused(Reason.EXPIRED);
        }
        if (ticket.generation() != generation(ticket.mission())) {
            return new Redemption.Refused(Reason.REVOKED);
        }
        if (!missions.containsKey(ticket.mission()) || !ticket.isPlain()) {
            return new Redemption.Refused(Reason.DENIED);
        }
        return redeemFresh(ticket, holder, now);
    }

    private Redemption redeemFresh(Ticket ticket, NodeId holder, Instant now) {
        Used used = redeemed.get(ticket.id());
        if (used != null && !used.holder().equals(holder)) {
            return new Redemption.Refused(Reason.DENIED);
        }
        if (used == null && !roomFor(holder, ticket.mission(), now)) {
            return new Redemption.Refused(Reason.OVERLOADED);
        }
        redeemed.put(ticket.id(), new Used(holder, ticket.expiresAt()));
        return new Redemption.Granted(grant(ticket.mission(), holder));
    }

    private boolean roomFor(NodeId holder, String mission, Instant now) {
        if (redeemed.size() >= limits.redeemed()) {
            redeemed.values().removeIf(used -> !now.isBefore(used.expiresAt()));
        }
        return redeemed.size() < limits.redeemed() && (!isFull() || grants.containsKey(new Key(holder, mission)));
    }

    /**
     * Withdraws a mission from everyone: every gate of it is closed when this returns, and no ticket from before is honoured.
     *
     * @return who held it
     */
    public Set<NodeId> revoke(String mission) {
        defined(mission);
        generations.merge(mission, 1L, Long::sum);
        List<Grant> withdrawn = grants.values().stream()
                .filter(grant -> grant.mission().name().equals(mission))
                .toList();
        withdrawn.forEach(grant -> grant.gate().close(Reason.REVOKED));
        grants.values().removeAll(withdrawn);
        return withdrawn.stream().map(Grant::holder).collect(Collectors.toUnmodifiableSet());
    }

    /** The grants of one key that stand. */
    public List<Grant> heldBy(NodeId holder) {
        List<Grant> held = new ArrayList<>();
        for (String mission : missions.keySet()) {
            Grant grant = grants.get(new Key(holder, mission));
            if (grant != null) {
                held.add(grant);
            }
        }
        return held;
    }

    public Collection<Mission> missions() {
        return List.copyOf(missions.values());
    }

    private boolean isFull() {
        return grants.size() >= limits.grants();
    }

    private long generation(String mission) {
        return generations.getOrDefault(mission, 0L);
    }

    private Mission defined(String name) {
        Mission mission = missions.get(name);
        if (mission == null) {
            throw new MissionException("there is no mission \"" + name + "\"; define it first");
        }
        return mission;
    }
}
