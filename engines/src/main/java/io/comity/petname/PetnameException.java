package io.comity.petname;

/** A petname cannot be given or is not there; the message is one line that says why and what to do. */
public final class PetnameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PetnameException(String message) {
        super(message);
    }
}
