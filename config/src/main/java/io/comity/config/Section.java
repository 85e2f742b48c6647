package io.comity.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One block of the settings, read value by value. A key is relative to the section and a single name. Bounds are inclusive.
 * Every method throws {@link ConfigException}, one line for the user, when the value is missing, of the wrong type or not
 * allowed. Immutable.
 */
public final class Section {
    private final String path;
    private final ConfigObject values;

    Section(String path, ConfigObject values) {
        this.path = path;
        this.values = values;
    }

    /** A whole number. */
    public int integer(String key, int min, int max) {
        return (int) integer(key, (long) min, (long) max);
    }

    /** A whole number. */
    public long integer(String key, long min, long max) {
        Range<BigDecimal> range =
                new Range<>("a whole number", BigDecimal.valueOf(min), BigDecimal.valueOf(max), BigDecimal::toString);
        return inRange(key, Scalar.integer(value(key)), range).longValueExact();
    }

    /** A number with a unit such as {@code 500ms}, {@code 30s}, {@code 7d}; without a unit, milliseconds. */
    public Duration duration(String key, Duration min, Duration max) {
        Range<Duration> range = new Range<>("a duration such as 30s", min, max, Units::text);
        return inRange(key, Scalar.duration(value(key)), range);
    }

    /** A number of bytes, with a unit such as {@code 64 KiB} or without. */
    public int bytes(String key, int min, int max) {
        return (int) bytes(key, (long) min, (long) max);
    }

    /** A number of bytes, with a unit such as {@code 64 KiB} or without. */
    public long bytes(String key, long min, long max) {
        Range<BigInteger> range =
                new Range<>("a size such as 64 KiB", BigInteger.valueOf(min), BigInteger.valueOf(max), Units::text);
        return inRange(key, Scalar.bytes(value(key)), range).longValueExact();
    }

    /** {@code on}, {@code true} or {@code yes}; {@code off}, {@code false} or {@code no}. */
    public boolean flag(String key) {
        return Scalar.flag(value(key)).orElseThrow(() -> refused(key, "is not a switch; allowed on, off"));
    }

    /** Any string, also an empty one; numbers and booleans as they are written. */
    public String text(String key) {
        return text(name(key), value(key));
    }

    /** One of {@code allowed}, in exactly that spelling. */
    public String oneOf(String key, String... allowed) {
        return oneOf(name(key), value(key), List.of(allowed));
    }

    /** A list of strings, possibly empty, in the order written. */
    public List<String> texts(String key) {
        return elements(key, Section::text);
    }

    /** A list of strings, possibly empty, in the order written, each one of {@code allowed}. */
    public List<String> textsOf(String key, String... allowed) {
        List<String> choice = List.of(allowed);
        return elements(key, (name, value) -> oneOf(name, value, choice));
    }

    /** Whether there is such a key, which every key of {@code reference.conf} is. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** Whether {@code key} holds a list. */
    public boolean isList(String key) {
        return value(key) instanceof ConfigList;
    }

    /** The names of the sections in this one, in alphabetical order, without the {@code "*"} that stands for any. */
    public List<String> sections() {
        return names(ConfigObject.class::isInstance);
    }

    /** The names of the values in this section, in alphabetical order, without the {@code "*"} that stands for any. */
    public List<String> keys() {
        return names(value -> !(value instanceof ConfigObject));
    }

    private List<String> names(Predicate<ConfigValue> kind) {
        return values.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Schema.ANY) && kind.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Where a value stands and what it is, to begin the sentence about a mistake that is found later. */
    public String cite(String key) {
        return Complaint.cite(name(key), value(key), false);
    }

    /** The block inside this one. */
    public Section section(String key) {
        if (value(key) instanceof ConfigObject inner) {
            return new Section(name(key), inner);
        }
        throw refused(key, "is a value; expected a section");
    }

    /**
     * The exception for a value that has the right type and range but still cannot be used, for the caller to throw.
     *
     * @param why completes the sentence that begins with key and value, for example {@code is not an address}
     */
    public ConfigException refused(String key, String why) {
        return Complaint.about(name(key), value(key), why);
    }

    /** The full key, never the values: some of them are secret. */
    @Override
    public String toString() {
        return "Section(" + path + ")";
    }

    private String name(String key) {
        return path + "." + ConfigUtil.joinPath(key);
    }

    private ConfigValue value(String key) {
        ConfigValue value = values.get(key);
        if (value == null) {
            throw new ConfigException(name(key) + " has no value; reference.conf must give its default");
        }
        return value;
    }

    private <T extends Comparable<T>> T inRange(String key, Optional<T> read, Range<T> range) {
        T value = read.orElseThrow(() -> refused(key, "is not " + range.kind() + "; allowed " + range));
        if (!range.contains(value)) {
            throw refused(key, "is out of range; allowed " + range);
        }
        return value;
    }

    private List<String> elements(String key, Reading reading) {
        if (!(value(key) instanceof ConfigList list)) {
            throw refused(key, "is not a list such as [a, b]");
        }
        List<String> texts = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            texts.add(reading.read(name(key) + "[" + i + "]", list.get(i)));
        }
        return List.copyOf(texts);
    }

    private static String text(String name, ConfigValue value) {
        return Scalar.text(value).orElseThrow(() -> Complaint.about(name, value, "is not a text"));
    }

    private static String oneOf(String name, ConfigValue value, List<String> allowed) {
        return Scalar.text(value)
                .filter(allowed::contains)
                .orElseThrow(
                        () -> Complaint.about(name, value, "is not allowed; allowed " + String.join(", ", allowed)));
    }

    /** Reads one element of a list, which is called {@code name} in messages. */
    private interface Reading {
        String read(String name, ConfigValue value);
    }

    private record Range<T extends Comparable<T>>(String kind, T min, T max, Function<T, String> print) {
        boolean contains(T value) {
            return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
        }

        @Override
        public String toString() {
            return print.apply(min) + " to " + print.apply(max);
        }
    }
}
