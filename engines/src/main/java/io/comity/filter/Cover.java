package io.comity.filter;

import io.comity.identity.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One filter for what many ask together: whatever one of them matches, it matches. That is what a node asks another for on behalf of
 * its own subscribers.
 *
 * <p>As long as the different filters fit into one, it is exactly their union. When they do not, each is loosened to its {@link
 * Anchorage}, a test of one field for some types; what is asked of one field for the same types is gathered, as a list of values
 * and ranges, or, where those do not fit, as one range around them, or as that the field is there. When there are too many fields, it is
 * the types; when there are too many types, or somebody asks for messages of any, it is everything.
 *
 * <p>Putting and removing one of n filters take O(log n) for each value and range that it names, whatever filters are there: they
 * are counted in sorted trees. {@link #filter} takes as long as the largest filter that there can be takes to make, some 10^5 steps, and only after
 * a change.
 *
 * <p>For one thread. A filter of two tests takes some 600 bytes.
 *
 * @param <S> what those are called who ask; equal ones are one
 */
public final class Cover<S> {
    /** Fields by types; with more, only the types are asked for. As many as fit loosened, with a few to spare. */
    static final int MAX_BANDS = 32;

    /** Of the or around all. */
    private static final int HEAD_BYTES = 8;

    /** By types and path. */
    private record Place(@Nullable SortedSet<String> types, Path path) implements Comparable<Place> {
        @Override
        public int compareTo(Place that) {
            return new Anchor(types, path, null).compareTo(new Anchor(that.types, that.path, null));
        }
    }

    /** One filter, and by how many it is asked. */
    private static final class Member {
        private final Filter filter;
        private final Bytes encoded;
        private int count;

        private Member(Filter filter, Bytes encoded) {
            this.filter = filter;
            this.encoded = encoded;
        }
    }

    private final Map<S, Member> asked = new HashMap<>();
    private final Map<Bytes, Member> members = new HashMap<>();
    private final Map<Place, Band> bands = new TreeMap<>();
    private final TypeCount whole = new TypeCount();
    private final TypeCount mentioned = new TypeCount();
    private long nodes;
    private long bytes;
    private int deep;
    private @Nullable Filter filter = Filter.nothing();

    /**
     * Asks for {@code wanted} too, in place of what {@code key} asked for.
     *
     * @return whether {@link #filter} may be another now
     */
    public boolean put(S key, Filter wanted) {
        Bytes encoded = wanted.encode();
        Member before = asked.get(key);
        if (before != null && before.encoded.equals(encoded)) {
            return false;
        }
        boolean isLess = remove(key);
        Member member = members.computeIfAbsent(encoded, first -> new Member(wanted, encoded));
        asked.put(key, member);
        if (member.count++ > 0) {
            return isLess;
        }
        count(member, 1);
        return true;
    }

    /** @return whether {@link #filter} may be another now */
    public boolean remove(S key) {
        Member member = asked.remove(key);
        if (member == null || --member.count > 0) {
            return false;
        }
        members.remove(member.encoded);
        count(member, -1);
        return true;
    }

    /** How many ask. */
    public int size() {
        return asked.size();
    }

    private void count(Member member, int sign) {
        filter = null;
        nodes += (long) sign * Bounds.nodes(member.filter);
        bytes += (long) sign * member.encoded.size();
        deep += sign * (Bounds.depth(member.filter) == Filter.MAX_DEPTH ? 1 : 0);
        List<Anchor> anchors = Anchorage.of(member.filter).anchors();
        mentioned.count(anchors, sign);
        whole.count(anchors.stream().filter(each -> each.path() == null).toList(), sign);
        for (Anchor anchor : anchors) {
            Path path = anchor.path();
            if (path != null) {
                count(new Place(anchor.types(), path), anchor.range(), sign);
            }
        }
    }

    private void count(Place place, @Nullable Range range, int sign) {
        Band band = bands.computeIfAbsent(place, first -> new Band(place.types, place.path));
        if (sign > 0) {
            band.add(range);
        } else {
            band.remove(range);
        }
        if (band.isEmpty()) {
            bands.remove(place);
        }
    }

    /** Matches whatever one of those does that are asked for; of none, nothing. */
    public Filter filter() {
        Filter known = filter;
        if (known == null) {
            known = isSmall() ? union() : gathered();
            filter = known;
        }
        return known;
    }

    private boolean isSmall() {
        boolean fits = deep == 0 && nodes < Filter.MAX_NODES && bytes <= Filter.MAX_BYTES - HEAD_BYTES;
        return members.size() == 1 || fits;
    }

    private Filter union() {
        List<Filter> parts = new ArrayList<>();
        for (Member member : new TreeMap<>(members).values()) {
            if (member.filter instanceof Filter.Everything) {
                return member.filter;
            }
            if (!(member.filter instanceof Filter.Nothing)) {
                parts.add(member.filter);
            }
        }
        return Filter.anyOf(parts);
    }

    /** Starts with all bands loosened, and tightens those that take least room first, as long as there is some. */
    private Filter gathered() {
        if (whole.hasAny()) {
            return Filter.everything();
        }
        List<Band> left = List.of();
        if (bands.size() <= MAX_BANDS) {
            left = bands.values().stream().filter(band -> !whole.holds(band)).toList();
        }
        List<Filter> parts = new ArrayList<>();
        left.forEach(band -> parts.add(band.loose()));
        if (!whole.isEmpty()) {
            parts.add(whole.filter());
        }
        if (bands.size() > MAX_BANDS || !fits(parts)) {
            return mentioned.filter();
        }
        tighten(left, parts);
        return Filter.anyOf(parts);
    }

    private static void tighten(List<Band> bands, List<Filter> parts) {
        Map<Integer, Filter> tight = new TreeMap<>();
        for (int i = 0; i < bands.size(); i++) {
            int at = i;
            bands.get(i).tight().ifPresent(each -> tight.put(at, each));
        }
        List<Integer> smallestFirst = new ArrayList<>(tight.keySet());
        smallestFirst.sort(Comparator.comparingInt(at -> size(tight.get(at))));
        for (Integer at : smallestFirst) {
            Filter before = parts.set(at, Objects.requireNonNull(tight.get(at)));
            if (!fits(parts)) {
                parts.set(at, before);
            }
        }
    }

    private static int size(@Nullable Filter filter) {
        return filter == null ? 0 : FilterCodec.size(filter);
    }

    private static boolean fits(List<Filter> parts) {
        int nodes = parts.stream().mapToInt(Bounds::nodes).sum();
        int bytes = parts.stream().mapToInt(FilterCodec::size).sum();
        return nodes < Filter.MAX_NODES && bytes <= Filter.MAX_BYTES - HEAD_BYTES;
    }
}
