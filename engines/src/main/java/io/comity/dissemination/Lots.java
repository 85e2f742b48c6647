package io.comity.dissemination;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Who is drawn, the same for the same source of chance. */
final class Lots {
    private Lots() {}

    /** At most {@code count} of {@code all}. */
    static <T> List<T> draw(Collection<T> all, int count, RandomGenerator random) {
        List<T> lots = new ArrayList<>(all);
        int drawn = Math.min(count, lots.size());
        for (int place = 0; place < drawn; place++) {
            Collections.swap(lots, place, random.nextInt(place, lots.size()));
        }
        return List.copyOf(lots.subList(0, drawn));
    }
}
