package io.comity.fuzz;

import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import java.time.Instant;
import java.util.Arrays;

/** Whose keys the targets sign with, the same in every run, and when it is. */
final class People {
    static final KeyHolder ALICE = holder(1);
    static final KeyHolder BOB = holder(2);
    static final KeyHolder CAROL = holder(3);

    /** Nobody knows it. */
    static final KeyHolder MALLORY = holder(66);

    static final NodeId ALICE_ID = ALICE.nodeId();
    static final NodeId BOB_ID = BOB.nodeId();

    /** 14 November 2023. */
    static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    private People() {}

    static byte[] seed(int who) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) who);
        return seed;
    }

    private static KeyHolder holder(int who) {
        return MemoryKeyHolder.fromSeed(seed(who));
    }
}
