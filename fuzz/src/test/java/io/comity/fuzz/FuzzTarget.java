package io.comity.fuzz;

import io.comity.result.Results;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;

/**
 * One thing that reads bytes from outside. A subclass says what must hold of any input, and has a method {@code fuzz} with
 * Jazzer's annotation that hands each to {@link #measured}. Two calls of {@link #judge} have nothing to do with each other.
 */
abstract class FuzzTarget {
    private static final String COMMAND =
            "mvn -Pfuzz -pl fuzz -am test -Dtest='*FuzzTest' -Dsurefire.failIfNoSpecifiedTests=false";

    private static final String SUFFIX = "FuzzTest";

    /** The fuzzer makes an instance when it likes. */
    private static final Map<String, Gauge> GAUGES = new ConcurrentHashMap<>();

    private static final boolean FUZZING = System.getenv("JAZZER_FUZZ") != null;

    /** Throws when something does not hold that must. */
    abstract void judge(byte[] input);

    /** Inputs that lead deep into it, from which a fuzzer begins. The same in every run. */
    abstract List<byte[]> seeds();

    /** As it is called in commands and results. */
    final String name() {
        String simple = getClass().getSimpleName();
        return simple.substring(0, simple.length() - SUFFIX.length()).toLowerCase(Locale.ROOT);
    }

    final void measured(byte[] input) {
        if (FUZZING) {
            Ballast.leave(Gauge.MAX_BYTES);
        }
        GAUGES.computeIfAbsent(name(), first -> new Gauge(this)).run(input);
    }

    @AfterAll
    static void report() {
        if (FUZZING) {
            GAUGES.forEach((target, gauge) -> {
                System.out.println(target + ": " + gauge);
                gauge.write(Results.of("fuzz-" + target, COMMAND));
            });
        }
    }

    @Override
    public final String toString() {
        return name();
    }
}
