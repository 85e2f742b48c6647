package io.comity.cli;

import io.comity.control.ControlException;
import io.comity.control.Limits;
import io.comity.mission.MissionException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The limits of a grant as options. */
final class LimitOptions {
    @Option(names = "--rate", paramLabel = "N/UNIT", description = "How often: 5/s, 100/m, 1000/h, 10000/d.")
    private @Nullable String rate;

    @Option(
            names = "--burst",
            paramLabel = "N",
            description = "How many at once (default: those of one unit of the rate).")
    private @Nullable String burst;

    @Option(names = "--in-flight", paramLabel = "N", description = "How many calls may wait for their reply.")
    private @Nullable String inFlight;

    @Option(names = "--quota", paramLabel = "N", description = "How many in all.")
    private @Nullable String quota;

    @Option(names = "--max-bytes", paramLabel = "N", description = "How long one message may be.")
    private @Nullable String maxBytes;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Not before: 2026-12-24, 2026-12-24T18:00:00Z, or 2h from now.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "TIME", description = "No longer than: the same forms.")
    private @Nullable String until;

    @Option(
            names = "--kinds",
            paramLabel = "ENGINE[.TYPE],…",
            description = "Only these messages of the mission, for example greeter.Greet,words.")
    private @Nullable String kinds;

    @Option(names = "--evidence", paramLabel = "LEVEL", description = "Which proof messages leave: off, batch, always.")
    private @Nullable String evidence;

    @Option(names = "--depth", paramLabel = "N", description = "How often it may be passed on (default: not at all).")
    private @Nullable String depth;

    /** @throws ParameterException when one is not written as it should be, or out of its range */
    Limits read(CommandSpec spec) {
        Map<String, String> texts = new HashMap<>();
        put(texts, "rate", rate);
        put(texts, "burst", burst);
        put(texts, "in-flight", inFlight);
        put(texts, "quota", quota);
        put(texts, "max-bytes", maxBytes);
        put(texts, "from", from);
        put(texts, "until", until);
        put(texts, "kinds", kinds);
        put(texts, "evidence", evidence);
        put(texts, "depth", depth);
        Limits limits = new Limits(texts);
        try {
            limits.caveats(Instant.now());
            return limits;
        } catch (ControlException miswritten) {
            throw new ParameterException(spec.commandLine(), "--" + miswritten.getMessage(), miswritten);
        } catch (MissionException outOfRange) {
            throw new ParameterException(spec.commandLine(), String.valueOf(outOfRange.getMessage()), outOfRange);
        }
    }

    private static void put(Map<String, String> texts, String name, @Nullable String value) {
        if (value != null) {
            texts.put(name, value);
        }
    }
}
