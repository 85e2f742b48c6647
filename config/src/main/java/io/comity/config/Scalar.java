package io.comity.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What one value means when read as a given type, or empty when it means nothing of that type.
 *
 * <p>Every reading starts from the text as written. The library's own getters are more lenient than a setting should be:
 * they cut 1.5 down to 1, and they take "NaN s" for no time at all.
 */
final class Scalar {
    /** Longest text that is read as a number, a duration or a size; decimal conversion costs the square of its length. */
    static final int MAX_LENGTH = 64;

    private static final Pattern QUANTITY = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?\\s*[A-Za-z]*");

    private Scalar() {}

    /** Text as written: strings, numbers and booleans have one; null, lists and sections have none. */
    static Optional<String> text(ConfigValue value) {
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN -> Optional.of(value.atKey("it").getString("it"));
            case NULL, LIST, OBJECT -> Optional.empty();
        };
    }

    static Optional<Boolean> flag(ConfigValue value) {
        return text(value).flatMap(text -> switch (text) {
            case "true", "on", "yes" -> Optional.of(true);
            case "false", "off", "no" -> Optional.of(false);
            default -> Optional.<Boolean>empty();
        });
    }

    /** Whole numbers of any magnitude, also written as {@code 1e6} or {@code 7.0}. */
    static Optional<BigDecimal> integer(ConfigValue value) {
        return text(value).filter(text -> text.length() <= MAX_LENGTH).flatMap(Scalar::wholeNumber);
    }

    /** A number and a unit, for example {@code 500ms}, {@code 1.5 minutes}; without a unit, milliseconds. At most 292 years. */
    static Optional<Duration> duration(ConfigValue value) {
        return quantity(value, config -> config.getDuration("it"));
    }

    /** A number and a unit, for example {@code 64 KiB}, {@code 1.5 MB}; without a unit, bytes. Never negative. */
    static Optional<BigInteger> bytes(ConfigValue value) {
        return quantity(value, config -> config.getMemorySize("it").toBytesBigInteger());
    }

    private static Optional<BigDecimal> wholeNumber(String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            return Optional.of(number).filter(it -> it.stripTrailingZeros().scale() <= 0);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static <T> Optional<T> quantity(ConfigValue value, Function<Config, T> reading) {
        Optional<String> text = text(value)
                .map(String::strip)
                .filter(it -> it.length() <= MAX_LENGTH && QUANTITY.matcher(it).matches());
        try {
            return text.map(it -> ConfigValueFactory.fromAnyRef(it).atKey("it")).map(reading);
        } catch (com.typesafe.config.ConfigException | IllegalArgumentException notAQuantity) {
            return Optional.empty();
        }
    }
}
