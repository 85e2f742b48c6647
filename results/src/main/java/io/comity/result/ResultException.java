package io.comity.result;

/** Results could not be read or written; the message is one line for people. */
public final class ResultException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ResultException(String message, Throwable cause) {
        super(message, cause);
    }
}
