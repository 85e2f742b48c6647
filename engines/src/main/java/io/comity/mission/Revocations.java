package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that an owner took back, and what it kills. Only grows, but for single grants that expired long ago. */
final class Revocations {
    /** How long after a grant's expiry its revocation is kept: a clock that was ahead by less than this resurrects nothing. */
    static final long KEEP_SECONDS = 30L * 24 * 3_600;

    private final Map<Bytes, Long> grants = new HashMap<>();
    private final Map<NodeId, Long> holders = new HashMap<>();
    private final Map<String, Long> missions = new HashMap<>();
    private long issuedBefore = Long.MIN_VALUE;
    private long everything = Long.MIN_VALUE;
    private long tickets = Long.MIN_VALUE;

    void add(Revocation revocation) {
        if (revocation instanceof Revocation.OfGrant grant) {
            grants.merge(grant.id(), grant.untilSeconds(), Math::max);
        } else if (revocation instanceof Revocation.OfHolder holder) {
            holders.merge(holder.key(), holder.upTo(), Math::max);
        } else if (revocation instanceof Revocation.OfMission mission) {
            missions.merge(mission.mission(), mission.upTo(), Math::max);
        } else if (revocation instanceof Revocation.IssuedBefore before) {
            issuedBefore = Math.max(issuedBefore, before.second());
        } else if (revocation instanceof Revocation.Everything all) {
            everything = Math.max(everything, all.upTo());
        } else if (revocation instanceof Revocation.OfTickets all) {
            tickets = Math.max(tickets, all.upTo());
        }
    }

    /** Whether nothing that comes of {@code chain}, presented by {@code presenter}, stands any more. */
    boolean kill(Chain chain, NodeId presenter) {
        long serial = chain.root().serial();
        return serial <= everything
                || serial <= missions.getOrDefault(chain.root().mission(), Long.MIN_VALUE)
                || isOut(presenter, serial)
                || chain.links().stream().anyMatch(link -> kills(link, serial));
    }

    /** Whether nothing that comes of a root stands any more, whoever presents it. */
    boolean kill(SignedGrant root) {
        return root.serial() <= everything
                || root.serial() <= missions.getOrDefault(root.mission(), Long.MIN_VALUE)
                || kills(root, root.serial());
    }

    /** Whether a ticket made with {@code serial} is not good any more for {@code holder}. */
    boolean kill(String mission, long serial, NodeId holder) {
        return serial <= everything
                || serial <= tickets
                || serial <= missions.getOrDefault(mission, Long.MIN_VALUE)
                || isOut(holder, serial);
    }

    private boolean kills(SignedGrant link, long serial) {
        return grants.containsKey(link.id())
                || isOut(link.holder().key(), serial)
                || link.issuedAt().getEpochSecond() < issuedBefore;
    }

    private boolean isOut(NodeId holder, long serial) {
        return serial <= holders.getOrDefault(holder, Long.MIN_VALUE);
    }

    /** Whether anything was ever taken back that this holder could have had of this mission. */
    boolean concern(String mission, NodeId holder) {
        return missions.containsKey(mission) || holders.containsKey(holder);
    }

    /** From which second on a grant must be issued to stand. */
    long issuedBefore() {
        return issuedBefore;
    }

    /** How many there are of kinds of which there may be any number. */
    int count() {
        return grants.size() + holders.size();
    }

    boolean knows(Bytes grant) {
        return grants.containsKey(grant);
    }

    boolean knows(NodeId holder) {
        return holders.containsKey(holder);
    }

    /** Forgets those of grants that expired long before {@code nowSeconds}, and says which they were. */
    List<Revocation> purge(long nowSeconds) {
        List<Revocation> forgotten = new ArrayList<>();
        grants.entrySet().removeIf(entry -> {
            boolean isOver = nowSeconds - KEEP_SECONDS >= entry.getValue();
            if (isOver) {
                forgotten.add(new Revocation.OfGrant(entry.getKey(), entry.getValue()));
            }
            return isOver;
        });
        return forgotten;
    }
}
