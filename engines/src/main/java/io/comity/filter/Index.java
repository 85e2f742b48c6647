package io.comity.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which of many subscriptions want a message. What a message costs depends on how long its body is and on how many subscriptions
 * match it, not on how many there are.
 *
 * <p>Each filter hangs at its tightest anchors, of which every message that it matches has one: a value of a field, a range that
 * holds it, that the field is there, the type; each by type where the filter says of which. A message is read once, along the paths that filters name; each
 * value that it has is looked up, and the filters that hang there are held against it, each once; those whose anchor is all that
 * they say are matched without. Putting and removing take O(log n) for each value, range and field that the filter names.
 *
 * <p>Filters may be hostile. Nothing here degrades with keys or ranges that were chosen to collide or to lie askew. A filter may
 * hang where most messages come by and then match none: what one message can spend on such filters is bounded, for each field
 * that the body has and for its type, by {@code maxTests}; a filter beyond is refused. Those that are matched by their anchor alone cost nothing and do not count.
 *
 * <p>For one thread. A filter of two tests takes some 900 bytes.
 *
 * @param <S> what subscriptions are called; equal ones are one
 */
public final class Index<S> {
    public static final int MAX_SUBSCRIPTIONS = 1 << 20;
    /** Parts of filters that one message may be held against in one place before another filter is too much there. */
    public static final int MAX_TESTS = 1 << 16;

    /** A filter for more types hangs beside the types where it hangs at a field. */
    private static final int MAX_TYPES_APART = 8;
    /** Of what is taken at most, the part from which on another place is tried first. */
    private static final int CROWDED = 16;

    private final int maxSubscriptions;
    private final int maxTests;
    private final Map<S, Subscription> subscriptions = new HashMap<>();
    private final Extraction extraction = new Extraction();
    private final List<Subscription> matched = new ArrayList<>();
    private final Consumer<Bucket> meet = this::meet;
    private long puts;
    private int tried;

    public Index() {
        this(MAX_SUBSCRIPTIONS, MAX_TESTS);
    }

    /**
     * @param maxSubscriptions 1 to {@link #MAX_SUBSCRIPTIONS}
     * @param maxTests 0 to {@link #MAX_TESTS}
     */
    public Index(int maxSubscriptions, int maxTests) {
        if (maxSubscriptions < 1 || maxSubscriptions > MAX_SUBSCRIPTIONS || maxTests < 0 || maxTests > MAX_TESTS) {
            throw new IllegalArgumentException("1 to " + MAX_SUBSCRIPTIONS + " subscriptions and 0 to " + MAX_TESTS
                    + " tests, not " + maxSubscriptions + " and " + maxTests);
        }
        this.maxSubscriptions = maxSubscriptions;
        this.maxTests = maxTests;
    }

    public int size() {
        return subscriptions.size();
    }

    /**
     * Puts {@code filter} in, in place of the one that was there for {@code key}.
     *
     * @return why it is not in, and the one before still is; empty when it is in
     */
    public Optional<String> put(S key, Filter filter) {
        Subscription before = subscriptions.get(key);
        if (before == null && subscriptions.size() == maxSubscriptions) {
            return Optional.of("there are " + maxSubscriptions + " subscriptions; remove one");
        }
        Subscription subscription = hang(key, filter);
        if (subscription == null) {
            return Optional.of(
                    "costs too much: " + maxTests + " tests of each message are taken where this filter must be"
                            + " tried; give every alternative of it a value, a range or a type of its own");
        }
        if (before != null) {
            before.remove();
        }
        subscriptions.put(key, subscription);
        return Optional.empty();
    }

    /** At the tightest anchors where not much hangs yet; or else where something still fits; or else null. */
    private @Nullable Subscription hang(S key, Filter filter) {
        List<Anchorage> anchorages = Anchorage.allOf(filter);
        boolean isExact = isExact(anchorages.get(0));
        Compiler compiler = new Compiler(extraction);
        Condition condition = isExact ? null : compiler.condition(filter);
        Subscription subscription = new Subscription(key, puts++, condition, Bounds.nodes(filter), compiler.slots());
        for (int max : new int[] {maxTests / CROWDED, maxTests}) {
            for (Anchorage each : anchorages) {
                if (hang(subscription, each, max)) {
                    return subscription;
                }
            }
        }
        subscription.remove();
        return null;
    }

    private static boolean isExact(Anchorage anchorage) {
        return anchorage.isExact() && anchorage.anchors().stream().noneMatch(Index::isBesideItsTypes);
    }

    private static boolean isBesideItsTypes(Anchor anchor) {
        return anchor.path() != null && anchor.types() != null && anchor.types().size() > MAX_TYPES_APART;
    }

    private boolean hang(Subscription subscription, Anchorage anchorage, int max) {
        for (Anchor anchor : anchorage.anchors()) {
            if (!hang(subscription, anchor, max)) {
                subscription.unhang();
                return false;
            }
        }
        return true;
    }

    /** @return whether it was in */
    public boolean remove(S key) {
        Subscription subscription = subscriptions.remove(key);
        if (subscription != null) {
            subscription.remove();
        }
        return subscription != null;
    }

    private boolean hang(Subscription subscription, Anchor anchor, int max) {
        SortedSet<String> types = isBesideItsTypes(anchor) ? null : anchor.types();
        if (types == null) {
            return hang(subscription, anchor, null, max);
        }
        for (String type : types) {
            if (!hang(subscription, anchor, type, max)) {
                return false;
            }
        }
        return true;
    }

    private boolean hang(Subscription subscription, Anchor anchor, @Nullable String type, int max) {
        Slot slot = extraction.root;
        Path path = anchor.path();
        if (path != null) {
            slot = slot.acquire(path);
            subscription.hangsFrom(slot);
        }
        return slot.hang(subscription, type, anchor.range(), max);
    }

    /** As {@link #match(String, byte[], int, int)}, of a body that fills its array. */
    public List<S> match(String type, byte[] body) {
        return match(type, body, 0, body.length);
    }

    /**
     * Whose filters match this message; never throws, whatever the bytes are.
     *
     * @param type its wire name
     * @param offset and {@code length} say where in {@code body} its body is, and must lie within
     * @return each once, those put first at the front
     */
    public List<S> match(String type, byte[] body, int offset, int length) {
        extraction.read(type, body, offset, length);
        matched.clear();
        tried = 0;
        extraction.root.meetPresent(type, meet);
        for (Slot slot : extraction.found()) {
            slot.meet(type, meet);
        }
        if (matched.size() > 1) {
            matched.sort(Comparator.comparingLong(subscription -> subscription.number));
        }
        List<S> keys = new ArrayList<>(matched.size());
        matched.forEach(each -> keys.add(key(each)));
        return keys;
    }

    @SuppressWarnings("unchecked") // what put has put in
    private S key(Subscription subscription) {
        return (S) subscription.key;
    }

    /** Whether nothing hangs anywhere. */
    boolean isBare() {
        return extraction.root.isBare();
    }

    /** How many filters the last message was held against, those included that their anchor alone matched. */
    int tried() {
        return tried;
    }

    private void meet(Bucket bucket) {
        long current = extraction.message();
        for (int i = 0; i < bucket.size(); i++) {
            Subscription each = bucket.get(i);
            if (each.message != current) {
                each.message = current;
                tried++;
                if (each.condition == null || each.condition.holds(extraction)) {
                    matched.add(each);
                }
            }
        }
    }
}
