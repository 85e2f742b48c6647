package io.comity.sim;

import java.util.Optional;

/** Something that is true whatever happens. Its name is that of its class. */
public interface Invariant {
    /**
     * Hears of everything, in its order, and once after each step with nothing new.
     *
     * @return what is wrong, in one sentence; empty while nothing is
     */
    Optional<String> after(Happening happening);

    /** Looked at after every step. */
    default Optional<String> always() {
        return Optional.empty();
    }

    default String name() {
        return getClass().getSimpleName();
    }
}
