package io.comity.wire;

/** The first byte of an item, RFC 8949 section 3: three bits of major type, five of additional information. */
final class Major {
    static final int UINT = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int MAP = 5;
    static final int TAG = 6;
    static final int SIMPLE = 7;

    static final int FALSE = 0xf4;
    static final int TRUE = 0xf5;
    static final int NULL = 0xf6;

    private Major() {}
}
