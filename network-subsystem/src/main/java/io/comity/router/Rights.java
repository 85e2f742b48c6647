package io.comity.router;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.inquiry.Endings;
import io.comity.mission.Admission;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Evidence;
import io.comity.mission.Grant;
import io.comity.mission.Holder;
import io.comity.mission.Invitation;
import io.comity.mission.MissionException;
import io.comity.mission.Presentation;
import io.comity.mission.Reason;
import io.comity.mission.Redemption;
import io.comity.mission.Revocation;
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
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The node's {@link Authority} with its key, clocks and journal. Used by the Router only. */
final class Rights {
    private final Router.Context node;

    private final Endings endings = new Endings();

    Rights(Router.Context node) {
        this.node = node;
    }

    private Authority authority() {
        return node.books().authority();
    }

    private Instant now() {
        return node.clock().get();
    }

    /** A caveat that nobody enforces is not a weaker grant but none. */
    private static boolean isEnforced(Caveats caveats) {
        return caveats.evidence() == Evidence.OFF;
    }

    private static void requireEnforced(Caveats caveats) {
        if (!isEnforced(caveats)) {
            throw new MissionException(
                    "this version gathers no evidence, so it makes no such grant; leave out evidence(…)");
        }
    }

    /** What is found of what a node presented: why it gives nothing, or null and the chain that was granted. */
    record Finding(@Nullable Reason refused, Bytes chain) {
        private Finding(Reason refused) {
            this(refused, Bytes.EMPTY);
        }
    }

    Finding judge(NodeProxy.Judge judge) {
        Optional<Presentation> chain = Presentation.read(judge.credential());
        if (chain.isPresent()) {
            Admission admission = chain.get()
                    .to(
                            authority(),
                            judge.peer(),
                            judge.session(),
                            now(),
                            node.nanoTime().getAsLong());
            return admission instanceof Admission.Refused refused
                    ? new Finding(refused.reason())
                    : take(((Admission.Accepted) admission).grant());
        }
        Parsed<Verified<Ticket>> ticket =
                Invitation.redeemable(judge.credential(), node.keyHolder().nodeId());
        return ticket instanceof Parsed.Accepted<Verified<Ticket>> accepted
                ? redeem(accepted.value(), judge.peer())
                : new Finding(Reason.DENIED);
    }

    private Finding redeem(Verified<Ticket> ticket, NodeId holder) {
        Redemption redemption = authority()
                .redeem(
                        node.keyHolder(),
                        ticket,
                        holder,
                        node.randomId().get(),
                        now(),
                        node.nanoTime().getAsLong());
        return redemption instanceof Redemption.Refused refused
                ? new Finding(refused.reason())
                : take(((Redemption.Granted) redemption).grant());
    }

    /** @throws MissionException when it cannot be issued */
    Invitation invite(Router.Invite invite, List<String> addresses) {
        requireEnforced(invite.caveats());
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
        requireEnforced(caveats);
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

    /** @throws MissionException when this node does not hold the chain, or it may not be passed on so */
    Chain passOn(Chain chain, NodeId holder, Caveats caveats) {
        requireEnforced(caveats);
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
        if (chain == null || !isEnforced(grant.terms().caveats())) {
            return new Finding(Reason.DENIED);
        }
        keep(grant);
        return new Finding(null, chain.encoded());
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
            } else if (refused == Reason.REVOKED || refused == Reason.EXPIRED) {
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

    private void forget(Bytes chain) {
        if (node.books().kept().remove(chain) != null) {
            node.books().store().removeGrant(chain);
        }
    }

    /** Writes it where it survives; until {@link #apply} the node knows that it is to hold. */
    CompletionStage<Void> record(Revocation decided) {
        node.books().undone().add(decided);
        return node.books().store().record(decided);
    }

    /** Makes it hold; whose grants it ended. */
    Set<NodeId> apply(Revocation decided) {
        Set<NodeId> holders = forget(authority().apply(decided));
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
        return forget(authority().expire(now()));
    }

    /** Why the last grants of a holder that are over are over, by mission. */
    Map<String, Reason> endings(NodeId holder) {
        return endings.of(holder);
    }

    /** Whose they were, now that they are over. */
    private Set<NodeId> forget(List<Grant> grants) {
        grants.forEach(endings::remember);
        for (Grant grant : grants) {
            Chain chain = grant.terms().chain();
            if (chain != null) {
                forget(chain.id());
            }
        }
        return grants.stream().map(Grant::holder).collect(Collectors.toUnmodifiableSet());
    }

    List<Grant> heldBy(NodeId holder) {
        return authority().heldBy(holder).stream()
                .filter(grant -> isEnforced(grant.terms().caveats()))
                .toList();
    }
}
