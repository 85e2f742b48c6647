package io.comity.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * Which field: the names of components from the message inward, {@code header.height}. An Optional that is present and the case
 * of a choice are gone into without a step of their own.
 *
 * @param steps 1 to {@link #MAX_STEPS} names of Java components, each at most {@link #MAX_STEP_BYTES} bytes of UTF-8
 */
public record Path(List<String> steps) {
    public static final int MAX_STEPS = 8;
    public static final int MAX_STEP_BYTES = 128;

    /** @throws FilterException if it is empty, too long, or a step cannot be the name of a component */
    public Path {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > MAX_STEPS) {
            throw new FilterException("a path has 1 to " + MAX_STEPS + " names, not " + steps.size());
        }
        for (String step : steps) {
            if (!isStep(step)) {
                throw new FilterException(
                        "\"" + Printer.shortened(step) + "\" cannot be the name of a field: write letters and"
                                + " digits, at most " + MAX_STEP_BYTES + " bytes, with dots between names");
            }
        }
    }

    /** @param dotted names with dots between */
    public static Path of(String dotted) {
        return new Path(List.of(dotted.split("\\.", -1)));
    }

    /** Whether a component may be called so: a Java identifier without invisible characters. */
    static boolean isStep(String step) {
        return step.length() <= MAX_STEP_BYTES
                && !step.isEmpty()
                && isStart(step.codePointAt(0))
                && step.codePoints().allMatch(Path::isPart)
                && step.getBytes(UTF_8).length <= MAX_STEP_BYTES;
    }

    static boolean isStart(int character) {
        return Character.isJavaIdentifierStart(character);
    }

    static boolean isPart(int character) {
        return Character.isJavaIdentifierPart(character) && !Character.isIdentifierIgnorable(character);
    }

    @Override
    public String toString() {
        return String.join(".", steps);
    }
}
