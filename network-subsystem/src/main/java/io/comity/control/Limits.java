package io.comity.control;

import io.comity.mission.Caveats;
import io.comity.mission.Evidence;
import io.comity.mission.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The limits of a grant as its owner writes them, by the name of each; empty for none.
 *
 * @param texts names are those of {@link #NAMES}
 */
public record Limits(Map<String, String> texts) {
    public static final Limits NONE = new Limits(Map.of());

    /** In the order in which they are applied: a burst after the rate that implies one. */
    public static final List<String> NAMES =
            List.of("rate", "burst", "in-flight", "quota", "max-bytes", "from", "until", "kinds", "evidence", "depth");

    private static final Pattern RATE = Pattern.compile("([0-9]{1,9})/(s|min|m|h|d)");

    public Limits {
        texts = Map.copyOf(texts);
    }

    static Limits read(Fields fields) {
        Map<String, String> texts = new TreeMap<>();
        for (String name : NAMES) {
            fields.optional(name).ifPresent(text -> texts.put(name, text));
        }
        fields.end();
        return new Limits(texts);
    }

    /**
     * What they say.
     *
     * @throws ControlException when one is not written as it should be
     * @throws io.comity.mission.MissionException when one is outside its range
     */
    public Caveats caveats(Instant now) {
        Caveats caveats = Caveats.NONE;
        for (String name : NAMES) {
            String text = texts.get(name);
            caveats = text == null ? caveats : with(caveats, name, text, now);
        }
        return caveats;
    }

    private static Caveats with(Caveats caveats, String name, String text, Instant now) {
        return switch (name) {
            case "rate" -> rate(caveats, text);
            case "burst" -> caveats.burst(count(name, text));
            case "in-flight" -> caveats.inFlight(count(name, text));
            case "quota" -> caveats.quota(count(name, text));
            case "max-bytes" -> caveats.maxBytes(count(name, text));
            case "from" -> caveats.notBefore(Times.moment(name, text, now));
            case "until" -> caveats.until(Times.moment(name, text, now));
            case "kinds" -> caveats.only(kinds(text));
            case "evidence" -> caveats.evidence(evidence(text));
            default -> caveats.depth(count(name, text));
        };
    }

    private static Caveats rate(Caveats caveats, String text) {
        Matcher rate = RATE.matcher(text);
        if (!rate.matches()) {
            throw Times.wrong("rate", text, "is no rate; write 5/s, 100/m, 1000/h or 10000/d");
        }
        return caveats.rate(Long.parseLong(rate.group(1)), period(rate.group(2)));
    }

    private static Duration period(String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofMinutes(1);
        };
    }

    private static long count(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException none) {
            throw Times.wrong(name, text, "is no whole number");
        }
    }

    /** {@code engine} or {@code engine.Type}; an engine's name may have dots, a type begins with a capital after the last. */
    private static List<Kind> kinds(String text) {
        List<Kind> kinds = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            int dot = each.lastIndexOf('.');
            boolean hasType = dot > 0 && dot + 1 < each.length() && Character.isUpperCase(each.charAt(dot + 1));
            kinds.add(hasType ? new Kind(each.substring(0, dot), each.substring(dot + 1)) : Kind.all(each));
        }
        return kinds;
    }

    private static Evidence evidence(String text) {
        for (Evidence level : Evidence.values()) {
            if (level.label().equals(text)) {
                return level;
            }
        }
        throw Times.wrong("evidence", text, "is no level; write off, batch or always");
    }
}
