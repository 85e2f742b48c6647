package io.comity.filter;

/** The text of a filter, and how an error shows a place in it. */
final class Source {
    /** More than any filter within {@link Filter#MAX_BYTES} prints as: an escape has six characters for one byte. */
    static final int MAX_CHARS = 8 * Filter.MAX_BYTES;

    private static final int SHOWN_BEFORE = 40;
    private static final int SHOWN_AFTER = 30;

    private final String text;

    Source(String text) {
        if (text.length() > MAX_CHARS) {
            throw new FilterException(
                    "a filter has at most " + MAX_CHARS + " characters of text, not " + text.length());
        }
        this.text = text;
    }

    int length() {
        return text.length();
    }

    char at(int index) {
        return text.charAt(index);
    }

    int codePointAt(int index) {
        return text.codePointAt(index);
    }

    String text(int from, int to) {
        return text.substring(from, to);
    }

    /** @param column from 0; people are told from 1 */
    FilterException error(int column, String what) {
        int from = Math.max(0, column - SHOWN_BEFORE);
        int to = Math.min(text.length(), column + SHOWN_AFTER);
        String shown = (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
        StringBuilder visible = new StringBuilder();
        shown.chars().forEach(each -> visible.append(Printer.isPlain((char) each) ? (char) each : ' '));
        int indent = column - from + (from > 0 ? 1 : 0);
        return new FilterException(
                "column " + (column + 1) + ": " + what + "\n  " + visible + "\n  " + " ".repeat(indent) + "^");
    }
}
