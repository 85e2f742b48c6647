package io.comity.bench.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.comity.result.Results;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What came of it.
 *
 * @param samples after the warm-up, one after each visitor
 * @param visitors in all
 * @param answers that they got
 * @param unheard news that somebody ought to have heard and did not
 */
public record SoakReport(SoakSettings settings, List<Sample> samples, long visitors, long answers, long unheard) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MIB = 1 << 20;
    private static final double MAX_MIB_PER_HOUR = 2;

    /** More than that an hour is no noise: a thread or a file for each of a few hundred visitors. */
    private static final double FLAT_PER_HOUR = 5;

    public SoakReport {
        samples = List.copyOf(samples);
    }

    private enum Quantity {
        RESIDENT("resident memory, MiB", "residentMiB", sample -> sample.residentBytes() / MIB),
        DIRECT("direct memory, MiB", "directMiB", sample -> sample.directBytes() / MIB),
        HEAP("heap without garbage, MiB", "heapMiB", sample -> sample.heapBytes() / MIB),
        THREADS("threads", "threads", Sample::threads),
        FILES("open files", "files", Sample::files);

        private final String label;
        private final String json;
        private final ToDoubleFunction<Sample> value;

        Quantity(String label, String json, ToDoubleFunction<Sample> value) {
            this.label = label;
            this.json = json;
            this.value = value;
        }

        private double perHour(List<Sample> samples) {
            return Slope.perHour(samples, value);
        }

        private double last(List<Sample> samples) {
            return samples.isEmpty() ? Double.NaN : value.applyAsDouble(samples.get(samples.size() - 1));
        }
    }

    /** Whether everybody was served and, when it ran for long enough to tell, nothing grows. */
    public boolean isClean() {
        return unheard == 0 && (!settings.isJudged() || results().areMet());
    }

    /** The figures with their goals. */
    public Results results() {
        return Results.of("soak", command())
                .figure("minutes, of which " + settings.warmup() + " to warm up", settings.minutes(), "min")
                .figure("visitors", visitors, "")
                .figure("answers", answers, "")
                .atMost("news that was not heard", unheard, "", 0)
                .atMost("resident memory", Quantity.RESIDENT.perHour(samples), "MiB/h", MAX_MIB_PER_HOUR)
                .figure("direct memory", Quantity.DIRECT.perHour(samples), "MiB/h")
                .atMost("heap without garbage", Quantity.HEAP.perHour(samples), "MiB/h", MAX_MIB_PER_HOUR)
                .atMost("threads", Quantity.THREADS.perHour(samples), "/h", FLAT_PER_HOUR)
                .atMost("open files", Quantity.FILES.perHour(samples), "/h", FLAT_PER_HOUR);
    }

    private String command() {
        return "./comity soak --minutes " + settings.minutes() + " --warmup " + settings.warmup()
                + " --results docs/results";
    }

    /** A header, a line for each quantity, and how to read it. */
    public String table() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%d minutes, %d of them to warm up; %d visitors, %,d answers, %d news not heard%n%-26s %12s %12s%n",
                settings.minutes(),
                settings.warmup(),
                visitors,
                answers,
                unheard,
                "",
                "at the end",
                "more an hour"));
        for (Quantity quantity : Quantity.values()) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-26s %12.1f %12.2f%n",
                    quantity.label,
                    quantity.last(samples),
                    quantity.perHour(samples)));
        }
        return table.append(
                        settings.isJudged()
                                ? ""
                                : "It takes " + SoakSettings.JUDGED_FROM_MINUTES
                                        + " minutes to tell a leak from a collector that waits.\n")
                .toString();
    }

    /** One JSON object. */
    public ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("bench", "soak");
        json.put("clean", isClean());
        json.put("minutes", settings.minutes());
        json.put("warmup", settings.warmup());
        json.put("visitors", visitors);
        json.put("answers", answers);
        json.put("unheard", unheard);
        for (Quantity quantity : Quantity.values()) {
            json.putObject(quantity.json).put("last", quantity.last(samples)).put("perHour", quantity.perHour(samples));
        }
        return json;
    }
}
