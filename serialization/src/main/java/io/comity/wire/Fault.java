package io.comity.wire;

/** Why bytes are not the canonical CBOR that was expected. */
public enum Fault {
    /** The input ends inside an item, or an item claims more bytes or elements than there are bytes left. */
    TRUNCATED,
    /** Bytes follow the last item. */
    TRAILING,
    /** A length or number is written longer than it need be. */
    NOT_SHORTEST,
    /** A length is left open (additional information 31). */
    INDEFINITE,
    /** Additional information 28 to 30, which RFC 8949 reserves. */
    RESERVED,
    /** A tag; the profile has none. */
    TAG,
    /** A map; the profile uses arrays. */
    MAP,
    /** A float, or a simple value other than false, true and null. */
    SIMPLE,
    /** A well-formed item of another type than the one asked for. */
    WRONG_TYPE,
    /** A negative number where an unsigned one was asked for. */
    NEGATIVE,
    /** A number that a signed 64-bit integer or the caller's range does not hold, or an unknown code. */
    OUT_OF_RANGE,
    /** A byte or text string longer than allowed. */
    TOO_LONG,
    /** More elements than allowed. */
    TOO_MANY,
    /** Another number of elements than the one this array must have. */
    WRONG_COUNT,
    /** Arrays inside arrays beyond the allowed depth. */
    TOO_DEEP,
    /** Text that is not well-formed UTF-8. */
    NOT_UTF8
}
