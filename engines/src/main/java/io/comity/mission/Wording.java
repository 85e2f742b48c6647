package io.comity.mission;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says to people what a grant allows: in English, times in UTC, and nothing that is not certain. */
final class Wording {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "EEEE, d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME_WITH_SECONDS = DateTimeFormatter.ofPattern(
                    "EEEE, d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private enum Unit {
        SECOND(1),
        MINUTE(60),
        HOUR(3_600),
        DAY(86_400);

        private final long ns;

        Unit(long seconds) {
            this.ns = seconds * 1_000_000_000;
        }
    }

    private Wording() {}

    static List<String> of(Caveats caveats) {
        List<String> said = new ArrayList<>();
        if (caveats.isNarrowedToKinds()) {
            said.add(kinds(caveats));
        }
        caveats.get(Caveat.INTERVAL).ifPresent(interval -> said.add(rate(interval, caveats)));
        caveats.get(Caveat.IN_FLIGHT)
                .ifPresent(calls -> said.add("at most " + calls + " at a time waiting for a reply"));
        caveats.get(Caveat.QUOTA).ifPresent(messages -> said.add(messages + " in all"));
        caveats.get(Caveat.BYTES).ifPresent(bytes -> said.add("at most " + bytes + " bytes each"));
        caveats.get(Caveat.NOT_BEFORE).ifPresent(from -> said.add("from " + time(from)));
        caveats.get(Caveat.EXPIRY).ifPresent(until -> said.add("until " + time(until)));
        evidence(caveats.evidence(), said);
        said.add(depth(caveats.depth()));
        return List.copyOf(said);
    }

    private static String kinds(Caveats caveats) {
        if (caveats.kinds().isEmpty()) {
            return "nothing at all";
        }
        return caveats.kinds().stream()
                .map(kind -> kind.type().equals(Kind.ALL)
                        ? "anything to " + kind.engine()
                        : kind.type() + " to " + kind.engine())
                .collect(Collectors.joining(", ", "only ", ""));
    }

    private static String rate(long intervalNs, Caveats caveats) {
        long burst = caveats.get(Caveat.BURST).orElse(1L);
        String rate = times(intervalNs);
        return burst == 1 ? rate : rate + ", up to " + burst + " at once";
    }

    /** In the smallest unit in which it is at least once, rounded as the interval was. */
    private static String times(long intervalNs) {
        for (Unit unit : Unit.values()) {
            long times = unit.ns / intervalNs;
            long rounded =
                    unit.ns - times * intervalNs > intervalNs - Math.max(1, intervalNs / 1_000) ? times + 1 : times;
            if (rounded >= 1) {
                String name = unit.name().toLowerCase(Locale.ROOT);
                return rounded == 1
                        ? "once " + (unit == Unit.HOUR ? "an " : "a ") + name
                        : rounded + " times " + (unit == Unit.HOUR ? "an " : "a ") + name;
            }
        }
        return "once a day";
    }

    private static String time(long seconds) {
        return (seconds % 60 == 0 ? TIME : TIME_WITH_SECONDS).format(Instant.ofEpochSecond(seconds));
    }

    private static void evidence(Evidence evidence, List<String> said) {
        if (evidence != Evidence.OFF) {
            said.add(evidence == Evidence.BATCH ? "signed in batches, as evidence" : "each signed, as evidence");
        }
    }

    private static String depth(int depth) {
        return switch (depth) {
            case 0 -> "not to be passed on";
            case 1 -> "may be passed on once";
            default -> "may be passed on, and on again, " + depth + " times";
        };
    }
}
