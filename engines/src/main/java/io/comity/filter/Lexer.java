package io.comity.filter;

import java.util.Set;

/** Cuts the text of a filter into {@link Token}s. */
final class Lexer {
    private static final Set<String> PAIRS = Set.of("!=", "<=", ">=", "==", "<>", "&&", "||");
    private static final int HEX_ESCAPE_DIGITS = 4;

    private final Source source;
    private int at;

    Lexer(Source source) {
        this.source = source;
    }

    Token next() {
        while (at < source.length() && Character.isWhitespace(source.at(at))) {
            at++;
        }
        int start = at;
        if (at == source.length()) {
            return new Token(Token.Kind.END, "", start);
        }
        char first = source.at(at);
        if (first == '"') {
            return text();
        }
        if ((first == 'h' || first == 'u') && at + 1 < source.length() && source.at(at + 1) == '\'') {
            return quoted(first == 'h' ? Token.Kind.BYTES : Token.Kind.UUID);
        }
        if (isNumber()) {
            return run(Token.Kind.NUMBER, "+-:.");
        }
        if (first == '.' || Path.isStart(source.codePointAt(at))) {
            return run(Token.Kind.WORD, ".");
        }
        boolean isPair = at + 1 < source.length() && PAIRS.contains(source.text(at, at + 2));
        at += isPair ? 2 : Character.charCount(source.codePointAt(at));
        return new Token(Token.Kind.SIGN, source.text(start, at), start);
    }

    private boolean isNumber() {
        boolean isSigned = source.at(at) == '-' || source.at(at) == '+';
        int digit = isSigned ? at + 1 : at;
        return digit < source.length() && isDigit(source.at(digit));
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    /** Letters, digits and {@code others}, and whatever comes first. */
    private Token run(Token.Kind kind, String others) {
        int start = at;
        do {
            at += Character.charCount(source.codePointAt(at));
        } while (at < source.length() && (Path.isPart(source.codePointAt(at)) || others.indexOf(source.at(at)) >= 0));
        return new Token(kind, source.text(start, at), start);
    }

    private Token quoted(Token.Kind kind) {
        int start = at;
        at += 2;
        while (at < source.length() && source.at(at) != '\'') {
            at++;
        }
        if (at == source.length()) {
            throw source.error(start, "expected a closing ', found the end");
        }
        at++;
        return new Token(kind, source.text(start + 2, at - 1), start);
    }

    private Token text() {
        int start = at++;
        StringBuilder text = new StringBuilder();
        while (at < source.length() && source.at(at) != '"') {
            text.append(source.at(at) == '\\' ? escaped() : source.at(at++));
        }
        if (at == source.length()) {
            throw source.error(start, "expected a closing \", found the end");
        }
        at++;
        return new Token(Token.Kind.TEXT, text.toString(), start);
    }

    private char escaped() {
        int start = at++;
        char kind = at < source.length() ? source.at(at++) : ' ';
        return switch (kind) {
            case '"', '\\' -> kind;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode(start);
            default ->
                throw source.error(
                        start,
                        "expected \\\", \\\\, \\n, \\r, \\t or \\u and four hex digits, found \"\\"
                                + Printer.shortened(String.valueOf(kind)) + "\"");
        };
    }

    private char unicode(int start) {
        int value = 0;
        for (int i = 0; i < HEX_ESCAPE_DIGITS; i++) {
            int digit = at < source.length() && source.at(at) < 128 ? Character.digit(source.at(at), 16) : -1;
            if (digit < 0) {
                throw source.error(start, "expected four hex digits after \\u");
            }
            value = value << 4 | digit;
            at++;
        }
        return (char) value;
    }
}
