package io.comity.control;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them. */
public final class Times {
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})(s|m|h|d|w)");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final int DAYS_OF_WEEK = 7;

    private Times() {}

    /**
     * {@code 30s}, {@code 15m}, {@code 12h}, {@code 7d} or {@code 2w}.
     *
     * @throws ControlException when it is none of these
     */
    public static Duration span(String what, String text) {
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            throw wrong(what, text, "is no time span; write 30s, 15m, 12h, 7d or 2w");
        }
        long count = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofDays(DAYS_OF_WEEK * count);
        };
    }

    /**
     * A span from {@code now}, a day in UTC, or a moment with its offset such as {@code 2026-12-24T18:00:00Z}.
     *
     * @throws ControlException when it is none of these
     */
    public static Instant moment(String what, String text, Instant now) {
        if (SPAN.matcher(text).matches()) {
            return now.plus(span(what, text));
        }
        try {
            return DATE.matcher(text).matches()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException none) {
            throw wrong(what, text, "is no time; write 7d (from now), 2026-12-24 or 2026-12-24T18:00:00Z");
        }
    }

    /** As {@link #moment}, but a span goes back from {@code now}. */
    public static Instant past(String what, String text, Instant now) {
        return SPAN.matcher(text).matches() ? now.minus(span(what, text)) : moment(what, text, now);
    }

    static ControlException wrong(String what, String text, String why) {
        return new ControlException(what + " \"" + Fields.printable(text) + "\" " + why);
    }
}
