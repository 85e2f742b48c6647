package io.comity.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The canonical text of a protocol: what the wire can tell apart and nothing more, so neither packages nor the order of
 * declarations. A type is written out where it is first met, as {@code #n=…}, and is {@code #n} from then on, so that types
 * may lead back to themselves.
 */
final class Description {
    private final StringBuilder text = new StringBuilder("comity protocol 1\n");
    private final Map<Met, Integer> numbers = new HashMap<>();

    /** A type is a protocol in one place and a record or choice in another, and then has two numbers. */
    private record Met(String kind, DataType type) {}

    Description add(String words) {
        text.append(words);
        return this;
    }

    Description add(Part part) {
        part.describe(this);
        return this;
    }

    Description add(WireType type) {
        return add(" ").add(type.name()).add(":").add(type.part());
    }

    Description add(Protocol<?> protocol) {
        return define(protocol.type(), "protocol", () -> protocol.types().forEach(this::add));
    }

    /** Writes {@code kind{…}} where {@code type} is first met, its number afterwards. */
    Description define(DataType type, String kind, Runnable body) {
        Integer known = numbers.putIfAbsent(new Met(kind, type), numbers.size());
        if (known != null) {
            return add("#" + known);
        }
        add("#" + (numbers.size() - 1) + "=" + kind + "{");
        body.run();
        return add(" }");
    }

    /** The first 16 bytes of the SHA-256 of the text. */
    byte[] digest() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(hash, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
