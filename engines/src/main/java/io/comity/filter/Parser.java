package io.comity.filter;

import io.comity.engine.Protocol;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads the text of a filter. {@code not} binds closest, then {@code and}, then {@code or}. Keywords are such in whichever case; a
 * path that begins with one has a dot before it. Where a value is expected, any word is a text.
 * <pre>
 *  or      = and { "or" and }
 *  and     = not { "and" not }
 *  not     = "not" not | "(" or ")" | "everything" | "nothing" | test
 *  test    = "type" ("=" | "!=") name | "type" "in" "(" name { "," name } ")"
 *          | path (operator value | "in" "(" value { "," value } ")" | "prefix" value | "exists")
 *  name    = word | text
 *  value   = text | word | number | instant | duration | "true" | "false" | "h'" hex "'" | "u'" uuid "'"
 * </pre>
 */
final class Parser {
    private static final String OPERATORS = "one of = != < <= > >= in prefix exists";

    private final Source source;
    private final Lexer lexer;
    private final IdentityHashMap<Filter, Integer> places = new IdentityHashMap<>();
    private Token token;
    private int depth;

    Parser(String text) {
        source = new Source(text);
        lexer = new Lexer(source);
        token = lexer.next();
    }

    Filter parse() {
        Filter filter = or();
        if (token.kind() != Token.Kind.END) {
            throw expected("and, or or the end");
        }
        return filter;
    }

    /** Checks what {@link #parse} returned; an error shows the part that it is about. */
    void check(Filter filter, Protocol<?> protocol) {
        Checker checker = new Checker(protocol);
        try {
            checker.check(filter);
        } catch (FilterException e) {
            Integer place = places.get(checker.culprit());
            throw place == null ? e : source.error(place, String.valueOf(e.getMessage()));
        }
    }

    private FilterException expected(String what) {
        return source.error(token.column(), "expected " + what + ", found " + token.found());
    }

    private Token take() {
        Token taken = token;
        token = lexer.next();
        return taken;
    }

    private boolean takes(String keyword) {
        boolean is = token.isWord(keyword);
        if (is) {
            take();
        }
        return is;
    }

    private void require(String sign) {
        if (!token.isSign(sign)) {
            throw expected(sign);
        }
        take();
    }

    private Filter or() {
        int start = token.column();
        List<Filter> any = new ArrayList<>(List.of(and()));
        while (takes("or")) {
            any.add(and());
        }
        return any.size() == 1 ? any.get(0) : made(start, () -> new Filter.Or(any));
    }

    private Filter and() {
        int start = token.column();
        List<Filter> all = new ArrayList<>(List.of(not()));
        while (takes("and")) {
            all.add(not());
        }
        return all.size() == 1 ? all.get(0) : made(start, () -> new Filter.And(all));
    }

    private Filter not() {
        int start = token.column();
        if (takes("not")) {
            enter(start);
            Filter inside = not();
            depth--;
            return made(start, () -> new Filter.Not(inside));
        }
        if (token.isSign("(")) {
            enter(start);
            take();
            Filter inside = or();
            require(")");
            depth--;
            return inside;
        }
        return test(start);
    }

    private void enter(int column) {
        if (++depth >= Filter.MAX_DEPTH) {
            throw source.error(column, "filters are at most " + Filter.MAX_DEPTH + " deep within each other");
        }
    }

    private Filter test(int start) {
        if (token.kind() != Token.Kind.WORD) {
            throw expected("type, a field, not or (");
        }
        if (takes("everything")) {
            return made(start, Filter.Everything::new);
        }
        if (takes("nothing")) {
            return made(start, Filter.Nothing::new);
        }
        if (takes("type")) {
            return type(start);
        }
        if (Printer.isKeyword(token.text())) {
            throw expected("type, a field, not or (");
        }
        return field(start);
    }

    private Filter type(int start) {
        if (takes("in")) {
            List<String> names = new ArrayList<>();
            require("(");
            do {
                names.add(name());
            } while (isMore());
            return made(start, () -> new Filter.Type(names));
        }
        boolean isOther = token.isSign("!=");
        if (!isOther && !token.isSign("=")) {
            throw expected("one of = != in (a field that is called type is written .type)");
        }
        take();
        Filter is = made(start, List.of(name()));
        return isOther ? made(start, () -> new Filter.Not(is)) : is;
    }

    private Filter made(int start, List<String> names) {
        return made(start, () -> new Filter.Type(names));
    }

    private String name() {
        if (token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.TEXT) {
            throw expected("the name of a type");
        }
        return take().text();
    }

    /** After an element of a list: whether another follows, or else the end of it. */
    private boolean isMore() {
        if (token.isSign(",")) {
            take();
            return true;
        }
        if (!token.isSign(")")) {
            throw expected(", or )");
        }
        take();
        return false;
    }

    private Filter field(int start) {
        String dotted = take().text();
        Path path = made(start, () -> Path.of(dotted.startsWith(".") ? dotted.substring(1) : dotted));
        if (takes("exists")) {
            return made(start, () -> new Filter.Exists(path));
        }
        if (takes("prefix")) {
            Literal literal = value();
            return made(start, () -> new Filter.Prefix(path, literal));
        }
        if (takes("in")) {
            List<Literal> values = new ArrayList<>();
            require("(");
            do {
                values.add(value());
            } while (isMore());
            return made(start, () -> Filter.among(path, values));
        }
        Operator operator =
                token.kind() == Token.Kind.SIGN ? Operator.of(token.text()).orElse(null) : null;
        if (operator == null) {
            throw expected(OPERATORS);
        }
        take();
        Literal literal = value();
        return made(start, () -> new Filter.Comparison(path, operator, literal));
    }

    private Literal value() {
        Token value = token;
        Literal literal = made(value.column(), () -> Values.of(value));
        take();
        return literal;
    }

    /** Makes a part of the filter, and says of what is beyond a bound where it stands. */
    private <T> T made(int start, Supplier<T> making) {
        T made;
        try {
            made = making.get();
        } catch (FilterException e) {
            throw source.error(start, String.valueOf(e.getMessage()));
        }
        if (made instanceof Filter filter) {
            places.put(filter, start);
        }
        return made;
    }
}
