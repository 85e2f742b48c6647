package io.comity.mutant;

/** What is done otherwise in one method. What is called, read or written is named as it is, or with the beginning of its descriptor. */
sealed interface Change {
    /** What is answered instead. */
    enum Answer {
        /** Or false, or null. */
        ZERO,
        /** Or true. */
        ONE,
        /** What it was called on. */
        ITSELF,
        /** A list without elements. */
        NONE,
        /** A stage that is complete. */
        DONE
    }

    /** The method has no body. */
    record Body(Answer answer) implements Change {}

    /** The method does what another of its object does that has no arguments and returns a list. */
    record BodyOf(String other) implements Change {}

    /**
     * A call is not made.
     *
     * @param nth which one of these in the method, from 1; 0 for all of them
     */
    record NoCall(String called, int nth, Answer answer) implements Change {}

    /** All calls of one method go to another of the same type. */
    record OtherCall(String before, String after) implements Change {}

    record NoRead(String field, Answer answer) implements Change {}

    record NoWrite(String field) implements Change {}
}
