package io.comity.filter;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What many filters ask of one field of messages of some types. */
final class Band {
    private final @Nullable SortedSet<String> types;
    private final Path path;
    private final Map<Key.Sort, Spread> spreads = new EnumMap<>(Key.Sort.class);
    private int presences;

    /** @param types null for any */
    Band(@Nullable SortedSet<String> types, Path path) {
        this.types = types;
        this.path = path;
    }

    boolean isEmpty() {
        return presences == 0 && spreads.isEmpty();
    }

    /** Null for any. */
    @Nullable
    SortedSet<String> types() {
        return types;
    }

    /** @return whether it says anything new */
    boolean add(@Nullable Range range) {
        if (range == null) {
            return presences++ == 0;
        }
        return spreads.computeIfAbsent(range.sort(), Spread::new).add(range);
    }

    /** @return whether it says less now */
    boolean remove(@Nullable Range range) {
        if (range == null) {
            return --presences == 0;
        }
        Spread spread = spreads.get(range.sort());
        if (spread == null) {
            return false;
        }
        boolean less = spread.remove(range);
        if (spread.isEmpty()) {
            spreads.remove(range.sort());
        }
        return less;
    }

    /** Exactly what is asked, or empty when that is too much. */
    Optional<Filter> tight() {
        List<Filter> parts = new ArrayList<>();
        for (Spread spread : spreads.values()) {
            Optional<List<Filter>> tight = spread.tight(path);
            if (tight.isEmpty()) {
                return Optional.empty();
            }
            parts.addAll(tight.get());
        }
        try {
            return Optional.of(typed(parts));
        } catch (FilterException tooLarge) {
            return Optional.empty();
        }
    }

    /** What takes little room, and holds for all that is asked. */
    Filter loose() {
        List<Filter> parts = new ArrayList<>();
        spreads.values().forEach(spread -> parts.addAll(spread.loose(path)));
        try {
            return typed(parts);
        } catch (FilterException tooLarge) {
            return types == null ? Filter.everything() : new Filter.Type(List.copyOf(types));
        }
    }

    private Filter typed(List<Filter> parts) {
        Filter field = presences > 0 ? new Filter.Exists(path) : Filter.anyOf(parts);
        return types == null ? field : new Filter.Type(List.copyOf(types)).and(field);
    }
}
