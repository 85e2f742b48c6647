package io.comity.examples.demo.topics;

/**
 * One line of a file.
 *
 * @param number 1 for the first
 * @param characters of it
 * @param text of it, at most {@link #MAX_TEXT} characters
 */
public record Line(long number, int characters, String text) {
    /** What is longer is cut. */
    static final int MAX_TEXT = 1_000;

    /** What a subscriber asks for who wants those shorter than {@code characters}. */
    static String shorterThan(int characters) {
        return "characters < " + characters;
    }

    /** All others. */
    static String asLongAs(int characters) {
        return "characters >= " + characters;
    }
}
