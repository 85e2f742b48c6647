package io.comity.mutant;

/** Where the product is watched. */
public enum Ground {
    /** The explorer's handshakes. */
    HANDSHAKES,
    /** Its world of what can be presented. */
    PAPERS,
    /** Its world of what can be taken back. */
    REVOCATIONS,
    /** The simulator. */
    STORIES
}
