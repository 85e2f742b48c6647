package io.comity.wire;

import java.util.function.Function;

/**
 * A value whose signature was checked. Only {@link CoseSign1} makes the first one, so whoever takes a {@code Verified<Grant>}
 * cannot be handed a raw grant.
 */
public final class Verified<T> {
    private final T value;

    Verified(T value) {
        this.value = value;
    }

    public T value() {
        return value;
    }

    /**
     * What {@code reading} makes of the signed value is signed too, as long as it adds nothing of its own: for decoders of
     * a payload, not for changes to it.
     */
    public <R> Verified<R> map(Function<? super T, ? extends R> reading) {
        return new Verified<>(reading.apply(value));
    }

    @Override
    public String toString() {
        return "verified " + value;
    }
}
