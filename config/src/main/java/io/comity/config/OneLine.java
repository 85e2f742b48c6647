package io.comity.config;

/** Makes text from files and variables fit to stand in a one-line message. */
final class OneLine {
    /** Characters of a key or value that a message shows; the rest is replaced by an ellipsis. */
    static final int MAX_SHOWN = 120;

    private OneLine() {}

    /** {@code text} with every character that could break or disguise the line written as an escape. */
    static String of(String text) {
        return of(text, Integer.MAX_VALUE);
    }

    /** The same, and no more of it than {@link #MAX_SHOWN} characters. */
    static String shortened(String text) {
        return of(text, MAX_SHOWN);
    }

    /** The same, and no more of it than {@code most} characters as they are shown; an ellipsis after them stands for the rest. */
    static String of(String text, int most) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), most));
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            String shown = shown(text.codePointAt(i));
            if (shown.length() > most - line.length()) {
                return line.append('…').toString();
            }
            line.append(shown);
        }
        return line.toString();
    }

    private static String shown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> escape(point);
            default -> Character.toString(point);
        };
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
