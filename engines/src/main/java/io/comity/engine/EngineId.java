package io.comity.engine;

import io.comity.identity.NodeId;
import java.util.stream.IntStream;

/**
 * One engine of one node.
 *
 * @param name 1 to {@value #MAX_NAME_LENGTH} characters of {@code a-z 0-9 - . _ /}, beginning and ending with a letter or
 *     digit; compared exactly
 */
public record EngineId(NodeId node, String name) {
    public static final int MAX_NAME_LENGTH = 64;

    /** @throws IllegalArgumentException with one line that says what is wrong with the name */
    public EngineId {
        requireName(name);
    }

    /**
     * Returns {@code name} if an engine may be called so.
     *
     * @throws IllegalArgumentException with one line that says what is wrong
     */
    public static String requireName(String name) {
        if (!hasLength(name)) {
            throw new IllegalArgumentException("an engine name has 1 to 64 characters, this one has " + name.length());
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isAllowed(name, i)) {
                throw new IllegalArgumentException(
                        "an engine name is made of a-z 0-9 - . _ / and begins and ends with a"
                                + " letter or digit; the character at " + i + " is U+"
                                + String.format("%04X", (int) name.charAt(i)));
            }
        }
        return name;
    }

    /** Whether an engine may be called {@code name}, for names that a peer chose. */
    public static boolean isName(String name) {
        return hasLength(name) && IntStream.range(0, name.length()).allMatch(i -> isAllowed(name, i));
    }

    private static boolean hasLength(String name) {
        return !name.isEmpty() && name.length() <= MAX_NAME_LENGTH;
    }

    private static boolean isAllowed(String name, int i) {
        boolean edge = i == 0 || i == name.length() - 1;
        return isPlain(name.charAt(i)) || !edge && "-._/".indexOf(name.charAt(i)) >= 0;
    }

    private static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    /** The short fingerprint of the node, a slash, the name. */
    @Override
    public String toString() {
        return node + "/" + name;
    }
}
