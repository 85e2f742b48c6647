package io.comity.identity;

import java.util.Optional;
import java.util.function.Function;

/** What text typed or pasted by a human turned out to be. */
public sealed interface Parsed<T> {
    /** Well formed, and its checksum holds. */
    record Accepted<T>(T value) implements Parsed<T> {}

    /** Not usable; {@code reason} is one line for the human who typed it, and says where to look. */
    record Refused<T>(String reason) implements Parsed<T> {}

    /** The value, when the reason for a refusal does not matter. */
    default Optional<T> toOptional() {
        return this instanceof Accepted<T> accepted ? Optional.of(accepted.value()) : Optional.empty();
    }

    /** Reads on from an accepted value; a refusal stays as it is. */
    default <R> Parsed<R> then(Function<? super T, Parsed<R>> next) {
        return this instanceof Accepted<T> accepted
                ? next.apply(accepted.value())
                : new Refused<>(((Refused<T>) this).reason());
    }
}
