package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Redeemed;
import io.comity.mission.Revocation;
import io.comity.mission.Spent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Forgets everything with the process: for tests. {@link #contents} is always what was put so far. */
public final class MemoryStore implements Store {
    private final Map<NodeId, SavedAdvert> adverts = new LinkedHashMap<>();
    private final Map<String, NodeId> petnames = new LinkedHashMap<>();
    private final Map<Bytes, Long> revocations = new LinkedHashMap<>();
    private final Map<Bytes, SavedGrant> held = new LinkedHashMap<>();
    private final Map<List<Bytes>, Redeemed> redeemed = new LinkedHashMap<>();
    private final Map<List<Object>, SavedReceipt> receipts = new LinkedHashMap<>();
    private final Map<NodeId, SavedTip> tips = new LinkedHashMap<>();
    private final Map<List<Bytes>, Spent> spent = new LinkedHashMap<>();
    private long lastEpoch;
    private boolean closed;

    @Override
    public synchronized Contents contents() {
        return new Contents(lastEpoch, new ArrayList<>(adverts.values()), petnames);
    }

    @Override
    public CompletionStage<Void> putEpoch(long epoch) {
        return write(() -> lastEpoch = epoch);
    }

    @Override
    public CompletionStage<Void> putAdvert(SavedAdvert advert) {
        return write(() -> adverts.put(advert.node(), advert));
    }

    @Override
    public CompletionStage<Void> removeAdvert(NodeId node) {
        return write(() -> adverts.remove(node));
    }

    @Override
    public synchronized CompletionStage<Void> putPetname(String name, NodeId node) {
        boolean isTaken = petnames.containsKey(name) || petnames.containsValue(node);
        return isTaken ? failed("the petname or its node is taken") : write(() -> petnames.put(name, node));
    }

    @Override
    public CompletionStage<Void> removePetname(String name) {
        return write(() -> petnames.remove(name));
    }

    @Override
    public synchronized List<Revocation> revocations() {
        return revocations.entrySet().stream()
                .flatMap(row -> Revocation.of(row.getKey(), row.getValue()).stream())
                .toList();
    }

    @Override
    public CompletionStage<Void> record(Revocation revocation) {
        return write(() -> revocations.merge(revocation.subject(), revocation.number(), Math::max));
    }

    @Override
    public CompletionStage<Void> forget(Revocation revocation) {
        return write(() -> revocations.computeIfPresent(
                revocation.subject(), (subject, number) -> number > revocation.number() ? number : null));
    }

    @Override
    public synchronized List<SavedGrant> grants() {
        return List.copyOf(held.values());
    }

    @Override
    public CompletionStage<Void> putGrant(SavedGrant grant) {
        return write(() -> held.put(grant.id(), grant));
    }

    @Override
    public CompletionStage<Void> removeGrant(Bytes id) {
        return write(() -> held.remove(id));
    }

    @Override
    public synchronized List<Redeemed> redeemed() {
        return List.copyOf(redeemed.values());
    }

    @Override
    public CompletionStage<Void> putRedeemed(Redeemed use) {
        return write(
                () -> redeemed.putIfAbsent(List.of(use.ticket(), use.holder().key()), use));
    }

    @Override
    public CompletionStage<Void> forgetRedeemed(Bytes ticket) {
        return write(() -> redeemed.keySet().removeIf(key -> key.get(0).equals(ticket)));
    }

    @Override
    public synchronized List<SavedReceipt> receipts() {
        return List.copyOf(receipts.values());
    }

    @Override
    public synchronized List<SavedTip> tips() {
        return List.copyOf(tips.values());
    }

    @Override
    public CompletionStage<Void> putReceipt(SavedReceipt receipt) {
        return write(() -> receipts.put(key(receipt), receipt));
    }

    @Override
    public CompletionStage<Void> removeReceipt(SavedReceipt receipt) {
        return write(() -> receipts.remove(key(receipt)));
    }

    private static List<Object> key(SavedReceipt receipt) {
        return List.of(receipt.owner(), receipt.holder(), receipt.session(), receipt.last());
    }

    @Override
    public CompletionStage<Void> putTip(SavedTip tip) {
        return write(() -> tips.put(tip.holder(), tip));
    }

    @Override
    public synchronized List<Spent> spent() {
        return List.copyOf(spent.values());
    }

    @Override
    public CompletionStage<Void> putSpent(Spent account) {
        return write(() -> spent.put(List.of(account.root(), account.holder().key()), account));
    }

    @Override
    public CompletionStage<Void> forgetSpent(Bytes root) {
        return write(() -> spent.keySet().removeIf(key -> key.get(0).equals(root)));
    }

    private synchronized CompletionStage<Void> write(Runnable write) {
        if (closed) {
            return failed("it is closed");
        }
        write.run();
        return CompletableFuture.completedStage(null);
    }

    private static CompletionStage<Void> failed(String why) {
        return CompletableFuture.failedStage(new StoreException("not stored: " + why, null));
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
