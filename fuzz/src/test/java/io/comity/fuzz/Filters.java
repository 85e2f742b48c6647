package io.comity.fuzz;

import io.comity.filter.Cover;
import io.comity.filter.Filter;
import io.comity.filter.Index;
import io.comity.filter.Matcher;
import io.comity.identity.Bytes;
import io.comity.identity.Parsed;
import java.util.List;

/** What must hold of any filter. */
final class Filters {
    private static final List<byte[]> BODIES =
            Letters.SAMPLES.stream().map(Letters::body).toList();
    private static final List<String> TYPES = Letters.SAMPLES.stream()
            .map(each -> Letters.PROTOCOL.wireName(Letters.type(each)))
            .toList();

    private Filters() {}

    /** Its text and its bytes read as it, and it can be held against any message. */
    static void judge(Filter filter) {
        Must.equal(Filter.parse(filter.text()), filter, "the filter, printed and read");
        Bytes bytes = filter.encode();
        Must.hold(bytes.size() <= Filter.MAX_BYTES, "longer than a filter may be");
        Must.equal(Filter.decode(bytes), new Parsed.Accepted<>(filter), "the filter, written and read");
        Matcher matcher = filter.matcher();
        Matcher opposite = filter instanceof Filter.Not not ? not.filter().matcher() : null;
        for (int i = 0; i < BODIES.size(); i++) {
            boolean matches = matcher.matches(TYPES.get(i), BODIES.get(i));
            Must.hold(
                    opposite == null || opposite.matches(TYPES.get(i), BODIES.get(i)) != matches,
                    "a filter and its opposite agree");
        }
    }

    /** However messages are looked for, they are the same; and who asks for both gets what each asks for. */
    static void judge(Filter one, Filter other, byte[] body) {
        Index<Integer> index = new Index<>();
        Must.equal(index.put(1, one).isEmpty() && index.put(2, other).isEmpty(), true, "two filters find room");
        Cover<Integer> cover = new Cover<>();
        cover.put(1, one);
        cover.put(2, other);
        Filter both = cover.filter();
        Must.hold(both.encode().size() <= Filter.MAX_BYTES, "what both ask for is too long");
        Matcher first = one.matcher();
        Matcher second = other.matcher();
        Matcher union = both.matcher();
        for (int i = 0; i <= BODIES.size(); i++) {
            byte[] message = i < BODIES.size() ? BODIES.get(i) : body;
            String type = TYPES.get(i % TYPES.size());
            boolean isFirst = first.matches(type, message);
            boolean isSecond = second.matches(type, message);
            List<Integer> found = index.match(type, message);
            Must.equal(found.contains(1), isFirst, "whether the index finds the first filter");
            Must.equal(found.contains(2), isSecond, "whether the index finds the second filter");
            Must.hold(union.matches(type, message) || !isFirst && !isSecond, "what one asks for does not come");
        }
        index.remove(1);
        index.remove(2);
        Must.equal(index.size(), 0, "how many are left");
    }
}
