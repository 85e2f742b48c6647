package io.comity.proxy;

import io.comity.identity.Bytes;

/** What a node presents to another. That of a mission key proves something about the session in which it is shown. */
@FunctionalInterface
public interface Credential {
    /** What is sent in the session of this name, 32 bytes. At most one signature. */
    Bytes in(Bytes session);
}
