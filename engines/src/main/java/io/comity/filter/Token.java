package io.comity.filter;

import java.util.Locale;

/**
 * A piece of the text of a filter.
 *
 * @param text as it stands there; of a quoted text, what it means
 * @param column at which it begins, from 0
 */
record Token(Kind kind, String text, int column) {
    enum Kind {
        /** Names with dots, a keyword, a bare text. */
        WORD,
        /** Begins with a digit or with a sign and a digit: a number, an instant, a duration. */
        NUMBER,
        TEXT,
        BYTES,
        UUID,
        /** An operator, a parenthesis, a comma. */
        SIGN,
        END
    }

    boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /** Whether it is a keyword, in whichever case. */
    boolean isWord(String keyword) {
        return kind == Kind.WORD && text.toLowerCase(Locale.ROOT).equals(keyword);
    }

    /** For an error. */
    String found() {
        return kind == Kind.END ? "the end" : "\"" + Printer.shortened(text) + "\"";
    }
}
