package io.comity.sim;

import io.comity.store.Store;
import java.util.List;

/** Those that every story is held to. */
public final class Invariants {
    /** More than nodes of a story and strangers open among them. */
    private static final int MAX_WIRES = 256;

    private Invariants() {}

    /** New ones, for one simulation. */
    public static List<Invariant> all() {
        return List.of(
                new NothingForged(),
                new NothingUnauthorised(),
                new RevocationIsFinal(),
                new OrderPerPair(),
                new NothingLost(),
                new AnswersMatch(),
                new CountersRise(),
                new MemoryIsBounded(MAX_WIRES, Store.MAX_PENDING),
                new Heals());
    }
}
