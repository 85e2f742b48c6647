package io.comity.examples.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Counts words as text arrives in pieces. A word may be cut by the end of a piece: its beginning is carried into the next.
 * Memory is bounded: once {@link #MAX_WORDS} different words or {@link #MAX_LETTERS} letters are kept, further new words are
 * left out and counted as such, while known ones go on being counted.
 */
final class Tally {
    /** Different words kept; more than any natural language's prose needs. */
    static final int MAX_WORDS = 500_000;

    /** Letters kept, of all words together; also the length beyond which a single word is left out. */
    static final int MAX_LETTERS = 16 << 20;

    /** The order of the result: most frequent first, then alphabetical. */
    static final Comparator<Ranked> ORDER =
            Comparator.comparingLong(Ranked::count).reversed().thenComparing(Ranked::word);

    /** A word and how often it occurred. */
    record Ranked(String word, long count) {}

    private static final class Counter {
        private long count = 1;
    }

    private final int maxWords;
    private final int maxLetters;
    private final Map<String, Counter> counters = new HashMap<>();
    private final StringBuilder carried = new StringBuilder();
    private boolean carriedTooLong;
    private long letters;
    private long words;
    private long leftOut;

    Tally() {
        this(MAX_WORDS, MAX_LETTERS);
    }

    Tally(int maxWords, int maxLetters) {
        this.maxWords = maxWords;
        this.maxLetters = maxLetters;
    }

    /** Takes the next characters of the text; a word at their end stays open. */
    void add(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            int letter = letter(text.charAt(i));
            if (letter != 0) {
                carry((char) letter);
            } else {
                endWord();
            }
        }
    }

    /** Ends the word at the end of what was added, as a line break does. */
    void endWord() {
        if (carriedTooLong) {
            leftOut++;
            carriedTooLong = false;
        } else if (carried.length() > 0) {
            count(carried.toString());
        }
        carried.setLength(0);
    }

    /** The {@code n} most frequent words, in {@link #ORDER}. */
    List<Ranked> top(int n) {
        PriorityQueue<Ranked> best = new PriorityQueue<>(n + 1, ORDER.reversed());
        counters.forEach((word, counter) -> {
            best.add(new Ranked(word, counter.count));
            if (best.size() > n) {
                best.remove();
            }
        });
        List<Ranked> ranking = new ArrayList<>(best);
        ranking.sort(ORDER);
        return ranking;
    }

    /** Words counted, repeated ones each time. */
    long words() {
        return words;
    }

    int differentWords() {
        return counters.size();
    }

    /** Words not counted because too many different ones, or too long ones, came before. */
    long leftOut() {
        return leftOut;
    }

    /** The lower-case letter, or 0 for what separates words. */
    private static int letter(char c) {
        if (c >= 'a' && c <= 'z') {
            return c;
        }
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : 0;
    }

    private void carry(char letter) {
        if (carried.length() == maxLetters) {
            carriedTooLong = true;
        } else {
            carried.append(letter);
        }
    }

    private void count(String word) {
        Counter known = counters.get(word);
        if (known != null) {
            known.count++;
            words++;
        } else if (counters.size() < maxWords && letters + word.length() <= maxLetters) {
            counters.put(word, new Counter());
            letters += word.length();
            words++;
        } else {
            leftOut++;
        }
    }
}
