package io.comity.explore;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Something that has states, each of which fits one number, and steps between them that depend on nothing else. */
interface World {
    long start();

    /** Hands every state one step from {@code state} to {@code next}; the same one may come twice. */
    void steps(long state, LongConsumer next);

    /** What is wrong with a state, in one line, or null. */
    @Nullable
    String violation(long state);

    /** What happened between two states that are one step apart, in one line. */
    String told(long from, long to);
}
