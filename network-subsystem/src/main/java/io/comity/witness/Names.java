package io.comity.witness;

import org.jspecify.annotations.Nullable;

/** What the refs and types of one session stand for. */
public interface Names {
    /** Null when nobody was told of it. */
    @Nullable
    String engine(long ref);

    @Nullable
    String type(long ref, long type);
}
