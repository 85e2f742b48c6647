package io.comity.detached;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import java.util.Arrays;

/** Keys that are always the same, and calls that are right unless a test makes one wrong. */
final class Calls {
    static final MemoryKeyHolder ALICE = key(1);
    static final MemoryKeyHolder BOB = key(2);
    static final MemoryKeyHolder MALLORY = key(3);
    static final long EPOCH = 1_764_000_000_000L;
    static final long NOW = 1_764_000_100L;
    static final Bytes BODY = Bytes.ofHex("a2646e616d6563426f62677265706c79546f00");

    private Calls() {}

    static MemoryKeyHolder key(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return MemoryKeyHolder.fromSeed(seed);
    }

    static DetachedCall call(MemoryKeyHolder issuer, long stream, long sequence, long created) {
        return new DetachedCall(
                issuer.nodeId(),
                ALICE.nodeId(),
                EPOCH,
                stream,
                sequence,
                created,
                created + 30,
                "greeter",
                "Greet",
                BODY,
                true);
    }

    static DetachedCall call() {
        return call(BOB, 7, 0, NOW);
    }
}
