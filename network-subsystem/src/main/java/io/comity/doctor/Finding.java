package io.comity.doctor;

/**
 * One thing that was looked at.
 *
 * @param subject a word or two
 * @param text what was found, in a few words
 * @param cure what to do about it; empty when there is nothing to do
 */
public record Finding(Level level, String subject, String text, String cure) {
    /** How much it matters. */
    public enum Level {
        FINE,
        /** Works, but its owner may not want it so. */
        NOTE,
        WRONG
    }

    static Finding fine(String subject, String text) {
        return new Finding(Level.FINE, subject, text, "");
    }

    static Finding note(String subject, String text, String cure) {
        return new Finding(Level.NOTE, subject, text, cure);
    }

    static Finding wrong(String subject, String text, String cure) {
        return new Finding(Level.WRONG, subject, text, cure);
    }

    public boolean isFine() {
        return level == Level.FINE;
    }
}
