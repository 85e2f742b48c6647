package io.comity.filter;

/** Looks at messages for one filter, one at a time; not for two threads at once. Allocates nothing for a message. */
public final class Matcher {
    private final Extraction extraction = new Extraction();
    private final Condition condition;

    Matcher(Filter filter) {
        condition = new Compiler(extraction).condition(filter);
    }

    /**
     * Whether the message is one that the filter matches; never throws, whatever the bytes are. Takes as long as the body is long,
     * and then as long as the filter.
     *
     * @param type its wire name
     * @param offset and {@code length} say where in {@code body} its body is, and must lie within
     */
    public boolean matches(String type, byte[] body, int offset, int length) {
        extraction.read(type, body, offset, length);
        return condition.holds(extraction);
    }

    public boolean matches(String type, byte[] body) {
        return matches(type, body, 0, body.length);
    }
}
