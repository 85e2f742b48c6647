package io.comity.cli.manifest;

/** Something is no manifest, or has none; the message is one line: the place, the cause, the cure. */
public final class ManifestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ManifestException(String message) {
        super(message);
    }
}
