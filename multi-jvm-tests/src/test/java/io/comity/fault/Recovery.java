package io.comity.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.harness.Member;
import io.comity.result.Results;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long after its cause was removed a fault was over: its owner writes again and its friend is served. All figures of a process are in one file. With {@code
 * -Dcomity.faults=500} each fault is held to {@link #GOAL}; smaller runs share their machine with a build, in which a JVM alone may take as long
 * to start.
 */
final class Recovery {
    static final Duration GOAL = Duration.ofSeconds(10);
    static final boolean IS_FULL = Integer.getInteger("comity.faults", 0) >= 500;
    static final Duration MOST = IS_FULL ? GOAL : Member.DEADLINE;
    static final String HELLO = "Hello, Bob!";

    private static final String COMMAND = "mvn -pl multi-jvm-tests -am test -Dtest='io.comity.fault.*Test'"
            + " -Dcomity.faults=500 -Dspecs.processes=1 -Dsurefire.failIfNoSpecifiedTests=false";

    private static final Map<String, Double> SECONDS = new TreeMap<>();
    private static final AtomicInteger NAMES = new AtomicInteger();

    private Recovery() {}

    /** @param cure takes the cause away, and returns when all is well; of a fault that is met several times the slowest counts */
    static synchronized void of(String fault, Runnable cure) {
        long beganNanos = System.nanoTime();
        cure.run();
        Duration took = Duration.ofNanos(System.nanoTime() - beganNanos);
        SECONDS.merge(fault, took.toMillis() / 1e3, Math::max);
        Results results = Results.of("faults-recovery", COMMAND);
        SECONDS.forEach((each, seconds) ->
                results.atMost(each + ": seconds until whole again", seconds, "s", (double) GOAL.toSeconds()));
        results.miss(
                        "Of two processes with one key, as of a copied home, the newer is served and only the elder refused; both"
                                + " are told why (ADR 0042).")
                .write();
        assertThat(took).as(fault).isLessThan(MOST);
    }

    /** Waits until the owner can write and the friend is served. */
    static void awaitWhole(Member owner, Member friend) {
        owner.awaitAnswer("name whole-" + NAMES.incrementAndGet(), "named", MOST);
        friend.awaitAnswer("ask greeter", HELLO, MOST);
    }

    /** Tells a friend where an owner is now, which was started anew. */
    static void meet(Member owner, Member friend) {
        friend.ask("meet " + owner.ask("id") + " " + owner.ask("address"));
    }
}
