package io.comity.explore;

import static io.comity.explore.Person.ALICE;
import static io.comity.explore.Person.BOB;
import static io.comity.explore.Person.MALLORY;
import static io.comity.session.CipherSuite.AES_GCM;
import static io.comity.session.CipherSuite.CHACHA_POLY;

import java.util.List;
import java.util.Set;

/** The conversations that are explored. */
final class Plans {
    private static final Seat ALICE_DIALS = Seat.dialling("alice-dials-bob", ALICE, BOB, AES_GCM, 1);
    private static final Seat BOB_ANSWERS = Seat.answering("bob-answers", BOB, 2);
    private static final Seat BOB_DIALS = Seat.dialling("bob-dials-alice", BOB, ALICE, CHACHA_POLY, 3);
    private static final Seat ALICE_ANSWERS = Seat.answering("alice-answers", ALICE, 4);
    private static final Seat ALICE_DIALS_MALLORY = Seat.dialling("alice-dials-mallory", ALICE, MALLORY, AES_GCM, 5);
    private static final Seat BOB_ANSWERS_AGAIN = Seat.answering("bob-answers-again", BOB, 6);

    /** One session, and all that an attacker can say about it. */
    static final Plan ONE = new Plan("one session", List.of(ALICE_DIALS, BOB_ANSWERS), Set.of(), true, true, true);

    /** The same, when the attacker has all long-term keys of the node that dials, and of the one that answers. */
    static final Plan EXPOSED_DIALLER =
            new Plan("dialler exposed", List.of(ALICE_DIALS, BOB_ANSWERS), Set.of(ALICE), true, true, false);

    static final Plan EXPOSED_ANSWERER =
            new Plan("answerer exposed", List.of(ALICE_DIALS, BOB_ANSWERS), Set.of(BOB), true, true, false);

    /** Each dials the other at once. */
    static final Plan CROSSED = new Plan(
            "crossed dials", List.of(ALICE_DIALS, BOB_ANSWERS, BOB_DIALS, ALICE_ANSWERS), Set.of(), true, false, false);

    /** Alice dials the attacker, who dials Bob. */
    static final Plan BETWEEN = new Plan(
            "in between", List.of(ALICE_DIALS_MALLORY, BOB_ANSWERS, BOB_ANSWERS_AGAIN), Set.of(), true, true, true);

    /** Three sessions: two crossed, one with the attacker in between. */
    static final Plan THREE = new Plan(
            "three sessions",
            List.of(ALICE_DIALS, BOB_ANSWERS, BOB_DIALS, ALICE_ANSWERS, ALICE_DIALS_MALLORY, BOB_ANSWERS_AGAIN),
            Set.of(),
            true,
            true,
            false);

    /** Those whose states can all be visited in seconds. */
    static final List<Plan> SMALL = List.of(ONE, EXPOSED_DIALLER, EXPOSED_ANSWERER, BETWEEN, CROSSED);

    private Plans() {}
}
