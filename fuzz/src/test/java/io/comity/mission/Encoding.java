package io.comity.mission;

import io.comity.wire.CborWriter;

/** Opens the form of caveats to the fuzzers, who are of another package. */
public final class Encoding {
    private Encoding() {}

    public static byte[] of(Caveats caveats) {
        CborWriter out = new CborWriter(64, CaveatCodec.MAX_BYTES);
        CaveatCodec.write(out, caveats);
        return out.toByteArray();
    }
}
