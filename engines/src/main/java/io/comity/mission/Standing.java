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
    /** What the holders under one root have used, and what stands there. */
    private static final class Account {
        private final SignedGrant root;
        private final Object guard = new Object();
        private final Map<NodeId, Bucket> buckets = new HashMap<>();
        private final Map<NodeId, Integer> standingOf = new HashMap<>();
        private int standing;
        private long bytes;

        private Account(SignedGrant root) {
            this.root = root;
        }

        private void add(NodeId presenter, Chain chain) {
            standingOf.merge(presenter, 1, Integer::sum);
            standing++;
            bytes += chain.encoded().size();
        }

        private void remove(NodeId presenter, Chain chain) {
            standingOf.computeIfPresent(presenter, (node, count) -> count == 1 ? null : count - 1);
            standing--;
            bytes -= chain.encoded().size();
        }

        private boolean hasRoomFor(NodeId presenter, Chain chain, long freshHolders, Authority.Limits limits) {
            return standing < limits.perRoot()
                    && standingOf.getOrDefault(presenter, 0) < limits.perHolder()
                    && bytes + chain.encoded().size() <= limits.bytesPerRoot()
                    && buckets.size() + freshHolders <= limits.perRoot();
        }
    }

    private final Authority.Limits limits;
    private final Map<NodeId, Map<Bytes, Grant>> grants = new HashMap<>();
    private final Map<Bytes, Account> accounts = new HashMap<>();
    private final Dependents dependents = new Dependents();
    private final Quotas quotas = new Quotas();
    private int grantCount;
    private int bucketCount;

    Standing(Authority.Limits limits) {
        this.limits = limits;
    }

    Quotas quotas() {
        return quotas;
    }

    @Nullable
    Grant find(NodeId presenter, Bytes chain) {
        return grants.getOrDefault(presenter, Map.of()).get(chain);
    }

    /** The grant by a root of this mission with exactly these caveats that a node holds, or null. */
    @Nullable
    Grant root(NodeId holder, String mission, Caveats caveats) {
        for (Grant grant : of(holder)) {
            Chain chain = grant.terms().chain();
            // What a node has by a mission key ends with its session, so it is not what its owner gives to that node.
            boolean isRoot =
                    chain != null && chain.links().size() == 1 && chain.holder().role() == Holder.Role.NODE;
            if (isRoot
                    && grant.mission().name().equals(mission)
                    && grant.terms().caveats().equals(caveats)) {
                return grant;
            }
        }
        return null;
    }

    /** Whether one more of this chain fits every bound. */
    boolean hasRoomFor(NodeId presenter, Chain chain) {
        Account known = accounts.get(chain.root().id());
        Account account = known == null ? new Account(chain.root()) : known;
        long fresh = chain.links().stream()
                .map(link -> link.holder().key())
                .distinct()
                .filter(key -> !account.buckets.containsKey(key))
                .count();
        return grantCount < limits.grants()
                && bucketCount + fresh <= limits.holders()
                && account.hasRoomFor(presenter, chain, fresh, limits);
    }

    Grant add(Mission mission, NodeId presenter, Chain chain, long nowNs) {
        Account account = accounts.computeIfAbsent(chain.root().id(), id -> new Account(chain.root()));
        Terms terms = new Terms(chain.caveats(), allowance(account, chain, nowNs), chain);
        Grant grant = new Grant(mission, presenter, new Gate(), terms);
        grants.computeIfAbsent(presenter, node -> new LinkedHashMap<>()).put(chain.id(), grant);
        dependents.add(grant, chain);
        grantCount++;
        account.add(presenter, chain);
        return grant;
    }

    /** The grants of a mission allow what it allows now; all else of them stays. */
    void redefine(Mission mission) {
        for (Grant before : all()) {
            Chain chain = before.terms().chain();
            if (chain != null && before.mission().name().equals(mission.name())) {
                Grant after = new Grant(mission, before.holder(), before.gate(), before.terms());
                grants.getOrDefault(before.holder(), Map.of()).replace(chain.id(), after);
                dependents.remove(before, chain);
                dependents.add(after, chain);
            }
        }
    }

    /** Whoever holds several links of the chain draws once, under the last of them, which is the narrowest. */
    private Allowance allowance(Account account, Chain chain, long nowNs) {
        Map<NodeId, Limit> limits = new LinkedHashMap<>();
        for (int i = 0; i < chain.links().size(); i++) {
            limits.put(chain.links().get(i).holder().key(), chain.met().get(i).limit());
        }
        List<Allowance.Part> parts = new ArrayList<>();
        limits.forEach((holder, limit) -> parts.add(new Allowance.Part(bucket(account, holder, limit, nowNs), limit)));
        return new Allowance(parts);
    }

    private Bucket bucket(Account account, NodeId holder, Limit limit, long nowNs) {
        Bucket bucket = account.buckets.get(holder);
        if (bucket == null) {
            bucket = new Bucket(account.guard, nowNs, quotas.usedBefore(account.root.id(), holder));
            account.buckets.put(holder, bucket);
            bucketCount++;
        }
        if (limit.quota() < Long.MAX_VALUE) {
            quotas.keep(account.root, holder, bucket);
        }
        return bucket;
    }

    /** Closes the gates of grants that stand, all before anything else, and takes them out. */
    void close(List<Grant> over, Reason reason) {
        over.forEach(grant -> grant.gate().close(reason));
        for (Grant grant : over) {
            Chain chain = grant.terms().chain();
            if (chain != null) {
                remove(grant, chain);
            }
        }
    }

    private void remove(Grant grant, Chain chain) {
        grants.computeIfPresent(grant.holder(), (node, held) -> {
            held.remove(chain.id());
            return held.isEmpty() ? null : held;
        });
        dependents.remove(grant, chain);
        grantCount--;
        Account account = accounts.get(chain.root().id());
        if (account != null) {
            account.remove(grant.holder(), chain);
        }
    }

    /** The grants that rest on this link. */
    Collection<Grant> onLink(Bytes id) {
        return dependents.onLink(id);
    }

    /** The grants that rest on a link that this key holds, or that it presents. */
    Collection<Grant> onKey(NodeId key) {
        return dependents.onKey(key);
    }

    /** Forgets what was used of one root, if it is one. */
    void forget(Bytes root) {
        Account account = accounts.remove(root);
        bucketCount -= account == null ? 0 : account.buckets.size();
        quotas.forget(root);
    }

    /** Forgets what was used of roots under which nothing can come any more. */
    void forget(Predicate<SignedGrant> isOver) {
        accounts.values().removeIf(account -> {
            boolean gone = isOver.test(account.root);
            if (gone) {
                bucketCount -= account.buckets.size();
                quotas.forget(account.root.id());
            }
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
