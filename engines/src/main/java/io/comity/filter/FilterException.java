package io.comity.filter;

/** A filter that cannot be: the message says where in it, why, and how to put it instead. */
public final class FilterException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    FilterException(String message) {
        super(message);
    }
}
