package io.comity.router;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.inquiry.Endings;
import io.comity.mission.Admission;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Grant;
import io.comity.mission.Holder;
import io.comity.mission.Invitation;
import io.comity.mission.MissionException;
import io.comity.mission.MissionKey;
import io.comity.mission.Presentation;
import io.comity.mission.Reason;
import io.comity.mission.Redeemed;
import io.comity.mission.Redemption;
import io.comity.mission.Revocation;
import io.comity.mission.SignedGrant;
import io.comity.mission.Ticket;
import io.comity.proxy.NodeProxy;
import io.comity.store.Holdings;
import io.comity.wire.Verified;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The node's {@link Authority} with its key, clocks and journal. Used by the Router only. */
final class Rights {
    private final Router.Context node;
    private final Notifying notices;
    /** The last of them; writes are done in order. */
    private CompletionStage<?> reserving = CompletableFuture.completedStage(null);
    /** Chains that are dead, of which the disk still knows since their holders were not told. */
    private final Set<Bytes> untold = new HashSet<>();

    private final Endings endings = new Endings();

    /** @param notices owed to those from whom something is taken */
    Rights(Router.Context node, Notifying notices) {
        this.node = node;
        this.notices = notices;
    }

    private Authority authority() {
        return node.books().authority();
    }

    private Instant now() {
        return node.clock().get();
    }

    // Quotas.

    /**
     * Reserves for accounts that were opened meanwhile.
     *
     * @return completes when that, and whatever was reserved before, is written or cannot be
     */
    CompletionStage<?> reserveOpened() {
        authority().quotas().opened().forEach(opened -> reserve(opened.root(), opened.holder()));
        return reserving;
    }

    /** Lets a holder use more of a quota as soon as that is written. */
    void reserve(Bytes root, NodeId holder) {
        authority()
                .quotas()
                .reserve(root, holder, node.settings().rights().quotaReserve())
                .ifPresent(reservation -> reserving = node.books()
                        .store()
                        .putSpent(reservation.spent())
                        .handle((done, failure) -> {
                            if (failure == null) {
                                reservation.written();
                            } else {
                                reservation.notWritten();
                            }
                            return reservation;
                        }));
    }

    // What others present.

    /**
     * What is found of what a node presented: why it gives nothing, or null and the chain that was granted.
     *
     * @param use what is to be {@link #write written} before anything is said; its outcome is what {@link #written} finds
     */
    record Finding(
            @Nullable Reason refused, Bytes chain, @Nullable Redeemed use) {
        private Finding(Reason refused) {
            this(refused, Bytes.EMPTY, null);
        }
    }

    Finding judge(NodeProxy.Judge judge) {
        Optional<Presentation> presentation = Presentation.read(judge.credential());
        if (presentation.isPresent()) {
            return judge(presentation.get(), judge.peer(), judge.session());
        }
        Parsed<Verified<Ticket>> ticket =
                Invitation.redeemable(judge.credential(), node.keyHolder().nodeId());
        return ticket instanceof Parsed.Accepted<Verified<Ticket>> accepted
                ? redeem(accepted.value(), judge.peer())
                : new Finding(Reason.DENIED);
    }

    private Finding judge(Presentation presentation, NodeId presenter, Bytes session) {
        Chain.Reading reading =
                Chain.read(presentation.chain(), node.keyHolder().nodeId(), now());
        if (reading instanceof Chain.Worthless worthless) {
            return new Finding(worthless.flaw().reason());
        }
        Verified<Chain> chain = ((Chain.Sound) reading).chain();
        Admission admission = presentation.to(
                authority(), chain, presenter, session, now(), node.nanoTime().getAsLong());
        if (admission instanceof Admission.Accepted accepted) {
            return take(accepted.grant());
        }
        Reason refused = ((Admission.Refused) admission).reason();
        if (refused == Reason.REVOKED) {
            // Only its holder hears that it was: to everybody else it is denied.
            notices.owe(presenter, chain.value().id());
        }
        return new Finding(refused);
    }

    private Finding redeem(Verified<Ticket> ticket, NodeId holder) {
        return found(authority()
                .reserve(
                        node.keyHolder(),
                        ticket,
                        holder,
                        node.randomId().get(),
                        now(),
                        node.nanoTime().getAsLong()));
    }

    private Finding found(Redemption redemption) {
        if (redemption instanceof Redemption.Refused refused) {
            return new Finding(refused.reason());
        }
        return redemption instanceof Redemption.Reserved reserved
                ? new Finding(null, Bytes.EMPTY, reserved.use())
                : take(((Redemption.Granted) redemption).grant());
    }

    /** Writes who used a ticket and what they got for it, where both survive. The stage completes when both are written. */
    CompletionStage<Void> write(Redeemed use) {
        CompletionStage<Void> used = node.books().store().putRedeemed(use);
        return saved(use)
                .map(grant -> used.thenCombine(node.books().store().putGrant(grant), (one, other) -> other))
                .orElse(used);
    }

    /** What became of a ticket; nobody else had it meanwhile. */
    Finding written(Redeemed use, @Nullable Throwable failure) {
        if (failure != null) {
            authority().unredeemed(use);
            return new Finding(Reason.OVERLOADED);
        }
        saved(use).ifPresent(grant -> node.books().kept().put(grant.id(), grant));
        Finding found = found(authority().redeemed(use, now(), node.nanoTime().getAsLong()));
        if (found.refused() != null) {
            saved(use).ifPresent(grant -> forget(grant.id()));
        }
        return found;
    }

    /** Whether a chain, by its bytes, is a right of this node that {@code holder} has now. */
    boolean stands(NodeId holder, Bytes chain) {
        return Chain.read(chain, node.keyHolder().nodeId(), now()) instanceof Chain.Sound sound
                && authority().isGood(sound.chain(), holder, now());
    }

    private Optional<Holdings.SavedGrant> saved(Redeemed use) {
        return Chain.read(use.chain(), node.keyHolder().nodeId(), now()) instanceof Chain.Sound sound
                ? Optional.of(new Holdings.SavedGrant(sound.chain().value().id(), use.holder(), use.chain()))
                : Optional.empty();
    }

    /** @throws MissionException when it cannot be issued */
    Invitation invite(Router.Invite invite, List<String> addresses) {
        Instant expiry = now().plus(invite.lifetime()).truncatedTo(ChronoUnit.SECONDS);
        Ticket ticket =
                authority().issue(invite.mission(), node.randomId().get(), expiry, invite.uses(), invite.caveats());
        return Invitation.sign(node.keyHolder(), ticket, addresses);
    }

    /**
     * Grants a mission to a node.
     *
     * @return the chain of this one grant
     * @throws MissionException when that cannot be
     */
    Chain grant(String mission, NodeId holder, Caveats caveats) {
        Redemption redemption = authority()
                .give(
                        node.keyHolder(),
                        mission,
                        holder,
                        caveats,
                        node.randomId().get(),
                        now(),
                        node.nanoTime().getAsLong());
        Chain given = redemption instanceof Redemption.Granted granted
                ? granted.grant().terms().chain()
                : null;
        if (given != null) {
            keep(((Redemption.Granted) redemption).grant());
            return given;
        }
        throw new MissionException(
                redemption instanceof Redemption.Refused refused && refused.reason() == Reason.OVERLOADED
                        ? "there are as many grants already as a node may have; see comity.missions.max-grants"
                        : "a grant that is over, or has yet to begin, or whose holder was revoked, cannot be made");
    }

    /**
     * Makes a mission key pair and grants it a mission.
     *
     * @throws MissionException when that cannot be
     */
    MissionKey key(String mission, Caveats caveats, List<String> addresses) {
        Bytes seed = seed();
        SignedGrant root = authority()
                .grant(
                        node.keyHolder(),
                        mission,
                        MissionKey.holder(seed),
                        caveats,
                        node.randomId().get(),
                        now());
        if (Chain.read(Chain.encode(root), node.keyHolder().nodeId(), now()) instanceof Chain.Sound sound) {
            return MissionKey.of(seed, sound.chain().value(), addresses);
        }
        throw new MissionException("a mission key whose time is over, or has yet to begin, cannot be made");
    }

    /** 32 random bytes. */
    private Bytes seed() {
        byte[] seed = new byte[MissionKey.SEED_BYTES];
        Bytes first = node.randomId().get();
        Bytes second = node.randomId().get();
        System.arraycopy(first.toArray(), 0, seed, 0, first.size());
        System.arraycopy(second.toArray(), 0, seed, first.size(), second.size());
        return Bytes.of(seed);
    }

    /** @throws MissionException when it may not be passed on so */
    Chain passOn(MissionKey key, NodeId holder, Caveats caveats) {
        return key.extend(Holder.node(holder), caveats, node.randomId().get(), now());
    }

    /** Passes on what a mission key gives to another, made now; see {@link #passOn}. */
    MissionKey passOn(MissionKey key, Caveats caveats) {
        Bytes seed = seed();
        Chain chain =
                key.extend(MissionKey.holder(seed), caveats, node.randomId().get(), now());
        return MissionKey.of(seed, chain, key.addresses());
    }

    /** A node that has no session proves nothing any more: what it held by mission keys it must prove again. */
    void lapse(NodeId presenter) {
        authority().lapse(presenter);
    }

    /** @throws MissionException when this node does not hold the chain, or it may not be passed on so */
    Chain passOn(Chain chain, NodeId holder, Caveats caveats) {
        return chain.extend(
                node.keyHolder(), Holder.node(holder), caveats, node.randomId().get(), now());
    }

    /** @throws MissionException when there is no such thing to take back */
    Revocation decide(Revoking what) {
        if (what instanceof Revoking.OfMission mission) {
            return authority().revokeMission(mission.name());
        } else if (what instanceof Revoking.OfHolder holder) {
            return authority().revokeHolder(holder.key());
        } else if (what instanceof Revoking.OfGrant grant) {
            return authority().revokeGrant(grant.id());
        } else if (what instanceof Revoking.Everything) {
            return authority().revokeEverything();
        }
        return authority().revokeIssuedBefore(((Revoking.IssuedBefore) what).instant(), now());
    }

    private Finding take(Grant grant) {
        Chain chain = grant.terms().chain();
        if (chain == null) {
            return new Finding(Reason.DENIED);
        }
        keep(grant);
        return new Finding(null, chain.encoded(), null);
    }

    /** Remembers a grant beyond the end of the process; but not one by a mission key, which is to be proven again. */
    private void keep(Grant grant) {
        Chain chain = grant.terms().chain();
        if (chain != null
                && chain.holder().role() == Holder.Role.NODE
                && !node.books().kept().containsKey(chain.id())) {
            Holdings.SavedGrant saved = new Holdings.SavedGrant(chain.id(), grant.holder(), chain.encoded());
            node.books().kept().put(chain.id(), saved);
            node.books().store().putGrant(saved);
        }
    }

    /** What was granted before this boot stands again, now that its mission is defined; what ended meanwhile is forgotten. */
    Set<NodeId> restore(String mission) {
        Set<NodeId> restored = new HashSet<>();
        for (Holdings.SavedGrant saved : List.copyOf(node.books().kept().values())) {
            Reason refused = restore(saved, mission);
            if (refused == null) {
                restored.add(saved.presenter());
            } else if (refused == Reason.REVOKED) {
                owe(saved.presenter(), saved.id());
            } else if (refused == Reason.EXPIRED) {
                forget(saved.id());
            }
        }
        return restored;
    }

    /** Why it does not stand, or null when it does. One of another mission waits for that. */
    private @Nullable Reason restore(Holdings.SavedGrant saved, String mission) {
        Chain.Reading reading = Chain.read(saved.chain(), node.keyHolder().nodeId(), now());
        if (reading instanceof Chain.Worthless worthless) {
            return worthless.flaw().reason();
        }
        Verified<Chain> chain = ((Chain.Sound) reading).chain();
        if (!chain.value().root().mission().equals(mission)) {
            return Reason.DENIED;
        }
        Admission admission = authority()
                .accept(chain, saved.presenter(), null, now(), node.nanoTime().getAsLong());
        return admission instanceof Admission.Refused refused ? refused.reason() : null;
    }

    /**
     * The holder of a dead chain was told so, or will not be. Only then is it forgotten for good: else a holder that was away
     * would hear nothing of it when this node was started again meanwhile.
     */
    void told(Bytes chain) {
        if (untold.remove(chain)) {
            node.books().store().removeGrant(chain);
        }
    }

    private void forget(Bytes chain) {
        if (node.books().kept().remove(chain) != null) {
            node.books().store().removeGrant(chain);
        }
    }

    /** Writes it where it survives; until {@link #apply} the node knows that it is to hold. */
    CompletionStage<Void> record(Revocation decided) {
        node.books().undone().add(decided);
        if (!(decided instanceof Revocation.IssuedBefore)) {
            return node.books().store().record(decided);
        }
        // When a ticket was issued is not known any more, so all of them go.
        CompletionStage<Void> tickets = node.books().store().record(authority().revokeTickets());
        return tickets.thenCombine(node.books().store().record(decided), (one, other) -> other);
    }

    /** Makes it hold; whose grants it ended. */
    Set<NodeId> apply(Revocation decided) {
        Set<NodeId> holders = forget(authority().apply(decided), dead -> owe(dead.holder(), id(dead)));
        node.books().undone().remove(decided);
        return holders;
    }

    /** A Router that was replaced may not have lived to hear that these were written. */
    void applyUndone() {
        List.copyOf(node.books().undone()).forEach(this::apply);
    }

    /** Whose grants are over since the last time. */
    Set<NodeId> expire() {
        authority().purge(now()).forEach(over -> node.books().store().forget(over));
        authority()
                .quotas()
                .forgotten(now().getEpochSecond())
                .forEach(over -> node.books().store().forgetSpent(over));
        authority().purgeTickets(now()).forEach(over -> node.books().store().forgetRedeemed(over));
        return forget(authority().expire(now()), grant -> forget(id(grant)));
    }

    /** Why the last grants of a holder that are over are over, by mission. */
    Map<String, Reason> endings(NodeId holder) {
        return endings.of(holder);
    }

    /** Whose they were, now that they are over. */
    private Set<NodeId> forget(List<Grant> grants, Consumer<Grant> each) {
        grants.forEach(endings::remember);
        grants.stream().filter(grant -> grant.terms().chain() != null).forEach(each);
        return grants.stream().map(Grant::holder).collect(Collectors.toUnmodifiableSet());
    }

    private void owe(NodeId holder, Bytes chain) {
        if (node.books().kept().remove(chain) != null) {
            untold.add(chain);
        }
        notices.owe(holder, chain);
    }

    private static Bytes id(Grant grant) {
        Chain chain = grant.terms().chain();
        return chain == null ? Bytes.EMPTY : chain.id();
    }

    List<Grant> heldBy(NodeId holder) {
        return List.copyOf(authority().heldBy(holder));
    }
}
