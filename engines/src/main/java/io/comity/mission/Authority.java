package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one node lets others do: its missions, the grants it signed, the chains that were presented to it, and what it took back.
 * Deny by construction: what was not presented and accepted here is not granted.
 *
 * <p>Revoking has two steps, so that nothing is acknowledged that a restart could undo. {@code revoke…} decides and changes
 * nothing; the {@link Revocation} that it returns is written where it survives; then {@link #apply} makes it hold: when that
 * returns, every gate under it is closed, that of its children included. Should the writing fail, apply it all the same and say
 * so: it holds until the process ends.
 *
 * <p>Not thread-safe; the Router owns it. Only {@link Grant#admit} and {@link Grant#finish} are for others. Its time never goes
 * back, whatever it is told.
 */
public final class Authority {
    /**
     * Bounds on what it holds.
     *
     * @param grants that were presented and stand
     * @param holders under all roots together, whose use is counted
     * @param perRoot grants that stand, and holders, under one root: whoever passes a grant on to many fills their own share
     * @param perHolder grants of one node that stand under one root: a chain is as long as its holder pleases, and is kept
     * @param bytesPerRoot of the chains that stand under one root
     * @param revocations of single grants and holders; those of missions are as many as there are missions
     * @param redeemed uses of tickets, remembered until these expire
     */
    public record Limits(
            int missions,
            int grants,
            int holders,
            int perRoot,
            int perHolder,
            long bytesPerRoot,
            int revocations,
            int redeemed) {
        public static final Limits DEFAULT =
                new Limits(1_000, 100_000, 200_000, 10_000, 100, 8 << 20, 100_000, 100_000);
    }

    private final NodeId owner;
    private final Limits limits;
    private final Map<String, Mission> missions = new HashMap<>();
    private final Revocations revocations = new Revocations();
    private final Standing standing;
    private final Tickets tickets;
    private final Serials serials;
    /** Closed to make room, and not yet told by {@link #expire(Instant)}. */
    private final List<Grant> over = new ArrayList<>();

    private long nowSeconds;
    private long expiredSeconds = Long.MIN_VALUE;

    /**
     * @param epoch the node's boot epoch in milliseconds, above that of every boot before
     * @param journal every revocation that was written and not forgotten, in any order
     * @param redeemed every use of a ticket that was
     */
    public Authority(
            NodeId owner, long epoch, Limits limits, Iterable<Revocation> journal, Iterable<Redeemed> redeemed) {
        this.owner = owner;
        this.limits = limits;
        this.standing = new Standing(limits);
        this.tickets = new Tickets(epoch, limits.redeemed(), revocations, redeemed);
        this.serials = new Serials(epoch);
        this.nowSeconds = epoch / 1_000;
        journal.forEach(revocations::add);
    }

    /** Of an owner of whose tickets none was used. */
    public Authority(NodeId owner, long epoch, Limits limits, Iterable<Revocation> journal) {
        this(owner, epoch, limits, journal, List.of());
    }

    /**
     * What a node writes at its first boot, and at the first after its journal was lost: no grant of any earlier boot stands,
     * since nobody knows any more which of them were revoked.
     */
    public static Revocation beginning(long epoch) {
        return new Revocation.Everything(Serials.before(epoch));
    }

    /**
     * What a node writes at the first boot in which uses of tickets are kept: nobody knows which of those made before were used.
     */
    public static Revocation firstTickets(long epoch) {
        return new Revocation.OfTickets(Serials.before(epoch));
    }

    NodeId owner() {
        return owner;
    }

    // Missions.

    /**
     * Adds a mission; defining the same one again changes nothing. One that allows nothing by itself, since messages say that they
     * are in it, may be defined to allow something; then its grants allow that too.
     */
    public void define(Mission mission) {
        Mission known = missions.get(mission.name());
        if (known != null && known.allowed().isEmpty() && !mission.allowed().isEmpty()) {
            missions.put(mission.name(), mission);
            standing.redefine(mission);
            return;
        }
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

    public Collection<Mission> missions() {
        return List.copyOf(missions.values());
    }

    // Granting.

    /**
     * Signs a root grant, which stands once its chain is {@link #accept accepted}.
     *
     * @param salt 16 random bytes
     */
    public SignedGrant grant(KeyHolder key, String mission, Holder holder, Caveats caveats, Bytes salt, Instant now) {
        String name = defined(mission).name();
        long issued = Math.max(advance(now), revocations.issuedBefore());
        return SignedGrant.root(key, serials.take(), name, holder, caveats, salt, Instant.ofEpochSecond(issued));
    }

    /**
     * Signs a root grant for a node, which stands at once; when one with the same caveats stands already, it is that one.
     *
     * @param salt as for {@link #grant}
     * @param nowNs as for {@link #accept}
     */
    public Redemption give(
            KeyHolder key, String mission, NodeId holder, Caveats caveats, Bytes salt, Instant now, long nowNs) {
        Grant same = standing.root(holder, mission, caveats);
        if (same != null) {
            return new Redemption.Granted(same);
        }
        return make(key, mission, holder, caveats, salt, now, nowNs);
    }

    // Inviting.

    /** The ticket that {@link #reserve} will honour for {@code uses} holders, until it expires or a revocation concerns it. */
    public Ticket issue(String mission, Bytes id, Instant expiresAt, long uses, Caveats caveats) {
        String name = defined(mission).name();
        if (!CaveatCodec.isShort(caveats)) {
            throw new MissionException("the limits are longer than " + CaveatCodec.MAX_BYTES
                    + " bytes; name engines instead of their messages, or make two invitations");
        }
        return new Ticket(id, name, tickets.epoch(), serials.take(), expiresAt, uses, caveats);
    }

    /**
     * Decides what a ticket of ours gives {@code holder}: a signed grant, which is theirs and nobody else's from now on, and stands
     * once it was written and {@link #redeemed}. Whoever presents the ticket again has the same one, as long as it stands.
     *
     * @param nowNs as for {@link #accept}
     * @return {@link Redemption.Granted} when it was written before
     */
    public Redemption reserve(
            KeyHolder key, Verified<Ticket> presented, NodeId holder, Bytes salt, Instant now, long nowNs) {
        Ticket ticket = presented.value();
        Reason refused = tickets.refused(ticket, holder, advance(now));
        if (refused != null) {
            return new Redemption.Refused(refused);
        }
        if (!missions.containsKey(ticket.mission()) || ticket.generation() > serials.last()) {
            return new Redemption.Refused(Reason.DENIED);
        }
        Redeemed before = tickets.given(ticket, holder);
        if (before != null) {
            return tickets.isWritten(before) ? stand(before, now, nowNs) : reserved(before);
        }
        if (tickets.isUsedUp(ticket)) {
            return new Redemption.Refused(Reason.DENIED);
        }
        return tickets.hasRoom(nowSeconds) && serials.hasMore()
                ? reserveFirst(key, ticket, holder, salt, now)
                : new Redemption.Refused(Reason.OVERLOADED);
    }

    private Redemption reserveFirst(KeyHolder key, Ticket ticket, NodeId holder, Bytes salt, Instant now) {
        SignedGrant root = grant(key, ticket.mission(), Holder.node(holder), ticket.caveats(), salt, now);
        if (Chain.read(Chain.encode(root), owner, now) instanceof Chain.Worthless worthless) {
            return new Redemption.Refused(worthless.flaw().reason());
        }
        return reserved(new Redeemed(
                ticket.id(), holder, Chain.encode(root), ticket.expiresAt().getEpochSecond()));
    }

    private Redemption reserved(Redeemed use) {
        tickets.reserve(use);
        return new Redemption.Reserved(use);
    }

    /** Lets what was {@link #reserve reserved} stand, now that it is written. */
    public Redemption redeemed(Redeemed use, Instant now, long nowNs) {
        tickets.written(use);
        return stand(use, now, nowNs);
    }

    /** What was reserved could not be written: the ticket is anybody's again. */
    public void unredeemed(Redeemed use) {
        tickets.notWritten(use);
    }

    private Redemption stand(Redeemed use, Instant now, long nowNs) {
        Chain.Reading reading = Chain.read(use.chain(), owner, now);
        return reading instanceof Chain.Sound sound
                ? redeemed(take(sound.chain().value(), use.holder(), now, nowNs))
                : new Redemption.Refused(((Chain.Worthless) reading).flaw().reason());
    }

    /** Decides to take back every ticket made until now. */
    public Revocation revokeTickets() {
        return new Revocation.OfTickets(serials.last());
    }

    /** Signs a root grant for a node, which stands at once. */
    private Redemption make(
            KeyHolder key, String mission, NodeId holder, Caveats caveats, Bytes salt, Instant now, long nowNs) {
        SignedGrant root = grant(key, mission, Holder.node(holder), caveats, salt, now);
        Chain.Reading reading = Chain.read(Chain.encode(root), owner, now);
        return reading instanceof Chain.Sound sound
                ? redeemed(take(sound.chain().value(), holder, now, nowNs))
                : new Redemption.Refused(((Chain.Worthless) reading).flaw().reason());
    }

    private static Redemption redeemed(Admission admission) {
        return admission instanceof Admission.Accepted accepted
                ? new Redemption.Granted(accepted.grant())
                : new Redemption.Refused(((Admission.Refused) admission).reason());
    }

    // Presenting.

    /**
     * Takes a chain that {@code presenter}, an authenticated node, presented.
     *
     * @param proof needed when a mission key holds the chain
     * @param nowNs of the clock that {@link Grant#admit} will be told
     */
    public Admission accept(
            Verified<Chain> presented,
            NodeId presenter,
            @Nullable Verified<Possession> proof,
            Instant now,
            long nowNs) {
        Chain chain = presented.value();
        return isOurs(chain) && chain.mayBePresentedBy(presenter, proof)
                ? take(chain, presenter, now, nowNs)
                : new Admission.Refused(Reason.DENIED);
    }

    /** Whether a chain of this owner gives its right now, without being presented here. */
    public boolean isGood(Verified<Chain> shown, NodeId holder, Instant now) {
        Chain chain = shown.value();
        return isOurs(chain)
                && missions.containsKey(chain.root().mission())
                && !revocations.kill(chain, holder)
                && advance(now) < chain.caveats().expiry();
    }

    private Admission take(Chain chain, NodeId presenter, Instant now, long nowNs) {
        Mission mission = missions.get(chain.root().mission());
        if (mission == null) {
            return new Admission.Refused(Reason.DENIED);
        }
        if (revocations.kill(chain, presenter)) {
            return new Admission.Refused(Reason.REVOKED);
        }
        long seconds = advance(now);
        if (seconds >= chain.caveats().expiry()) {
            return new Admission.Refused(Reason.EXPIRED);
        }
        if (seconds < chain.caveats().notBefore()) {
            return new Admission.Refused(Reason.THROTTLED);
        }
        return stand(chain, presenter, mission, nowNs);
    }

    private Admission stand(Chain chain, NodeId presenter, Mission mission, long nowNs) {
        Grant known = standing.find(presenter, chain.id());
        if (known != null) {
            return new Admission.Accepted(known);
        }
        if (!standing.hasRoomFor(presenter, chain)) {
            expire();
        }
        return standing.hasRoomFor(presenter, chain)
                ? new Admission.Accepted(standing.add(mission, presenter, chain, nowNs))
                : new Admission.Refused(Reason.OVERLOADED);
    }

    /** A serial that was not given out yet would outlive every revocation. */
    private boolean isOurs(Chain chain) {
        return chain.root().owner().equals(owner) && chain.root().serial() <= serials.last();
    }

    /** What was used of quotas. */
    public Quotas quotas() {
        return standing.quotas();
    }

    // What stands.

    /** The grants that a node presented and that stand. */
    public Collection<Grant> heldBy(NodeId presenter) {
        return standing.of(presenter);
    }

    /** Whether this mission was ever taken back from everybody, or everything from this holder. */
    public boolean tookBack(String mission, NodeId holder) {
        return revocations.concern(mission, holder);
    }

    public List<Grant> grants() {
        return standing.all();
    }

    /**
     * Closes the gates of grants whose time is over. Messages under them are refused from that second on by themselves; this
     * makes the owner's side forget them.
     *
     * @return those that were closed since it was called last
     */
    public List<Grant> expire(Instant now) {
        advance(now);
        expire();
        List<Grant> closed = List.copyOf(over);
        over.clear();
        return closed;
    }

    /** Looks at all of them, so no more than once a second: nobody is let in whose time is over. */
    private void expire() {
        if (nowSeconds == expiredSeconds) {
            return;
        }
        expiredSeconds = nowSeconds;
        List<Grant> closed = standing.all().stream()
                .filter(grant -> nowSeconds >= grant.terms().caveats().expiry())
                .toList();
        standing.close(closed, Reason.EXPIRED);
        standing.forget(root -> nowSeconds >= root.caveats().expiry());
        over.addAll(closed);
    }

    // Revoking.

    /** Decides to take back one grant and whatever came of it. It need not have been presented. */
    public Revocation revokeGrant(Bytes id) {
        requireRoom(revocations.knows(id));
        return new Revocation.OfGrant(id, expiry(id));
    }

    /** Decides to take back whatever a node or mission key holds, passed on or presents until now. */
    public Revocation revokeHolder(NodeId key) {
        requireRoom(revocations.knows(key));
        return new Revocation.OfHolder(key, serials.last());
    }

    /** Decides to take back a mission from everybody who has it until now. */
    public Revocation revokeMission(String mission) {
        return new Revocation.OfMission(defined(mission).name(), serials.last());
    }

    /** Decides to take back whatever was issued before {@code instant}, which is not after {@code now}. */
    public Revocation revokeIssuedBefore(Instant instant, Instant now) {
        if (instant.isAfter(now)) {
            throw new MissionException("what will be issued cannot be revoked: " + instant + " has not come yet");
        }
        return new Revocation.IssuedBefore(instant.getEpochSecond() + (instant.getNano() > 0 ? 1 : 0));
    }

    /** Decides to take back every grant made until now. */
    public Revocation revokeEverything() {
        return new Revocation.Everything(serials.last());
    }

    /**
     * Makes a revocation hold. Expected after it was written.
     *
     * @return the grants whose gates it closed
     */
    public List<Grant> apply(Revocation revocation) {
        revocations.add(revocation);
        if (revocation instanceof Revocation.IssuedBefore) {
            // When a ticket was issued is not known any more: in doubt its bearer asks for another.
            revocations.add(revokeTickets());
        }
        List<Grant> dead = concerned(revocation).stream().filter(this::isDead).toList();
        standing.close(dead, Reason.REVOKED);
        if (!(revocation instanceof Revocation.OfGrant grant)) {
            standing.forget(revocations::kill);
        } else {
            standing.forget(grant.id());
        }
        return dead;
    }

    /** Where to look for what a revocation kills. */
    private Collection<Grant> concerned(Revocation revocation) {
        if (revocation instanceof Revocation.OfGrant grant) {
            return standing.onLink(grant.id());
        }
        return revocation instanceof Revocation.OfHolder holder ? standing.onKey(holder.key()) : standing.all();
    }

    /** Closes what a node presented by mission keys; it may present them again. */
    public void lapse(NodeId presenter) {
        List<Grant> proven = heldBy(presenter).stream()
                .filter(grant -> isByMissionKey(grant.terms().chain()))
                .toList();
        standing.close(proven, Reason.DENIED);
    }

    private static boolean isByMissionKey(@Nullable Chain chain) {
        return chain != null && chain.holder().role() == Holder.Role.MISSION_KEY;
    }

    private boolean isDead(Grant grant) {
        Chain chain = grant.terms().chain();
        return chain != null && revocations.kill(chain, grant.holder());
    }

    /** Forgets tickets that expired long ago, and says which; those uses that are written may then be forgotten too. */
    public Collection<Bytes> purgeTickets(Instant now) {
        return tickets.purge(advance(now));
    }

    /** Forgets revocations that concern nothing any more; the journal may then forget them too. */
    public List<Revocation> purge(Instant now) {
        return revocations.purge(advance(now));
    }

    private void requireRoom(boolean isKnown) {
        if (!isKnown && revocations.count() >= limits.revocations()) {
            throw new MissionException("there are " + limits.revocations()
                    + " revocations of grants and holders, the most a node may have; revoke a mission, or by date");
        }
    }

    private long expiry(Bytes id) {
        for (Grant grant : standing.onLink(id)) {
            Chain chain = grant.terms().chain();
            for (int i = 0; chain != null && i < chain.links().size(); i++) {
                if (chain.links().get(i).id().equals(id)) {
                    return Math.min(Revocation.OfGrant.NEVER, chain.met().get(i).expiry());
                }
            }
        }
        return Revocation.OfGrant.NEVER;
    }

    private long advance(Instant now) {
        nowSeconds = Math.max(nowSeconds, now.getEpochSecond());
        return nowSeconds;
    }

    private Mission defined(String name) {
        Mission mission = missions.get(name);
        if (mission == null) {
            throw new MissionException("there is no mission \"" + name + "\"; define it first");
        }
        return mission;
    }
}
