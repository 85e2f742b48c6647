package io.comity.sim;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Redeemed;
import io.comity.mission.Revocation;
import io.comity.mission.Spent;
import io.comity.store.MemoryStore;
import io.comity.store.Store;
import io.comity.store.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A disk that outlives the lives of its node. A write is in the machine's memory first and on the disk a little later, when its stage
 * completes; what is only in memory is lost with the power, but for the first part of it, of which nobody knows how long it is.
 */
final class SimDisk implements Store {
    /** What a disk is like now. */
    enum State {
        SOUND,
        /** Takes seconds. */
        SLOW,
        /** Refuses every write. */
        FULL,
        /** Says that it has what it does not have yet. */
        LYING
    }

    private static final long FAST_NANOS = Duration.ofMillis(5).toNanos();
    private static final long SLOW_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long LIE_NANOS = Duration.ofSeconds(30).toNanos();

    private record Write(Function<Store, CompletionStage<Void>> deed, CompletableFuture<Void> done) {}

    private final Timeline timeline;
    private final SplittableRandom chance;
    private final MemoryStore platter = new MemoryStore();
    private final Deque<Write> inMemory = new ArrayDeque<>();
    private State state = State.SOUND;
    private boolean hasLost;
    private long lastEpoch;

    SimDisk(Timeline timeline, SplittableRandom chance) {
        this.timeline = timeline;
        this.chance = chance;
    }

    void state(State now) {
        state = now;
    }

    boolean isFull() {
        return state == State.FULL;
    }

    /** Whether something is gone of which it had said that it is safe. */
    boolean hasLost() {
        return hasLost;
    }

    /** The last that it was given, wherever that is now. */
    long lastEpoch() {
        return lastEpoch;
    }

    int waiting() {
        return inMemory.size();
    }

    /** The power fails: of what is in memory a first part is on the disk, and the rest nowhere. */
    void powerFails() {
        int survive = inMemory.isEmpty() ? 0 : chance.nextInt(inMemory.size() + 1);
        while (!inMemory.isEmpty()) {
            Write write = inMemory.remove();
            if (survive-- > 0) {
                settle(write);
            } else {
                hasLost |= write.done().isDone();
            }
        }
    }

    /** The process is gone, but its machine goes on and writes what it was given. */
    void flush() {
        while (!inMemory.isEmpty()) {
            reach(inMemory.element());
        }
    }

    private CompletionStage<Void> write(Function<Store, CompletionStage<Void>> deed) {
        if (state == State.FULL) {
            return CompletableFuture.failedStage(new StoreException("not stored: no space is left on the disk", null));
        }
        if (inMemory.size() >= MAX_PENDING) {
            return CompletableFuture.failedStage(new StoreException("not stored: too many writes wait", null));
        }
        Write write = new Write(deed, new CompletableFuture<>());
        inMemory.add(write);
        if (state == State.LYING) {
            write.done().complete(null);
        }
        long nanos = state == State.LYING ? LIE_NANOS : state == State.SLOW ? SLOW_NANOS : FAST_NANOS;
        timeline.after(chance.nextLong(nanos) + 1, () -> reach(write));
        return write.done();
    }

    /** With all before it. */
    private void reach(Write write) {
        while (inMemory.contains(write)) {
            settle(inMemory.remove());
        }
    }

    private void settle(Write write) {
        write.deed().apply(platter).whenComplete((done, failure) -> {
            if (failure == null) {
                write.done().complete(null);
            } else {
                write.done().completeExceptionally(failure);
            }
        });
    }

    @Override
    public Contents contents() {
        return platter.contents();
    }

    @Override
    public CompletionStage<Void> putEpoch(long epoch) {
        lastEpoch = epoch;
        return write(store -> store.putEpoch(epoch));
    }

    @Override
    public CompletionStage<Void> putAdvert(SavedAdvert advert) {
        return write(store -> store.putAdvert(advert));
    }

    @Override
    public CompletionStage<Void> removeAdvert(NodeId node) {
        return write(store -> store.removeAdvert(node));
    }

    @Override
    public CompletionStage<Void> putPetname(String name, NodeId node) {
        return write(store -> store.putPetname(name, node));
    }

    @Override
    public CompletionStage<Void> removePetname(String name) {
        return write(store -> store.removePetname(name));
    }

    @Override
    public List<Revocation> revocations() {
        return platter.revocations();
    }

    @Override
    public CompletionStage<Void> record(Revocation revocation) {
        return write(store -> store.record(revocation));
    }

    @Override
    public CompletionStage<Void> forget(Revocation revocation) {
        return write(store -> store.forget(revocation));
    }

    @Override
    public List<SavedGrant> grants() {
        return platter.grants();
    }

    @Override
    public CompletionStage<Void> putGrant(SavedGrant grant) {
        return write(store -> store.putGrant(grant));
    }

    @Override
    public CompletionStage<Void> removeGrant(Bytes id) {
        return write(store -> store.removeGrant(id));
    }

    @Override
    public List<Redeemed> redeemed() {
        return platter.redeemed();
    }

    @Override
    public CompletionStage<Void> putRedeemed(Redeemed use) {
        return write(store -> store.putRedeemed(use));
    }

    @Override
    public CompletionStage<Void> forgetRedeemed(Bytes ticket) {
        return write(store -> store.forgetRedeemed(ticket));
    }

    @Override
    public List<SavedReceipt> receipts() {
        return platter.receipts();
    }

    @Override
    public List<SavedTip> tips() {
        return platter.tips();
    }

    @Override
    public CompletionStage<Void> putReceipt(SavedReceipt receipt) {
        return write(store -> store.putReceipt(receipt));
    }

    @Override
    public CompletionStage<Void> removeReceipt(SavedReceipt receipt) {
        return write(store -> store.removeReceipt(receipt));
    }

    @Override
    public CompletionStage<Void> putTip(SavedTip tip) {
        return write(store -> store.putTip(tip));
    }

    @Override
    public List<Spent> spent() {
        return platter.spent();
    }

    @Override
    public CompletionStage<Void> putSpent(Spent account) {
        return write(store -> store.putSpent(account));
    }

    @Override
    public CompletionStage<Void> forgetSpent(Bytes root) {
        return write(store -> store.forgetSpent(root));
    }

    /** The node is done with it; the disk is not. */
    @Override
    public void close() {
        flush();
    }
}
