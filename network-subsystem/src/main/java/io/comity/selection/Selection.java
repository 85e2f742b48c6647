package io.comity.selection;

import io.comity.transport.Address;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Chooses among the addresses of one node. A <em>round</em> tries them from the best on: the next one begins when one has
 * failed, or after {@link Settings#stagger} while the earlier ones are still trying, as in RFC 8305 section 5. The first that
 * succeeds wins. What an address has done is remembered from round to round as long as it is a candidate.
 *
 * <p>The order: as the round's {@link Preference} has it; a weight of 0 last; else the higher product of weight,
 * past success and latency. Chance changes a product by up to {@value #CHANCE}, so that equals share the load.
 *
 * <p>Not thread-safe. Time is {@link System#nanoTime}'s, given with every call; the same calls with the same random source make
 * the same choices.
 */
public final class Selection {
    static final double CHANCE = 0.05;

    /** Candidates of one node; further ones are left out, those of the lowest weight first. */
    public static final int MAX_CANDIDATES = 64;

    /**
     * @param stagger how long one address may try alone before the next begins
     * @param dialTimeout for one address, handshake included
     * @param maxDialling tried at the same time
     */
    public record Settings(Duration stagger, Duration dialTimeout, int maxDialling) {
        public static final Duration DEFAULT_STAGGER = Duration.ofMillis(250);

        public Settings {
            if (stagger.isNegative() || dialTimeout.isNegative() || maxDialling < 1) {
                throw new IllegalArgumentException("durations are not negative, and at least one address is tried");
            }
        }
    }

    private record Ranked(Candidate candidate, int rank, double score) {}

    private static final Comparator<Ranked> BEST_FIRST = Comparator.comparingInt(Ranked::rank)
            .thenComparing(ranked -> ranked.candidate().weight() == 0)
            .thenComparing(Comparator.comparingDouble(Ranked::score).reversed());

    private final Settings settings;
    private final Predicate<String> usesTransport;
    private final RandomGenerator random;
    private final Map<Address, Experience> experience = new HashMap<>();
    private List<Candidate> candidates = List.of();

    // Of the round under way:
    private final Queue<Address> waiting = new ArrayDeque<>();
    private final Map<Address, Long> diallingSince = new LinkedHashMap<>();
    private boolean running;
    private long lastBegunNanos;
    private int failures;
    private String lastCause = "";

    /** @param usesTransport whether this node dials with a transport, by its name */
    public Selection(Settings settings, Predicate<String> usesTransport, RandomGenerator random) {
        this.settings = settings;
        this.usesTransport = usesTransport;
        this.random = random;
    }

    /** From here on these are the candidates; a round under way goes on with those it began with. */
    public void candidates(List<Candidate> known) {
        candidates = known.stream()
                .sorted(Comparator.comparingInt(Candidate::weight).reversed())
                .limit(MAX_CANDIDATES)
                .toList();
        experience
                .keySet()
                .retainAll(candidates.stream().map(Candidate::address).collect(Collectors.toSet()));
    }

    /** Whether a round is under way. */
    public boolean isRunning() {
        return running;
    }

    /** Begins a round; {@link Step.Lost} at once when there is nothing to try. {@link #stop} one that is under way first. */
    public Step start(Preference preference, long nowNanos) {
        stop();
        ranked(preference, nowNanos).forEach(waiting::add);
        if (waiting.isEmpty()) {
            return new Step.Lost(List.of(), nothingToTry(preference));
        }
        running = true;
        failures = 0;
        return go(List.of(), true, nowNanos);
    }

    private List<Address> ranked(Preference preference, long nowNanos) {
        return candidates.stream()
                .filter(candidate -> usesTransport.test(candidate.address().transport()))
                .filter(candidate -> preference.admits(candidate.address().transport()))
                .map(candidate ->
                        new Ranked(candidate, preference.rank(candidate.address()), score(candidate, nowNanos)))
                .sorted(BEST_FIRST)
                .map(ranked -> ranked.candidate().address())
                .distinct()
                .toList();
    }

    private double score(Candidate candidate, long nowNanos) {
        double chance = 1 + CHANCE * (2 * random.nextDouble() - 1);
        // Among last resorts experience decides.
        return Math.max(1, candidate.weight()) * of(candidate.address()).factor(nowNanos) * chance;
    }

    private String nothingToTry(Preference preference) {
        if (candidates.isEmpty()) {
            return "no address of it is known; an invitation of it would tell";
        }
        List<String> transports = candidates.stream()
                .map(candidate -> candidate.address().transport())
                .distinct()
                .toList();
        List<String> admitted = transports.stream().filter(preference::admits).toList();
        return admitted.isEmpty()
                ? "it is not reached over " + preference + ", only over " + String.join(", ", transports)
                : "this node does not use " + String.join(" or ", admitted)
                        + ", over which it is reached; add it to comity.transports";
    }

    /** To be asked when the time that a {@link Step.Go} named has come; harmless at any other. */
    public Step due(long nowNanos) {
        List<Address> overdue = new ArrayList<>();
        for (Iterator<Map.Entry<Address, Long>> each = diallingSince.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Address, Long> dial = each.next();
            if (nowNanos - dial.getValue() >= settings.dialTimeout().toNanos()) {
                each.remove();
                overdue.add(dial.getKey());
                noteFailure(dial.getKey(), dial.getKey() + " did not answer in time", nowNanos);
            }
        }
        return go(overdue, !overdue.isEmpty(), nowNanos);
    }

    /** A dial of this round has failed. Others are no news: they were cancelled, or given up before. */
    public Step failed(Address address, String cause, long nowNanos) {
        boolean isNews = diallingSince.remove(address) != null;
        if (isNews) {
            noteFailure(address, cause, nowNanos);
        }
        return go(List.of(), isNews, nowNanos);
    }

    /**
     * There is a link over {@code address}, be it that its time was over already, or the round.
     *
     * @param latency of the dial, handshake included
     */
    public Step succeeded(Address address, Duration latency, long nowNanos) {
        noteSuccess(address, latency, nowNanos);
        if (!running) {
            return new Step.Go(List.of(), List.of(), OptionalLong.empty());
        }
        diallingSince.remove(address);
        return new Step.Won(address, stop());
    }

    /** A link over {@code address} broke: the next round rather takes another. */
    public void broke(Address address, long nowNanos) {
        if (isCandidate(address)) {
            of(address).failed(nowNanos);
        }
    }

    /** Ends the round, for there is a link by other means, or no need of one; cancel what is returned. */
    public List<Address> stop() {
        List<Address> cancelled = List.copyOf(diallingSince.keySet());
        waiting.clear();
        diallingSince.clear();
        running = false;
        return cancelled;
    }

    /** @param atOnce without waiting for the stagger, since an address has failed or none was tried */
    private Step go(List<Address> givenUp, boolean atOnce, long nowNanos) {
        if (!running) {
            return new Step.Go(List.of(), givenUp, OptionalLong.empty());
        }
        if (waiting.isEmpty() && diallingSince.isEmpty()) {
            running = false;
            return new Step.Lost(givenUp, cause());
        }
        List<Address> dial = new ArrayList<>();
        boolean isTime =
                atOnce || nowNanos - lastBegunNanos >= settings.stagger().toNanos();
        if (isTime && mayBegin()) {
            dial.add(waiting.remove());
            diallingSince.put(dial.get(0), nowNanos);
            lastBegunNanos = nowNanos;
        }
        return new Step.Go(dial, givenUp, OptionalLong.of(againNanos(nowNanos)));
    }

    private boolean mayBegin() {
        return !waiting.isEmpty() && diallingSince.size() < settings.maxDialling();
    }

    private long againNanos(long nowNanos) {
        long soonest = settings.dialTimeout().toNanos();
        for (long since : diallingSince.values()) {
            soonest = Math.min(soonest, since + settings.dialTimeout().toNanos() - nowNanos);
        }
        if (mayBegin()) {
            soonest = Math.min(soonest, lastBegunNanos + settings.stagger().toNanos() - nowNanos);
        }
        return nowNanos + Math.max(0, soonest);
    }

    private String cause() {
        return failures == 1 ? lastCause : lastCause + " (the last of " + failures + " addresses that failed)";
    }

    private void noteFailure(Address address, String cause, long nowNanos) {
        failures++;
        lastCause = cause;
        if (isCandidate(address)) {
            of(address).failed(nowNanos);
        }
    }

    private void noteSuccess(Address address, Duration latency, long nowNanos) {
        if (isCandidate(address)) {
            of(address).succeeded(latency, nowNanos);
        }
    }

    private boolean isCandidate(Address address) {
        return candidates.stream().anyMatch(candidate -> candidate.address().equals(address));
    }

    private Experience of(Address address) {
        return experience.computeIfAbsent(address, fresh -> new Experience());
    }
}
