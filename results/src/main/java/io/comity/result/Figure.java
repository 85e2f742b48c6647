package io.comity.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One number.
 *
 * @param name what was measured, in words
 * @param unit of the value, such as {@code MiB/h}; empty for a ratio
 * @param goal null when it has none
 */
public record Figure(
        String name,
        double value,
        String unit,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Goal goal) {
    private static final double WHOLE_UP_TO = 1e15;

    boolean isMissed() {
        return goal != null && !goal.isMetBy(value);
    }

    /** Four digits that count, and all those before the point. */
    static String text(double value) {
        if (value == Math.rint(value) && Math.abs(value) < WHOLE_UP_TO) {
            return String.format(Locale.ROOT, "%,d", (long) value).replace(',', ' ');
        }
        return Math.abs(value) < 1
                ? String.format(Locale.ROOT, "%.4f", value)
                : String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%,.0f", value)
                        .replace(',', ' ');
    }
}
