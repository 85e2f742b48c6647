package io.comity.mission;

import io.comity.limit.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a grant allows less than its mission, or than its parent. Immutable; {@link #NONE} narrows nothing.
 *
 * <p>What is absent is inherited. Field by field there is a total order (types: a partial one), and a child that states a field
 * must state something at least as narrow; so a chain only ever narrows, and the last word on each field is the narrowest
 * (Birgisson et al., "Macaroons", NDSS 2014). Depth counts down: a child may state at most one less than its parent has.
 */
public final class Caveats {
    /** The most kinds of messages that a grant names. */
    public static final int MAX_KINDS = 64;

    public static final Caveats NONE = new Caveats(Map.of(), null);

    private final Map<Caveat, Long> numbers;
    private final @Nullable SortedSet<Kind> kinds;

    private Caveats(Map<Caveat, Long> numbers, @Nullable SortedSet<Kind> kinds) {
        this.numbers = numbers;
        this.kinds = kinds;
    }

    // Stating them, for owners and holders who write a grant.

    /**
     * With this caveat in place of any of its kind.
     *
     * @throws MissionException when {@code value} is outside the caveat's range
     */
    public Caveats with(Caveat caveat, long value) {
        if (!caveat.holds(value)) {
            throw new MissionException(
                    "a grant's " + caveat + " is between " + caveat.min() + " and " + caveat.max() + ", not " + value);
        }
        Map<Caveat, Long> more = numbers.isEmpty() ? new EnumMap<>(Caveat.class) : new EnumMap<>(numbers);
        more.put(caveat, value);
        return new Caveats(more, kinds);
    }

    /** From the second of {@code instant} on, rounded up. */
    public Caveats notBefore(Instant instant) {
        return with(Caveat.NOT_BEFORE, instant.getEpochSecond() + (instant.getNano() > 0 ? 1 : 0));
    }

    /** Up to the second of {@code instant}, exclusive. */
    public Caveats until(Instant instant) {
        return with(Caveat.EXPIRY, instant.getEpochSecond());
    }

    /** At most {@code messages} in each {@code period}, as many of them at once unless a burst is stated afterwards. */
    public Caveats rate(long messages, Duration period) {
        if (messages < 1 || period.isNegative() || period.isZero() || period.compareTo(Duration.ofDays(366)) > 0) {
            throw new MissionException(
                    "a rate is at least 1 message in a period of at most 366 days, not " + messages + " in " + period);
        }
        return every(Duration.ofNanos((period.toNanos() - 1) / messages + 1)).burst(messages);
    }

    /** One message in each {@code interval}. */
    public Caveats every(Duration interval) {
        return with(Caveat.INTERVAL, interval.toNanos());
    }

    public Caveats burst(long messages) {
        return with(Caveat.BURST, messages);
    }

    public Caveats inFlight(long calls) {
        return with(Caveat.IN_FLIGHT, calls);
    }

    public Caveats quota(long messages) {
        return with(Caveat.QUOTA, messages);
    }

    public Caveats maxBytes(long bytes) {
        return with(Caveat.BYTES, bytes);
    }

    public Caveats evidence(Evidence level) {
        return with(Caveat.EVIDENCE, level.code());
    }

    /** How often it may be passed on, one to the next. */
    public Caveats depth(long links) {
        return with(Caveat.DEPTH, links);
    }

    /** Only these kinds of messages, of those that the mission allows. */
    public Caveats only(Collection<Kind> allowed) {
        if (allowed.size() > MAX_KINDS) {
            throw new MissionException("a grant names at most " + MAX_KINDS + " kinds of messages, not "
                    + allowed.size() + "; name the engine to allow all of its kinds");
        }
        return new Caveats(numbers, new TreeSet<>(allowed));
    }

    public Caveats only(Kind... allowed) {
        return only(List.of(allowed));
    }

    /** As they were read. */
    static Caveats of(Map<Caveat, Long> numbers, @Nullable SortedSet<Kind> kinds) {
        return new Caveats(numbers, kinds);
    }

    // What they say.

    public Optional<Long> get(Caveat caveat) {
        return Optional.ofNullable(numbers.get(caveat));
    }

    private long or(Caveat caveat, long absent) {
        Long value = numbers.get(caveat);
        return value == null ? absent : value;
    }

    /** The kinds of messages, sorted; empty when the caveat is absent, and when nothing at all is allowed. */
    public Collection<Kind> kinds() {
        return kinds == null ? List.of() : List.copyOf(kinds);
    }

    /** Whether the caveat of {@link #kinds} is stated: without it, all are allowed. */
    public boolean isNarrowedToKinds() {
        return kinds != null;
    }

    Map<Caveat, Long> numbers() {
        return numbers;
    }

    /** Whether a message of this wire type may be sent to this engine. */
    public boolean allows(String engine, String type) {
        return kinds == null || kinds.stream().anyMatch(kind -> kind.covers(engine, type));
    }

    /** Unix seconds, inclusive. */
    public long notBefore() {
        return or(Caveat.NOT_BEFORE, Long.MIN_VALUE);
    }

    /** Unix seconds, exclusive; {@link Long#MAX_VALUE} when it never expires. */
    public long expiry() {
        return or(Caveat.EXPIRY, Long.MAX_VALUE);
    }

    public long maxBytes() {
        return or(Caveat.BYTES, Long.MAX_VALUE);
    }

    public Evidence evidence() {
        return Evidence.ofCode(or(Caveat.EVIDENCE, 0));
    }

    /** How many links may follow. */
    public int depth() {
        return (int) or(Caveat.DEPTH, 0);
    }

    /** How a bucket is judged. */
    Limit limit() {
        long intervalNs = or(Caveat.INTERVAL, 0);
        return new Limit(
                intervalNs, Limit.toleranceNs(intervalNs, or(Caveat.BURST, 1)), or(Caveat.QUOTA, Long.MAX_VALUE), (int)
                        or(Caveat.IN_FLIGHT, Integer.MAX_VALUE));
    }

    // Narrowing.

    /** What a child of a grant with these says wrongly: the first field that is wider than here, by its name; or empty. */
    Optional<String> widenedBy(Caveats child) {
        for (Map.Entry<Caveat, Long> stated : child.numbers.entrySet()) {
            Caveat caveat = stated.getKey();
            Long mine = caveat == Caveat.DEPTH ? Long.valueOf(depth() - 1L) : numbers.get(caveat);
            if (mine != null && !caveat.narrows(stated.getValue(), mine)) {
                return Optional.of(caveat.name());
            }
        }
        return isCovered(child.kinds) ? Optional.empty() : Optional.of("KINDS");
    }

    private boolean isCovered(@Nullable SortedSet<Kind> child) {
        return child == null
                || kinds == null
                || child.stream()
                        .allMatch(kind -> kinds.stream().anyMatch(mine -> mine.covers(kind.engine(), kind.type())));
    }

    /** What holds under a child that does not widen these and has the depth to exist. */
    Caveats narrowedBy(Caveats child) {
        Map<Caveat, Long> met = new EnumMap<>(Caveat.class);
        met.putAll(numbers);
        met.put(Caveat.DEPTH, depth() - 1L);
        met.putAll(child.numbers);
        return new Caveats(met, child.kinds == null ? kinds : child.kinds);
    }

    /** One sentence for people about each limit. */
    public List<String> describe() {
        return Wording.of(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Caveats that && numbers.equals(that.numbers) && Objects.equals(kinds, that.kinds);
    }

    @Override
    public int hashCode() {
        return numbers.hashCode() * 31 + Objects.hashCode(kinds);
    }

    @Override
    public String toString() {
        return numbers + (kinds == null ? "" : kinds.toString());
    }
}
