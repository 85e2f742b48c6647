package io.comity.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.comity.filter.Filter;
import io.comity.filter.FilterException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Filters as people write them. What is read is printed as what reads the same, and fits what a filter may take on the wire. */
final class FilterTextFuzzTest extends FuzzTarget {
    @FuzzTest(maxDuration = "")
    void fuzz(byte[] input) {
        measured(input);
    }

    @Override
    void judge(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Filter filter = read(() -> Filter.parse(text));
        if (filter != null) {
            Filters.judge(filter);
            read(() -> Filter.parse(text, Letters.PROTOCOL));
        }
    }

    private static @Nullable Filter read(Supplier<Filter> reading) {
        try {
            return reading.get();
        } catch (FilterException refused) {
            String why = String.valueOf(refused.getMessage());
            Must.hold(why.length() < 1_024, "an error as long as what it is about");
            Must.hold(why.chars().allMatch(each -> each == '\n' || isVisible(each)), "it draws on a terminal");
            return null;
        }
    }

    private static boolean isVisible(int character) {
        return !Character.isISOControl(character) && Character.getType(character) != Character.FORMAT;
    }

    @Override
    List<byte[]> seeds() {
        return texts().stream().map(Seeds::text).toList();
    }

    static List<String> texts() {
        return List.of(
                "type = Plain and height > 100",
                "type in (Plain, \"Values\") or not (done = true)",
                "name prefix \"al\" and kind in (RED, GREEN)",
                "took >= 1.5s and at < 2026-01-31T12:00:00Z",
                "big = 1208925819614629174706176 or weight > -1.5e10",
                "id = u'00000000-0000-0001-0000-000000000002' or parent = h'010203'",
                ".type = x and not not .not exists",
                "first.code in (1, 2, 3) and cause.text = \"\\u00e4\\\"\\n\"",
                "everything",
                "nothing or (everything and (small != -7 or (small = 1 and (tags exists or set exists))))");
    }
}
