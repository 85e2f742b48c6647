package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.limit.Bucket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What was used of quotas, for longer than the process runs: nothing passes that was not counted, in writing, before. For that the
 * count runs ahead; an end in order takes back what was not used of it, a kill does not.
 */
public final class Quotas {
    private record Kept(SignedGrant root, Bucket bucket) {}

    private final Map<Bytes, Map<NodeId, Kept>> kept = new HashMap<>();
    private final Map<Bytes, Map<NodeId, Spent>> before = new HashMap<>();
    private final List<Bytes> forgotten = new ArrayList<>();
    private List<Spent> fresh = new ArrayList<>();
    private volatile @Nullable BiConsumer<Bytes, NodeId> low;

    Quotas() {}

    /** What was written and not forgotten. Expected before anything is accepted. */
    public void remember(Iterable<Spent> spent) {
        spent.forEach(each ->
                before.computeIfAbsent(each.root(), root -> new HashMap<>()).put(each.holder(), each));
    }

    /**
     * From now on quotas are kept: what is told {@code root} and {@code holder}, on whatever thread, reserves more for them. Without it
     * nothing is kept.
     */
    public void reserveBy(BiConsumer<Bytes, NodeId> more) {
        low = more;
        // What was told before may have died with whoever was told.
        kept.values()
                .forEach(holders ->
                        holders.values().forEach(open -> open.bucket().askAgain()));
    }

    long usedBefore(Bytes root, NodeId holder) {
        Spent spent = before.getOrDefault(root, Map.of()).get(holder);
        return spent == null ? 0 : spent.used();
    }

    void keep(SignedGrant root, NodeId holder, Bucket bucket) {
        if (low == null || bucket.isKept()) {
            return;
        }
        bucket.keep(() -> {
            BiConsumer<Bytes, NodeId> more = low;
            if (more != null) {
                more.accept(root.id(), holder);
            }
        });
        kept.computeIfAbsent(root.id(), id -> new HashMap<>()).put(holder, new Kept(root, bucket));
        fresh.add(spent(root, holder, bucket.used()));
    }

    private static Spent spent(SignedGrant root, NodeId holder, long used) {
        return new Spent(
                root.id(),
                holder,
                used,
                Math.min(Caveat.MAX_SECONDS, root.caveats().expiry()));
    }

    void forget(Bytes root) {
        if (kept.remove(root) != null || before.remove(root) != null) {
            forgotten.add(root);
        }
    }

    /** Accounts that were opened since the last time, of which nothing is reserved yet. */
    public List<Spent> opened() {
        List<Spent> opened = fresh;
        fresh = new ArrayList<>();
        return opened;
    }

    /** Roots of which nothing needs to be known any more, since the last time; also those that were over long ago. */
    public List<Bytes> forgotten(long nowSeconds) {
        List<Bytes> over = new ArrayList<>(forgotten);
        forgotten.clear();
        before.entrySet().removeIf(each -> {
            boolean isOver = !kept.containsKey(each.getKey())
                    && each.getValue().values().stream()
                            .allMatch(spent -> nowSeconds - Revocations.KEEP_SECONDS >= spent.expirySeconds());
            if (isOver) {
                over.add(each.getKey());
            }
            return isOver;
        });
        return over;
    }

    /** So many more messages of this account, to be written first; empty when there is no such account. */
    public Optional<Reservation> reserve(Bytes root, NodeId holder, long ahead) {
        Kept account = kept.getOrDefault(root, Map.of()).get(holder);
        return Optional.ofNullable(account)
                .map(open -> new Reservation(
                        spent(open.root(), holder, open.bucket().used() + ahead), open.bucket(), ahead));
    }

    /** Lets nothing more pass, and says what was really used, to be written last of all. */
    public List<Spent> close() {
        List<Spent> all = new ArrayList<>();
        kept.forEach((root, holders) -> holders.forEach((holder, open) ->
                all.add(spent(open.root(), holder, open.bucket().freeze()))));
        return all;
    }
}
