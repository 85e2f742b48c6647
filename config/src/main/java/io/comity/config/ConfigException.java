package io.comity.config;

/**
 * A setting that cannot be used. The message is one printable line that says where the setting stands, its key, its value
 * (unless secret) and what would be allowed. There is never a cause: what the HOCON library says may quote a secret.
 */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
        super(OneLine.of(message));
    }
}
