package io.comity.explore;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Caveat;
import io.comity.mission.Chain;
import io.comity.mission.Grant;
import io.comity.mission.Holder;
import io.comity.mission.Presentation;
import io.comity.mission.Revocation;
import io.comity.mission.SignedGrant;
import io.comity.reference.Export;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks on, and judges by rules of its own what Alice's machines let pass: from the links of the chain itself, one by one, and from
 * what was taken back.
 */
final class Watch {
    /** What authorisation promises. */
    enum Promise {
        NOTHING_WITHOUT_A_GRANT,
        REVOCATION_IS_FINAL,
        A_CHAIN_ONLY_NARROWS,
        NO_RIGHT_BY_REFLECTION,
        COUNTERS_ONLY_GROW
    }

    private final Set<Revocation> revoked = new HashSet<>();
    /** Chains of mission keys, with the nodes that proved to have them. */
    private final Set<Bytes> proven = new HashSet<>();

    private final Set<Bytes> given = new HashSet<>();
    private final Map<Bytes, Long> used = new HashMap<>();
    /** Of each session, what was given out and, of references, on account of which chain; or nothing for an engine. */
    private final Map<Bytes, Map<Long, Bytes>> named = new HashMap<>();

    private final Map<Bytes, Chain> accounts = new HashMap<>();
    private final Set<Bytes> usedOnce = new HashSet<>();
    private long lastSerial = Long.MIN_VALUE;
    private boolean hasDelivered;
    private @Nullable String wrong;

    @Nullable
    String wrong() {
        return wrong;
    }

    boolean hasDelivered() {
        return hasDelivered;
    }

    private void require(boolean holds, Promise promise, String what) {
        if (!holds && wrong == null) {
            wrong = promise + ": " + what;
        }
    }

    void issued(long serial) {
        require(serial > lastSerial, Promise.COUNTERS_ONLY_GROW, "serial " + serial + " after " + lastSerial);
        lastSerial = Math.max(serial, lastSerial);
    }

    /** The same one again is not new. */
    void given(Grant grant) {
        if (given.add(chain(grant).id())) {
            issued(chain(grant).root().serial());
        }
    }

    boolean hasGiven() {
        return !given.isEmpty();
    }

    void accepted(Grant grant, Person peer, Presentation paper) {
        if (paper.proof().size() > 0 && peer == Person.BOB) {
            proven.add(chain(grant).id());
        }
        Chain chain = chain(grant);
        require(isAlices(chain), Promise.NO_RIGHT_BY_REFLECTION, chain + " of another node was accepted");
    }

    void named(Person peer, Export export, @Nullable Grant origin) {
        Map<Long, Bytes> given = named.computeIfAbsent(peer.node().key(), node -> new HashMap<>());
        Bytes account = origin == null ? Bytes.EMPTY : chain(origin).id();
        Bytes before = given.putIfAbsent(export.ref(), account);
        require(
                before == null || before.equals(account),
                Promise.COUNTERS_ONLY_GROW,
                "ref " + export.ref() + " is new");
        require(export.ref() >= 0, Promise.COUNTERS_ONLY_GROW, "ref " + export.ref());
        if (origin != null) {
            require(before == null, Promise.COUNTERS_ONLY_GROW, "ref " + export.ref() + " was given out twice");
            accounts.put(account, chain(origin));
        }
    }

    boolean hasLent(Person peer, boolean once) {
        return named.getOrDefault(peer.node().key(), Map.of()).entrySet().stream()
                .anyMatch(each -> each.getValue().size() > 0 && (each.getKey() & 1) == (once ? 0 : 1));
    }

    void delivered(Person peer, Export export, int type, @Nullable Grant grant, long second) {
        hasDelivered = true;
        Bytes account = named.getOrDefault(peer.node().key(), Map.of()).get(export.ref());
        require(account != null, Promise.NOTHING_WITHOUT_A_GRANT, peer + " was never told of ref " + export.ref());
        if (grant == null) {
            lent(peer, export, account);
            return;
        }
        Chain chain = chain(grant);
        require(isAlices(chain), Promise.NO_RIGHT_BY_REFLECTION, peer + " by " + chain);
        require(isHeld(chain, peer), Promise.NOTHING_WITHOUT_A_GRANT, peer + " by " + chain);
        require(!isRevoked(chain, peer), Promise.REVOCATION_IS_FINAL, peer + " by " + chain);
        for (SignedGrant link : chain.links()) {
            String name = type == Papers.NARROW_TYPE ? "Greet" : "Shout";
            boolean isInside = link.caveats().allows(Papers.ENGINE, name)
                    && second < link.caveats().expiry();
            require(isInside, Promise.A_CHAIN_ONLY_NARROWS, peer + " said " + name + " by " + chain);
        }
        count(chain);
    }

    private void count(Chain chain) {
        long now = used.merge(chain.root().id(), 1L, Long::sum);
        long quota = chain.root().caveats().get(Caveat.QUOTA).orElse(Long.MAX_VALUE);
        require(now <= quota, Promise.A_CHAIN_ONLY_NARROWS, now + " messages by " + chain);
    }

    private void lent(Person peer, Export export, @Nullable Bytes account) {
        Chain chain = account == null ? null : accounts.get(account);
        require(chain != null, Promise.NOTHING_WITHOUT_A_GRANT, peer + " to a reference of no grant");
        require(
                chain == null || !isRevoked(chain, peer),
                Promise.REVOCATION_IS_FINAL,
                peer + " to a reference that came of " + chain);
        boolean isOnce = (export.ref() & 1) == 0;
        Bytes use = Bytes.of(new byte[] {(byte) peer.name().charAt(0), (byte) export.ref()});
        require(!isOnce || usedOnce.add(use), Promise.COUNTERS_ONLY_GROW, "a reference for one use was used again");
    }

    private static Chain chain(Grant grant) {
        return Objects.requireNonNull(grant.terms().chain());
    }

    private static boolean isAlices(Chain chain) {
        return chain.root().signer().equals(Person.ALICE.node())
                && chain.links().stream().allMatch(link -> link.owner().equals(Person.ALICE.node()));
    }

    private boolean isHeld(Chain chain, Person peer) {
        for (int i = 1; i < chain.links().size(); i++) {
            SignedGrant before = chain.links().get(i - 1);
            SignedGrant link = chain.links().get(i);
            if (!link.signer().equals(before.holder().key()) || !link.parent().equals(before.id())) {
                return false;
            }
        }
        return chain.holder().role() == Holder.Role.NODE
                ? chain.holder().key().equals(peer.node())
                : peer == Person.BOB && proven.contains(chain.id());
    }

    void revoked(Revocation revocation) {
        revoked.add(revocation);
    }

    /** What was written before it holds after it; who may name what begins anew. */
    void restarted(Set<Revocation> journal) {
        revoked.addAll(journal);
        given.clear();
        named.clear();
        accounts.clear();
        usedOnce.clear();
        proven.clear();
        used.clear();
    }

    private boolean isRevoked(Chain chain, Person peer) {
        long serial = chain.root().serial();
        return revoked.stream().anyMatch(each -> concerns(each, chain, serial, peer.node()));
    }

    private static boolean concerns(Revocation revocation, Chain chain, long serial, NodeId peer) {
        if (revocation instanceof Revocation.OfGrant grant) {
            return chain.links().stream().anyMatch(link -> link.id().equals(grant.id()));
        }
        if (revocation instanceof Revocation.OfHolder holder) {
            boolean isIn =
                    chain.links().stream().anyMatch(link -> link.holder().key().equals(holder.key()));
            return serial <= holder.upTo() && (isIn || holder.key().equals(peer));
        }
        return !(revocation instanceof Revocation.OfTickets) && serial <= revocation.number();
    }
}
