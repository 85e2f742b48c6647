package io.comity.config;

/** Makes text from files and variables fit to stand in a one-line message. */
final class OneLine {
    /** Characters of a key or value that a message shows; the rest is replaced by an ellipsis. */
    static final int MAX_SHOWN = 120;

    private OneLine() {}

    /** {@code text} with every character that could break or disguise the line written as an escape. */
    static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(point -> append(line, point));
        return line.toString();
    }

    /** The first {@link #MAX_SHOWN} characters of {@code text}. */
    static String shortened(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }

    private static void append(StringBuilder line, int point) {
        switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> line.append(escape(point));
            default -> line.appendCodePoint(point);
        }
    }

    private static String escape(int point) {
        return switch (point) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04x", point);
        };
    }
}
