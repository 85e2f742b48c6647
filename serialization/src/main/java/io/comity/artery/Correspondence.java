package io.comity.artery;

import java.util.Optional;

/** Who is behind a uid now. */
@FunctionalInterface
public interface Correspondence {
    Optional<Correspondent> owner(long uid);
}
