package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.limit.Allowance;
import io.comity.limit.Bucket;
import io.comity.limit.Limit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The grants that were presented and stand, and what their holders have used. Buckets live as long as their root could, however
 * often grants come and go: else whoever is throttled would present again.
 */
final class Standing {
    /** What the holders under one root have used, and how many grants stand there. */
    private static final class Account {
        private final SignedGrant root;
        private final Map<NodeId, Bucket> buckets = new HashMap<>();
        private int standing;

        private Account(SignedGrant root) {
            this.root = root;
        }
    }

    private final Authority.Limits limits;
    private final Map<NodeId, Map<Bytes, Grant>> grants = new HashMap<>();
    private final Map<Bytes, Account> accounts = new HashMap<>();
    private int grantCount;
    private int bucketCount;

    Standing(Authority.Limits limits) {
        this.limits = limits;
    }

    @Nullable
    Grant find(NodeId presenter, Bytes chain) {
        return grants.getOrDefault(presenter, Map.of()).get(chain);
    }

    /** Whether one more of this chain fits every bound. */
    boolean hasRoomFor(Chain chain) {
        Account account = accounts.get(chain.root().id());
        Map<NodeId, Bucket> known = account == null ? Map.of() : account.buckets;
        int standingThere = account == null ? 0 : account.standing;
        long fresh = chain.links().stream()
                .map(link -> link.holder().key())
                .distinct()
                .filter(key -> !known.containsKey(key))
                .count();
        return grantCount < limits.grants()
                && standingThere < limits.perRoot()
                && known.size() + fresh <= limits.perRoot()
                && bucketCount + fresh <= limits.holders();
    }

    Grant add(Mission mission, NodeId presenter, Chain chain, long nowNs) {
        Account account = accounts.computeIfAbsent(chain.root().id(), id -> new Account(chain.root()));
        Terms terms = new Terms(chain.caveats(), allowance(account, chain, nowNs), chain);
        Grant grant = new Grant(mission, presenter, new Gate(), terms);
        grants.computeIfAbsent(presenter, node -> new LinkedHashMap<>()).put(chain.id(), grant);
        grantCount++;
        account.standing++;
        return grant;
    }

    /** Whoever holds several links of the chain draws once, under the last of them, which is the narrowest. */
    private Allowance allowance(Account account, Chain chain, long nowNs) {
        Map<NodeId, Limit> limits = new LinkedHashMap<>();
        for (int i = 0; i < chain.links().size(); i++) {
            limits.put(chain.links().get(i).holder().key(), chain.met().get(i).limit());
        }
        List<Allowance.Part> parts = new ArrayList<>();
        limits.forEach((holder, limit) -> parts.add(new Allowance.Part(bucket(account, holder, nowNs), limit)));
        return new Allowance(parts);
    }

    private Bucket bucket(Account account, NodeId holder, long nowNs) {
        Bucket known = account.buckets.get(holder);
        if (known != null) {
            return known;
        }
        Bucket fresh = new Bucket(nowNs);
        account.buckets.put(holder, fresh);
        bucketCount++;
        return fresh;
    }

    /** Takes out whatever {@code isOver}, closes its gates, and says what it was. */
    List<Grant> close(Predicate<Grant> isOver, Reason reason) {
        List<Grant> closed = new ArrayList<>();
        for (Map<Bytes, Grant> held : grants.values()) {
            held.values().stream().filter(isOver).forEach(closed::add);
            held.values().removeIf(isOver);
        }
        grants.values().removeIf(Map::isEmpty);
        grantCount -= closed.size();
        closed.forEach(grant -> {
            grant.gate().close(reason);
            leaveAccount(grant);
        });
        return closed;
    }

    private void leaveAccount(Grant grant) {
        Chain chain = grant.terms().chain();
        Account account = chain == null ? null : accounts.get(chain.root().id());
        if (account != null) {
            account.standing--;
        }
    }

    /** Forgets what was used of roots under which nothing can come any more. */
    void forget(Predicate<SignedGrant> isOver) {
        accounts.values().removeIf(account -> {
            boolean gone = isOver.test(account.root);
            bucketCount -= gone ? account.buckets.size() : 0;
            return gone;
        });
    }

    Collection<Grant> of(NodeId presenter) {
        return List.copyOf(grants.getOrDefault(presenter, Map.of()).values());
    }

    List<Grant> all() {
        return grants.values().stream().flatMap(held -> held.values().stream()).toList();
    }
}
