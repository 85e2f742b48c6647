package io.comity.sim;

import java.util.List;

/**
 * One change of the product, by the name of what is then wrong: of one method, what it does instead.
 *
 * @param type with slashes, as class files have it
 * @param arguments how many the method has, or -1 for any
 */
record Mutant(String name, String type, String method, int arguments, Instead instead) {
    /** What a method does instead. */
    sealed interface Instead {}

    /** Nothing at all, and returns null, or nothing. */
    record Nothing() implements Instead {}

    record Yes() implements Instead {}

    record No() implements Instead {}

    /** Returns an empty list. */
    record NoneOfThem() implements Instead {}

    /** Returns a stage that is complete. */
    record Done() implements Instead {}

    /** Returns what another method of the object does that has no arguments and returns a list. */
    record Other(String method) implements Instead {}

    /** The same, but for a call of this name, which goes to another of the same type. */
    record Call(String before, String after) implements Instead {}

    private static Mutant of(String name, String type, String method, Instead instead) {
        return new Mutant(name, "io/comity/" + type, method, -1, instead);
    }

    static final List<Mutant> ALL = List.of(
            of("a revocation looks for no grant", "mission/Authority", "concerned", new NoneOfThem()),
            of("no revocation kills a grant", "mission/Authority", "isDead", new No()),
            of("a revocation is not written", "sim/SimDisk", "record", new Done()),
            of("everybody holds what anybody holds", "mission/Authority", "heldBy", new Other("grants")),
            of("what was acknowledged is kept", "session/RetransmitBuffer", "acknowledge", new Yes()),
            of("what was lost is not sent again", "session/RetransmitBuffer", "repeat", new Nothing()),
            of(
                    "what is sent again comes last first",
                    "session/RetransmitBuffer",
                    "repeat",
                    new Call("poll", "pollLast")),
            of("what was received is not counted", "proxy/Session", "countReceived", new Nothing()),
            of("what is held for a connection is dropped", "proxy/Held", "add", new Yes()),
            new Mutant("what is to be sent is dropped", "io/comity/session/Outbox", "append", 6, new Yes()),
            of("nobody is dialled", "proxy/Dialler", "dial", new Nothing()),
            of("counters count down", "observe/Counters", "add", new Call("increment", "decrement")),
            of("the number of a boot is not written", "sim/SimDisk", "putEpoch", new Done()),
            of("who comes back is not let in again", "store/MemoryStore", "grants", new NoneOfThem()));
}
