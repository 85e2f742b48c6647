package io.comity.config;

import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes durations and sizes as HOCON does, in the largest unit that leaves no remainder. */
final class Units {
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);
    private static final Map<String, BigInteger> NANOS = new LinkedHashMap<>();
    private static final Map<String, BigInteger> BYTES = new LinkedHashMap<>();

    static {
        NANOS.put("d", nanos(Duration.ofDays(1)));
        NANOS.put("h", nanos(Duration.ofHours(1)));
        NANOS.put("m", nanos(Duration.ofMinutes(1)));
        NANOS.put("s", NANOS_PER_SECOND);
        NANOS.put("ms", BigInteger.valueOf(1_000_000));
        NANOS.put("us", BigInteger.valueOf(1_000));
        NANOS.put("ns", BigInteger.ONE);
        BYTES.put(" GiB", BigInteger.ONE.shiftLeft(30));
        BYTES.put(" MiB", BigInteger.ONE.shiftLeft(20));
        BYTES.put(" KiB", BigInteger.ONE.shiftLeft(10));
        BYTES.put(" B", BigInteger.ONE);
    }

    private Units() {}

    /** For example {@code 90s}, {@code 7d}. */
    static String text(Duration duration) {
        return duration.isZero() ? "0s" : text(nanos(duration), NANOS);
    }

    /** For example {@code 64 KiB}, {@code 1000 B}. */
    static String text(BigInteger bytes) {
        return bytes.signum() == 0 ? "0 B" : text(bytes, BYTES);
    }

    private static String text(BigInteger amount, Map<String, BigInteger> units) {
        for (Map.Entry<String, BigInteger> unit : units.entrySet()) {
            BigInteger[] split = amount.divideAndRemainder(unit.getValue());
            if (split[1].signum() == 0) {
                return split[0] + unit.getKey();
            }
        }
        return amount.toString();
    }

    /** A Duration reaches beyond what a long can count in nanoseconds. */
    private static BigInteger nanos(Duration duration) {
        return BigInteger.valueOf(duration.getSeconds())
                .multiply(NANOS_PER_SECOND)
                .add(BigInteger.valueOf(duration.getNano()));
    }
}
