package io.comity.advert;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.wire.Verified;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The adverts a node believes, one per node: the latest. Not thread-safe; the Router owns it.
 *
 * <p><b>Which of two stands.</b> The one of the higher version, wherever it comes from: a node counts its adverts for good
 * ({@link #nextVersion}), so an equal or lower version is old news or a replay, {@link Refusal#STALE}. Of two under one
 * version the first stands. A higher version must not come from an earlier start of its node: honest nodes count their starts
 * as well, so a version that rises while the boot epoch falls is a copy of the key run elsewhere or from an old backup,
 * {@link Refusal#ROLLED_BACK}. A node that lost both its database and its clock is thus not believed until its last advert is
 * forgotten.
 *
 * <p><b>How long it is remembered.</b> An expired advert is no longer used, but its version still counts until {@link
 * #MAX_LIFETIME} and twice {@link #MAX_SKEW} after it was issued: nothing issued before it can be valid then, so forgetting
 * it lets nothing roll back.
 *
 * <p><b>What leaves when it is full.</b> What is forgotten anyway; then a stranger's, from the node that brought most of the
 * strangers, the first to expire. Those of nodes that this one uses never leave. Besides, one node may bring only so many
 * strangers; the next one replaces one of its own.
 */
public final class AdvertTable {
    /** How far ahead another node's clock may be. */
    public static final Duration MAX_SKEW = Duration.ofMinutes(5);

    public static final Duration MAX_LIFETIME = Duration.ofDays(30);

    private static final Duration MEMORY = MAX_LIFETIME.plus(MAX_SKEW).plus(MAX_SKEW);

    /**
     * @param adverts of other nodes
     * @param perSource strangers that one node brought
     */
    public record Limits(int adverts, int perSource) {
        public static final Limits DEFAULT = new Limits(4_096, 256);
    }

    /**
     * Who hands an advert over.
     *
     * @param trusted to speak of others than itself
     */
    public record Source(NodeId node, boolean trusted) {}

    /** What became of an advert. */
    public sealed interface Outcome {}

    /** @param left the nodes whose adverts made room for it */
    public record Accepted(Verified<NodeAdvert> advert, Set<NodeId> left) implements Outcome {
        public Accepted {
            left = Set.copyOf(left);
        }
    }

    public record Refused(Refusal refusal) implements Outcome {}

    /**
     * How this node speaks of itself.
     *
     * @param lifetime at most {@link #MAX_LIFETIME}
     * @param listed whether others may pass its adverts on
     */
    public record Manner(Duration lifetime, long features, boolean listed) {}

    private record Entry(NodeId source, Verified<NodeAdvert> verified) {
        NodeAdvert advert() {
            return verified.value();
        }

        NodeDescription description() {
            return advert().description();
        }

        boolean isForgotten(Instant now) {
            return !now.isBefore(description().issuedAt().plus(MEMORY));
        }
    }

    private final NodeId self;
    private final long epoch;
    private final Limits limits;
    private final Predicate<NodeId> used;
    private final Map<NodeId, Entry> known = new LinkedHashMap<>();
    private final Set<Bytes> heard = new HashSet<>();
    private long ownVersion;
    private @Nullable NodeAdvert own;

    /**
     * @param epoch this node's boot epoch, above that of every boot before
     * @param used whether this node uses another, or knows it by name: such adverts never leave
     */
    public AdvertTable(NodeId self, long epoch, Limits limits, Predicate<NodeId> used) {
        this.self = self;
        this.epoch = epoch;
        this.limits = limits;
        this.used = used;
    }

    /** This node's boot epoch. */
    public long epoch() {
        return epoch;
    }

    /** Judges bytes from outside. Those it holds already cost nothing, others two signature checks. */
    public Outcome hear(Bytes signed, Source from, Instant now) {
        if (heard.contains(signed)) {
            return new Refused(Refusal.STALE);
        }
        NodeAdvert.Reading reading = NodeAdvert.read(signed);
        return reading instanceof NodeAdvert.Signed read
                ? judge(read.advert(), from, now)
                : new Refused(((NodeAdvert.Worthless) reading).refusal());
    }

    private Outcome judge(Verified<NodeAdvert> verified, Source from, Instant now) {
        NodeAdvert advert = verified.value();
        if (advert.node().equals(self)) {
            ownVersion = Math.max(ownVersion, advert.description().version());
            return new Refused(advert.description().epoch() > epoch ? Refusal.OWN_OF_LATER_BOOT : Refusal.OWN);
        }
        Refusal refusal = untimely(advert, now);
        if (refusal == null && !from.trusted() && !advert.node().equals(from.node())) {
            refusal = Refusal.HEARSAY;
        }
        Entry standing = known.get(advert.node());
        if (refusal == null && standing != null && !standing.isForgotten(now)) {
            refusal = outdated(standing.description(), advert.description());
        }
        return refusal == null ? enter(new Entry(source(standing, from, advert), verified), now) : new Refused(refusal);
    }

    private static @Nullable Refusal untimely(NodeAdvert advert, Instant now) {
        NodeDescription description = advert.description();
        if (advert.isExpired(now)) {
            return Refusal.EXPIRED;
        }
        if (description.issuedAt().isAfter(now.plus(MAX_SKEW))) {
            return Refusal.FROM_THE_FUTURE;
        }
        boolean tooLong = description.expiresAt().isAfter(description.issuedAt().plus(MAX_LIFETIME));
        return tooLong ? Refusal.LASTS_TOO_LONG : null;
    }

    private static @Nullable Refusal outdated(NodeDescription known, NodeDescription heard) {
        if (heard.version() <= known.version()) {
            return Refusal.STALE;
        }
        return heard.epoch() < known.epoch() ? Refusal.ROLLED_BACK : null;
    }

    /** Who first spoke of a node answers for it, until the node speaks for itself. */
    private static NodeId source(@Nullable Entry standing, Source from, NodeAdvert advert) {
        return standing == null || from.node().equals(advert.node()) ? from.node() : standing.source();
    }

    private Outcome enter(Entry entry, Instant now) {
        Set<NodeId> leaving = known.containsKey(entry.advert().node()) ? Set.of() : leavingFor(entry, now);
        if (leaving == null) {
            return new Refused(Refusal.FULL);
        }
        leaving.forEach(this::remove);
        put(entry);
        return new Accepted(entry.verified(), leaving);
    }

    /** Null when there is no room to be had. */
    private @Nullable Set<NodeId> leavingFor(Entry entry, Instant now) {
        List<Entry> brought = strangersOf(entry.source());
        if (isHearsay(entry) && brought.size() >= limits.perSource()) {
            return Set.of(firstToExpire(brought));
        }
        if (known.size() < limits.adverts()) {
            return Set.of();
        }
        Set<NodeId> forgotten = new HashSet<>();
        known.forEach((node, standing) -> {
            if (standing.isForgotten(now)) {
                forgotten.add(node);
            }
        });
        return forgotten.isEmpty() ? oneStranger() : forgotten;
    }

    private @Nullable Set<NodeId> oneStranger() {
        Map<NodeId, List<Entry>> bySource = new HashMap<>();
        known.values().stream()
                .filter(entry -> !used.test(entry.advert().node()))
                .forEach(entry -> bySource.computeIfAbsent(entry.source(), source -> new ArrayList<>())
                        .add(entry));
        List<Entry> most = List.of();
        for (List<Entry> brought : bySource.values()) {
            most = brought.size() > most.size() || brought.size() == most.size() && isBefore(brought, most)
                    ? brought
                    : most;
        }
        return most.isEmpty() ? null : Set.of(firstToExpire(most));
    }

    /** An order that does not depend on how a hash map is laid out. */
    private static boolean isBefore(List<Entry> brought, List<Entry> others) {
        return brought.get(0)
                .description()
                .expiresAt()
                .isBefore(others.get(0).description().expiresAt());
    }

    private List<Entry> strangersOf(NodeId source) {
        return known.values().stream()
                .filter(entry -> entry.source().equals(source) && isHearsay(entry))
                .toList();
    }

    private boolean isHearsay(Entry entry) {
        NodeId node = entry.advert().node();
        return !entry.source().equals(node) && !used.test(node);
    }

    private static NodeId firstToExpire(Collection<Entry> entries) {
        return entries.stream()
                .min((a, b) ->
                        a.description().expiresAt().compareTo(b.description().expiresAt()))
                .orElseThrow()
                .advert()
                .node();
    }

    private void put(Entry entry) {
        remove(entry.advert().node());
        known.put(entry.advert().node(), entry);
        heard.add(entry.advert().signed());
    }

    private void remove(NodeId node) {
        Entry gone = known.remove(node);
        if (gone != null) {
            heard.remove(gone.advert().signed());
        }
    }

    /**
     * Takes back what a table of this node held before a restart. Time is not judged: a clock that is wrong at the start of a
     * small machine must not cost it what it knew.
     *
     * @return false when it is worth nothing any more, or there is no room
     */
    public boolean restore(NodeId node, Bytes signed, NodeId source, Instant now) {
        if (!(NodeAdvert.read(signed, node) instanceof NodeAdvert.Signed read)) {
            return false;
        }
        if (node.equals(self)) {
            ownVersion =
                    Math.max(ownVersion, read.advert().value().description().version());
            return true;
        }
        Entry entry = new Entry(source, read.advert());
        boolean isOfUse = !entry.isForgotten(now) && known.size() < limits.adverts();
        if (isOfUse) {
            put(entry);
        }
        return isOfUse;
    }

    /** The advert of {@code node} that stands at {@code now}. */
    public Optional<NodeAdvert> find(NodeId node, Instant now) {
        return Optional.ofNullable(known.get(node)).map(Entry::advert).filter(advert -> !advert.isExpired(now));
    }

    /** The adverts that stand at {@code now} and may be passed on, in the order in which they were learned. */
    public List<Verified<NodeAdvert>> listed(Instant now) {
        return known.values().stream()
                .filter(entry -> entry.description().listed() && !entry.advert().isExpired(now))
                .map(Entry::verified)
                .toList();
    }

    /** How many nodes it knows of. */
    public int size() {
        return known.size();
    }

    /**
     * What this node says of itself next. Its version is above every one of its own that it has ever met, and not below its
     * clock, so that a node which lost its database is believed again at once.
     */
    public NodeDescription next(List<Contact> contacts, Manner manner, Instant now) {
        ownVersion = Math.max(ownVersion + 1, now.toEpochMilli());
        Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = issuedAt.plus(manner.lifetime());
        return new NodeDescription(
                ownVersion, epoch, issuedAt, expiresAt, contacts, manner.features(), manner.listed());
    }

    /** This node's advert from now on. */
    public void issued(NodeAdvert advert) {
        own = advert;
    }

    /** This node's advert, if it has signed one since its start. */
    public Optional<NodeAdvert> own() {
        return Optional.ofNullable(own);
    }

    /**
     * Whether this node should sign an advert that names {@code contacts}: because it has none, or names others, half of its
     * life is over, or others may have met one of its own that they take for newer.
     */
    public boolean isDue(List<Contact> contacts, Instant now) {
        NodeAdvert standing = own;
        if (standing == null || ownVersion > standing.description().version()) {
            return true;
        }
        NodeDescription description = standing.description();
        Duration life = Duration.between(description.issuedAt(), description.expiresAt());
        boolean isHalfOver = !now.isBefore(description.issuedAt().plus(life.dividedBy(2)));
        return isHalfOver || !description.contacts().equals(contacts);
    }
}
