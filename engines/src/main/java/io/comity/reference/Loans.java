package io.comity.reference;

import akka.actor.typed.ActorRef;
import io.comity.engine.Protocol;
import io.comity.mission.Gate;
import io.comity.mission.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * References that one peer may use more than once, as long as it says that it still has them. A loan ends when the peer has
 * released it as often as it was sent, when the peer neither used nor renewed it for the length of a lease, when its actor has
 * ended, or when the grant of which it came is over. Time is counted in beats of a link that is up, so that who cannot be heard
 * need not speak. Guarded by its {@link ExportTable}.
 */
final class Loans {
    /** One actor may be named under two protocols, and on account of two grants; each needs its own ref. */
    record Named(
            ActorRef<?> target,
            Protocol<?> protocol,
            @Nullable Gate origin) {}

    private static final class Loan {
        final Named named;
        final Export export;
        long sent;
        long renewedAt;

        Loan(Named named, Export export, long now) {
            this.named = named;
            this.export = export;
            this.renewedAt = now;
        }
    }

    private final long leaseBeats;
    private final Map<Named, Loan> byName = new HashMap<>();
    private final Map<Long, Loan> byRef = new HashMap<>();
    /** A peer may end its loans one by one, each of which asks whether it was the actor's last. */
    private final Map<ActorRef<?>, Set<Loan>> byTarget = new HashMap<>();

    private long beats;

    /** @param leaseBeats at least 1 */
    Loans(long leaseBeats) {
        this.leaseBeats = leaseBeats;
    }

    int size() {
        return byName.size();
    }

    /** What the peer has been lent under this name, if it still has it; it is then sent once more. */
    @Nullable
    Export again(Named named) {
        Loan loan = byName.get(named);
        if (loan == null) {
            return null;
        }
        loan.sent++;
        loan.renewedAt = beats;
        return loan.export;
    }

    void add(Named named, Export export) {
        Loan loan = new Loan(named, export, beats);
        loan.sent = 1;
        byName.put(named, loan);
        byRef.put(export.ref(), loan);
        byTarget.computeIfAbsent(named.target(), first -> new HashSet<>(2)).add(loan);
    }

    void renew(long ref) {
        Loan loan = byRef.get(ref);
        if (loan != null) {
            loan.renewedAt = beats;
        }
    }

    /** The peer has dropped what it was sent {@code count} times; the export if that ends it. */
    @Nullable
    Export release(long ref, long count) {
        Loan loan = byRef.get(ref);
        if (loan == null) {
            return null;
        }
        loan.sent -= Math.max(0, Math.min(count, loan.sent));
        return loan.sent == 0 ? end(loan) : null;
    }

    /** Of an actor that has ended. */
    List<Export> ended(ActorRef<?> target) {
        return endAll(List.copyOf(byTarget.getOrDefault(target, Set.of())), Reason.UNREACHABLE);
    }

    /** One beat; those that are over. All are looked at every eighth of a lease, so that a beat costs little. */
    List<Export> beat() {
        beats++;
        if (beats % Math.max(1, leaseBeats / 8) != 0) {
            return List.of();
        }
        for (Loan loan : byName.values()) {
            loan.renewedAt = loan.export.takeUse() ? beats : loan.renewedAt;
        }
        return endAll(those(loan -> beats - loan.renewedAt >= leaseBeats), Reason.EXPIRED);
    }

    /** Those whose grant is over. */
    List<Export> sweep() {
        return endAll(those(loan -> loan.export.closed() != null), Reason.REVOKED);
    }

    private List<Loan> those(Predicate<Loan> wanted) {
        return byName.values().stream().filter(wanted).toList();
    }

    private List<Export> endAll(List<Loan> over, Reason reason) {
        List<Export> ended = new ArrayList<>();
        for (Loan loan : over) {
            Reason known = loan.export.closed();
            loan.export.close(known == null ? reason : known);
            ended.add(end(loan));
        }
        return ended;
    }

    private Export end(Loan loan) {
        byName.remove(loan.named);
        byRef.remove(loan.export.ref());
        Set<Loan> others = byTarget.getOrDefault(loan.named.target(), new HashSet<>());
        others.remove(loan);
        if (others.isEmpty()) {
            byTarget.remove(loan.named.target());
        }
        return loan.export;
    }

    Set<ActorRef<?>> targets() {
        return Set.copyOf(byTarget.keySet());
    }

    boolean holds(ActorRef<?> target) {
        return byTarget.containsKey(target);
    }

    void clear() {
        byName.clear();
        byRef.clear();
        byTarget.clear();
    }
}
