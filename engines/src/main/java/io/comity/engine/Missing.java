package io.comity.engine;

import org.jspecify.annotations.Nullable;

/** The absence that no message may have: a sender's null is found before anything leaves. */
final class Missing {
    private Missing() {}

    static Object refuse(@Nullable Object value, String what) {
        if (value == null) {
            throw new EncodingException(what + "; use an Optional");
        }
        return value;
    }
}
