package io.comity.reference;

import akka.actor.typed.ActorRef;
import io.comity.engine.Protocol;
import io.comity.limit.Allowance;
import io.comity.limit.Bucket;
import io.comity.limit.Limit;
import io.comity.mission.Gate;
import io.comity.mission.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one peer may name, for the life of one session. Looked up by the wire's thread without a lock; written by whoever
 * exports, under one.
 *
 * <p>The lowest bit of a ref says whether it may be used more than once: the importer keeps odd ones, see {@link Loans}, and
 * forgets even ones. Refs are never given out twice.
 */
public final class ExportTable {
    /** Engines that were withdrawn and are still told apart from those that never were: the one before them is as unknown as these. */
    static final int MAX_WITHDRAWN = 1_024;

    /**
     * @param references exported in messages and not yet used up or over
     * @param replyNanos how long a one-shot reference waits for its reply
     * @param replyBytes of the one message to a one-shot reference
     * @param leaseBeats how long a reference that may be used again is kept for a peer that does not speak of it
     * @param rate of messages to each of those
     */
    public record Limits(int references, long replyNanos, int replyBytes, long leaseBeats, Limit rate) {
        /** None but these two. */
        public Limits(int references, long replyNanos) {
            this(references, replyNanos, Integer.MAX_VALUE, Long.MAX_VALUE / 2, Limit.NONE);
        }
    }

    /** The table is full: the message that holds the reference cannot be sent now. Has no stack, it is not a bug. */
    public static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Full(int references) {
            super("the peer holds " + references + " references already", null, false, false);
        }
    }

    private final Limits limits;
    private final LongSupplier nanoTime;
    private final @Nullable Backlogs backlogs;
    private final Map<Long, Export> byRef = new ConcurrentHashMap<>();
    private final Map<String, Export> engines = new HashMap<>();
    private final Deque<Export> withdrawn = new ArrayDeque<>();
    private final Loans loans;
    private final Calls calls;
    private final Map<Long, Long> replyDeadlines = new LinkedHashMap<>();
    private Consumer<ActorRef<?>> lent = target -> {};
    private long given;

    /** For engines that take no marks, see {@link Backlog#marking}: what waits for them is not counted. */
    public ExportTable(Limits limits, LongSupplier nanoTime) {
        this(limits, nanoTime, null);
    }

    /** @param backlogs of the peer, in this session and those before */
    public ExportTable(Limits limits, LongSupplier nanoTime, @Nullable Backlogs backlogs) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.backlogs = backlogs;
        this.loans = new Loans(limits.leaseBeats());
        this.calls = new Calls(limits.references(), limits.replyNanos(), nanoTime);
    }

    /** @param listener told, under a lock, of each actor that the peer could not name before */
    public synchronized void onLent(Consumer<ActorRef<?>> listener) {
        lent = listener;
    }

    /** Calls of the peer that wait for their reply. */
    public Calls calls() {
        return calls;
    }

    /** The entry a peer means by {@code ref}, or null: it cannot tell which of the two it was. */
    public @Nullable Export find(long ref) {
        return byRef.get(ref);
    }

    // Engines.

    /** Adds an engine, or gives a known one more types. */
    public synchronized Export engine(
            String name, ActorRef<?> target, Protocol<?> protocol, List<Export.Right> rights) {
        Export known = engines.get(name);
        if (known != null && known.target().equals(target)) {
            known.allow(rights);
            return known;
        }
        Export export = Export.engine(
                nextRef(true), target, backlogs == null ? null : backlogs.of(name, target), protocol, rights);
        engines.put(name, export);
        byRef.put(export.ref(), export);
        return export;
    }

    public synchronized @Nullable Export engine(String name) {
        return engines.get(name);
    }

    /** Names of the engines exported now. */
    public synchronized List<String> engineNames() {
        return List.copyOf(engines.keySet());
    }

    /** Withdraws an engine. Its ref stays known for a while, so that a cast already on its way is refused with the reason. */
    public synchronized @Nullable Export forget(String name, Reason reason) {
        Export export = engines.remove(name);
        if (export != null) {
            export.withdraw(reason);
            withdrawn.add(export);
            if (withdrawn.size() > MAX_WITHDRAWN) {
                byRef.remove(withdrawn.remove().ref());
            }
        }
        return export;
    }

    // References in messages.

    /**
     * Lets the peer send to an actor that was named in a message.
     *
     * @param once for one message only, before the reply deadline
     * @param origin the gate of the grant under which the peer asked for it; null when it was sent unasked
     * @throws Full when the peer holds as many references as it may
     */
    public synchronized long reference(ActorRef<?> target, Protocol<?> protocol, boolean once, @Nullable Gate origin) {
        Export known = once ? null : loans.again(new Loans.Named(target, protocol, origin));
        return known == null ? add(target, protocol, once, origin).ref() : known.ref();
    }

    private Export add(ActorRef<?> target, Protocol<?> protocol, boolean once, @Nullable Gate origin) {
        expire();
        if (loans.size() + replyDeadlines.size() >= limits.references()) {
            throw new Full(limits.references());
        }
        Export export = Export.reference(nextRef(!once), target, protocol, once, possession(once, origin));
        byRef.put(export.ref(), export);
        if (once) {
            replyDeadlines.put(export.ref(), nanoTime.getAsLong() + limits.replyNanos());
        } else {
            loans.add(new Loans.Named(target, protocol, origin), export);
            lent.accept(target);
        }
        return export;
    }

    private Export.Possession possession(boolean once, @Nullable Gate origin) {
        if (once || limits.rate().equals(Limit.NONE)) {
            int most = once ? limits.replyBytes() : Integer.MAX_VALUE;
            return new Export.Possession(origin, most, Allowance.UNLIMITED);
        }
        Bucket bucket = new Bucket(nanoTime.getAsLong());
        Allowance rate = new Allowance(List.of(new Allowance.Part(bucket, limits.rate())));
        return new Export.Possession(origin, Integer.MAX_VALUE, rate);
    }

    /** Deadlines are in the order of export: looking at the oldest is enough, and each export pays for those before it. */
    private void expire() {
        long now = nanoTime.getAsLong();
        Iterator<Map.Entry<Long, Long>> oldest = replyDeadlines.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Long, Long> reply = oldest.next();
            if (now - reply.getValue() < 0) {
                return;
            }
            oldest.remove();
            byRef.remove(reply.getKey());
        }
    }

    /** Drops a one-shot entry after its use. */
    public void used(Export export) {
        if (export.isOnce()) {
            byRef.remove(export.ref());
            synchronized (this) {
                replyDeadlines.remove(export.ref());
            }
        }
    }

    /** The call whose answer was to come to {@code reply} was refused by the peer: nothing will come. */
    public void fail(long reply, Reason reason, Duration retryAfter) {
        Export export = byRef.get(reply);
        if (export != null && export.isOnce()) {
            export.fail(reason, retryAfter);
            used(export);
        }
    }

    /** A call of the peer's entry {@code theirs} is to be answered at {@code reply}. */
    public void asked(long theirs, long reply) {
        Export export = byRef.get(reply);
        if (export != null) {
            export.askedOf(theirs);
        }
    }

    /** The peer has withdrawn its entry {@code theirs}: no call of it will be answered any more. */
    public void failAll(long theirs, Reason reason) {
        byRef.values().stream()
                .filter(export -> export.isAskedOf(theirs))
                .forEach(export -> fail(export.ref(), reason, Duration.ZERO));
    }

    // The end of references that may be used again. What these return is over: the peer is to be told.

    public synchronized void renew(List<Long> refs) {
        refs.forEach(loans::renew);
    }

    /** The peer has dropped a reference that it was sent so often. */
    public synchronized List<Export> release(long ref, long count) {
        Export over = loans.release(ref, count);
        return removed(over == null ? List.of() : List.of(over));
    }

    /** An actor has ended. */
    public synchronized List<Export> ended(ActorRef<?> target) {
        return removed(loans.ended(target));
    }

    /** The link is up and its heart has beaten once more. */
    public synchronized List<Export> beat() {
        return removed(loans.beat());
    }

    /** Grants may be over. */
    public synchronized List<Export> sweep() {
        return removed(loans.sweep());
    }

    private List<Export> removed(List<Export> over) {
        over.forEach(export -> byRef.remove(export.ref()));
        return over;
    }

    /** The actors to which the peer has references that it may use again. */
    public synchronized Set<ActorRef<?>> lent() {
        return loans.targets();
    }

    /** Whether the peer still has a reference to it. */
    public synchronized boolean lends(ActorRef<?> target) {
        return loans.holds(target);
    }

    /** Ends everything at once, with the session. */
    public synchronized void close() {
        calls.close();
        byRef.values().forEach(this::close);
        byRef.clear();
        engines.clear();
        withdrawn.clear();
        loans.clear();
        replyDeadlines.clear();
    }

    private void close(Export export) {
        export.close(Reason.UNREACHABLE);
        export.fail(Reason.UNREACHABLE, Duration.ZERO);
    }

    private long nextRef(boolean many) {
        return given++ << 1 | (many ? 1 : 0);
    }
}
