package io.comity.dissemination;

import static io.comity.dissemination.Nodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MembershipTest {
    private static final int ACTIVE = 4;
    private static final int PASSIVE = 12;
    private static final int PER_SOURCE = 5;
    private static final int WALK = 6;
    private static final int PASSIVE_WALK = 3;
    private static final int SHUFFLED = 4;
    private static final Duration TURN = Duration.ofSeconds(1);
    private static final int SHUFFLE_TURNS = 1_000_000;
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int DIALS = 2;
    private static final int EVICTIONS = 2;
    private static final int REQUESTS = 3;
    private static final Duration SHUN = Duration.ofMinutes(10);

    private static final NodeId OWN = node(0);
    private static final NodeId ANN = node(1);
    private static final NodeId BOB = node(2);
    private static final NodeId NEW = node(3);

    private static final Talk JOIN = new Talk.Join();
    private static final Talk ASK = new Talk.Ask(false);
    private static final Talk URGENT = new Talk.Ask(true);
    private static final Talk ACCEPT = new Talk.Accept();
    private static final Talk REFUSE = new Talk.Refuse();
    private static final Talk LEAVE = new Talk.Leave();

    private Membership membership = membership(SHUFFLE_TURNS);
    private long nowNs = -7;

    private static MembershipSettings settings(int shuffled, int shuffleTurns) {
        return new MembershipSettings(
                ACTIVE,
                PASSIVE,
                PER_SOURCE,
                WALK,
                PASSIVE_WALK,
                shuffled,
                TURN,
                shuffleTurns,
                ANSWER,
                DIALS,
                EVICTIONS,
                REQUESTS,
                SHUN);
    }

    private Membership membership(int shuffleTurns) {
        return new Membership(OWN, settings(SHUFFLED, shuffleTurns), new SplittableRandom(1), -7);
    }

    private List<Output> hear(NodeId from, Talk talk) {
        return membership.hear(from, talk, nowNs);
    }

    private List<Output> turn() {
        nowNs = membership.dueNs();
        return membership.due(nowNs);
    }

    private static Output say(NodeId to, Talk talk) {
        return new Output.Say(to, talk);
    }

    private static Output connect(NodeId to) {
        return new Output.Connect(to);
    }

    private static Output up(NodeId peer) {
        return new Output.Up(peer);
    }

    private static Output down(NodeId peer) {
        return new Output.Down(peer);
    }

    private static Output release(NodeId peer) {
        return new Output.Release(peer);
    }

    /** They ask, and are accepted, in this order. */
    private void neighbours(int from, int count) {
        IntStream.range(from, from + count).forEach(number -> hear(node(number), ASK));
    }

    private void full() {
        neighbours(10, ACTIVE);
        assertThat(membership.neighbours()).hasSize(ACTIVE);
    }

    /** One neighbour tells of these. */
    private void tells(NodeId from, int first, int count) {
        hear(
                from,
                new Talk.Shuffle(IntStream.range(first, first + count)
                        .mapToObj(Nodes::node)
                        .toList()));
    }

    // Joining.

    @Test
    void itJoinsByAContact() {
        assertThat(membership.join(ANN, nowNs)).containsExactly(connect(ANN));
        assertThat(membership.linked(ANN)).containsExactly(say(ANN, JOIN));
        assertThat(membership.linked(ANN)).as("once").isEmpty();
        assertThat(hear(ANN, ACCEPT)).containsExactly(up(ANN));
        assertThat(membership.neighbours()).containsExactly(ANN);
        assertThat(membership.join(ANN, nowNs)).as("it has").isEmpty();
        assertThat(membership.join(OWN, nowNs)).isEmpty();
    }

    @Test
    void whoeverJoinsIsAcceptedAndItsNameSentOnAWalk() {
        neighbours(10, 2);
        List<Output> out = hear(NEW, JOIN);
        assertThat(out).hasSize(3).startsWith(say(NEW, ACCEPT), up(NEW));
        assertThat(out.get(2))
                .isIn(say(node(10), new Talk.ForwardJoin(NEW, WALK)), say(node(11), new Talk.ForwardJoin(NEW, WALK)));
    }

    @Test
    void aWalkGoesOnAndIsRememberedOnTheWay() {
        neighbours(10, 2);
        assertThat(hear(node(10), new Talk.ForwardJoin(NEW, 4)))
                .containsExactly(say(node(11), new Talk.ForwardJoin(NEW, 3)));
        assertThat(membership.remembered()).isZero();
        assertThat(hear(node(10), new Talk.ForwardJoin(NEW, PASSIVE_WALK)))
                .containsExactly(say(node(11), new Talk.ForwardJoin(NEW, PASSIVE_WALK - 1)));
        assertThat(membership.remembered()).isEqualTo(1);
    }

    @Test
    void aWalkIsNeverLongerThanItsOwn() {
        neighbours(10, 2);
        assertThat(hear(node(10), new Talk.ForwardJoin(NEW, WALK)))
                .containsExactly(say(node(11), new Talk.ForwardJoin(NEW, WALK - 1)));
        assertThat(hear(node(10), new Talk.ForwardJoin(NEW, Talk.MAX_STEPS)))
                .containsExactly(say(node(11), new Talk.ForwardJoin(NEW, WALK - 1)));
        assertThatThrownBy(() -> new Talk.ForwardJoin(NEW, Talk.MAX_STEPS + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Talk.ForwardJoin(NEW, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void atTheEndOfAWalkTheNewNodeIsDialled() {
        neighbours(10, 2);
        assertThat(hear(node(10), new Talk.ForwardJoin(NEW, 0))).containsExactly(connect(NEW));
        assertThat(membership.linked(NEW)).containsExactly(say(NEW, URGENT));
        assertThat(hear(NEW, ACCEPT)).containsExactly(up(NEW));
    }

    @Test
    void aWalkEndsWhereItCannotGoOn() {
        neighbours(10, 1);
        assertThat(hear(node(10), new Talk.ForwardJoin(NEW, 5))).containsExactly(connect(NEW));
    }

    @Test
    void aWalkOfWhoIsKnownEndsInNothing() {
        neighbours(10, 2);
        assertThat(hear(node(10), new Talk.ForwardJoin(node(11), 0))).isEmpty();
        assertThat(hear(node(10), new Talk.ForwardJoin(OWN, 0))).isEmpty();
        assertThat(hear(BOB, new Talk.ForwardJoin(NEW, 0)))
                .as("said by a stranger")
                .isEmpty();
        assertThat(hear(node(10), new Talk.ForwardJoin(NEW, 0))).containsExactly(connect(NEW));
        assertThat(hear(node(11), new Talk.ForwardJoin(NEW, 0)))
                .as("is being dialled")
                .isEmpty();
    }

    // Neighbours.

    @Test
    void whoeverAsksIsAcceptedWhileThereIsRoom() {
        neighbours(10, ACTIVE - 1);
        assertThat(hear(ANN, ASK)).containsExactly(say(ANN, ACCEPT), up(ANN));
        assertThat(hear(BOB, ASK)).containsExactly(say(BOB, REFUSE));
    }

    /** Dialled at the end of a walk. */
    private void choose(NodeId peer) {
        hear(membership.neighbours().get(0), new Talk.ForwardJoin(peer, 0));
        membership.linked(peer);
        hear(peer, ACCEPT);
    }

    private static NodeId evicted(List<Output> out) {
        return out.stream()
                .filter(Output.Down.class::isInstance)
                .map(output -> ((Output.Down) output).peer())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void forAnUrgentOneAnotherGivesWayAndIsToldForWhom() {
        full();
        List<Output> out = hear(ANN, URGENT);
        NodeId evicted = evicted(out);
        assertThat(out)
                .containsExactly(
                        say(ANN, ACCEPT),
                        say(evicted, new Talk.Replaced(ANN)),
                        down(evicted),
                        release(evicted),
                        up(ANN));
        assertThat(membership.neighbours()).hasSize(ACTIVE).doesNotContain(evicted);
        assertThat(membership.remembered()).isEqualTo(1);
    }

    @Test
    void thoseItHasChosenForLongestNeverGiveWayToWhoeverAsks() {
        neighbours(10, 1);
        choose(BOB);
        turn();
        choose(NEW);
        turn();
        choose(node(4));
        for (int time = 0; time < 50; time++) {
            turn();
            hear(node(100 + time), URGENT);
        }
        assertThat(membership.neighbours()).hasSize(ACTIVE).contains(BOB, NEW).doesNotContain(node(4));
    }

    @Test
    void thoseItHasChosenGiveWayToWhomItChooses() {
        neighbours(10, 1);
        for (int time = 0; time < 50; time++) {
            choose(node(100 + time));
            turn();
        }
        assertThat(membership.neighbours()).hasSize(ACTIVE).doesNotContain(node(10), node(100), node(101));
    }

    @Test
    void whoeverGaveWayAsksWhoHasThePlace() {
        neighbours(10, 1);
        assertThat(hear(node(10), new Talk.Replaced(NEW)))
                .containsExactly(down(node(10)), release(node(10)), connect(NEW));
        assertThat(hear(node(10), new Talk.Replaced(ANN)))
                .as("it is no neighbour")
                .isEmpty();
        neighbours(11, 2);
        assertThat(hear(node(11), new Talk.Replaced(node(12))))
                .startsWith(down(node(11)))
                .doesNotContain(connect(node(12)));
    }

    @Test
    void onlySoManyGiveWayInATurn() {
        full();
        IntStream.range(0, EVICTIONS)
                .forEach(number -> assertThat(hear(node(30 + number), URGENT)).contains(up(node(30 + number))));
        assertThat(hear(ANN, URGENT)).containsExactly(say(ANN, REFUSE));
        turn();
        assertThat(hear(ANN, JOIN)).contains(up(ANN));
    }

    @Test
    void aNeighbourThatAsksAgainBeginsAnewButNotTooOften() {
        neighbours(10, 1);
        for (int time = 0; time < REQUESTS; time++) {
            assertThat(hear(node(10), ASK)).containsExactly(down(node(10)), say(node(10), ACCEPT), up(node(10)));
        }
        assertThat(hear(node(10), ASK)).isEmpty();
    }

    @Test
    void whenBothAskBothAreAcceptedOnce() {
        neighbours(10, 1);
        hear(node(10), new Talk.ForwardJoin(NEW, 0));
        membership.linked(NEW);
        assertThat(hear(NEW, ASK)).containsExactly(say(NEW, ACCEPT), up(NEW));
        assertThat(hear(NEW, ACCEPT)).isEmpty();
    }

    @Test
    void acceptanceThatNobodyAskedForIsDeclined() {
        assertThat(hear(ANN, ACCEPT)).containsExactly(say(ANN, LEAVE));
        membership.join(BOB, nowNs);
        assertThat(hear(BOB, ACCEPT)).as("not asked yet").containsExactly(say(BOB, LEAVE));
    }

    @Test
    void aRefusedOneLetsGoAndAsksTheNext() {
        neighbours(10, 1);
        tells(node(10), 20, 2);
        List<Output> dials = turn();
        assertThat(dials).containsExactlyInAnyOrder(connect(node(20)), connect(node(21)));
        membership.linked(node(20));
        assertThat(turn()).as("both are being dialled").isEmpty();
        assertThat(hear(node(20), REFUSE)).containsExactly(release(node(20)));
        assertThat(turn()).containsExactly(connect(node(20)));
        assertThat(hear(BOB, REFUSE)).as("never asked").isEmpty();
        assertThat(membership.remembered()).as("it lives").isEqualTo(2);
    }

    @Test
    void withRoomForTwoItAsksUrgently() {
        neighbours(10, ACTIVE - 1);
        hear(node(10), new Talk.ForwardJoin(NEW, 0));
        assertThat(membership.linked(NEW)).containsExactly(say(NEW, ASK));
        membership.lost(node(10), nowNs);
        hear(node(11), new Talk.ForwardJoin(ANN, 0));
        assertThat(membership.linked(ANN)).containsExactly(say(ANN, URGENT));
    }

    @Test
    void aLostNeighbourIsReplacedAtOnce() {
        neighbours(10, 1);
        tells(node(10), 20, 1);
        assertThat(membership.lost(node(10), nowNs)).containsExactly(down(node(10)), connect(node(20)));
    }

    @Test
    void whoeverLeavesIsRememberedAndWhoeverIsLostIsNot() {
        neighbours(10, 2);
        assertThat(hear(node(10), LEAVE)).startsWith(down(node(10)), release(node(10)));
        assertThat(membership.neighbours()).containsExactly(node(11));
        assertThat(membership.lost(node(11), nowNs)).contains(down(node(11))).doesNotContain(connect(node(11)));
        assertThat(hear(BOB, LEAVE)).isEmpty();
    }

    @Test
    void whoeverCannotBeDialledIsForgotten() {
        neighbours(10, 1);
        tells(node(10), 20, 1);
        assertThat(turn()).containsExactly(connect(node(20)));
        assertThat(membership.failed(node(20), nowNs)).isEmpty();
        assertThat(membership.remembered()).isZero();
        assertThat(turn()).isEmpty();
    }

    @Test
    void whoeverDoesNotAnswerInTimeIsGivenUp() {
        membership.join(ANN, nowNs);
        membership.linked(ANN);
        long untilNs = nowNs + ANSWER.toNanos();
        List<Output> out = new ArrayList<>();
        while (membership.dueNs() < untilNs) {
            assertThat(turn()).isEmpty();
        }
        out.addAll(turn());
        assertThat(out).containsExactly(release(ANN), new Output.Alone());
        assertThat(hear(ANN, ACCEPT)).containsExactly(say(ANN, LEAVE));
    }

    @Test
    void whoeverKnowsNobodySaysSoEachTurn() {
        assertThat(turn()).containsExactly(new Output.Alone());
        assertThat(turn()).containsExactly(new Output.Alone());
        assertThat(membership.due(nowNs)).as("not due").isEmpty();
        neighbours(10, 1);
        assertThat(turn()).isEmpty();
    }

    // What others tell.

    @Test
    void oneDialsOnlySoManyInATurn() {
        neighbours(10, 2);
        tells(node(10), 20, SHUFFLED);
        assertThat(turn()).hasSize(DIALS).allMatch(Output.Connect.class::isInstance);
        assertThat(hear(node(10), new Talk.ForwardJoin(NEW, 0))).isEmpty();
        turn();
        assertThat(hear(node(10), new Talk.ForwardJoin(NEW, 0)))
                .as("the others were not answered yet")
                .isNotEmpty();
    }

    @Test
    void oneNeighbourIsHeardOnlySoOftenInATurn() {
        neighbours(10, 2);
        for (int time = 0; time < REQUESTS; time++) {
            assertThat(hear(node(10), new Talk.Shuffle(List.of()))).hasSize(1);
        }
        assertThat(hear(node(10), new Talk.Shuffle(List.of()))).isEmpty();
        assertThat(hear(node(10), new Talk.ForwardJoin(NEW, 3))).isEmpty();
        assertThat(hear(node(11), new Talk.ForwardJoin(NEW, 3))).hasSize(1);
        turn();
        assertThat(hear(node(10), new Talk.ForwardJoin(NEW, 3))).hasSize(1);
    }

    @Test
    void oneNeighbourFillsOnlyItsShareOfTheView() {
        neighbours(10, ACTIVE);
        tells(node(10), 20, PER_SOURCE);
        assertThat(membership.remembered()).isEqualTo(PER_SOURCE);
        tells(node(10), 30, 1);
        assertThat(membership.remembered()).isEqualTo(PER_SOURCE);
        tells(node(11), 40, PER_SOURCE);
        tells(node(12), 50, PER_SOURCE);
        assertThat(membership.remembered()).isEqualTo(PASSIVE);
    }

    @Test
    void oneselfAndNeighboursAreNotRemembered() {
        neighbours(10, 2);
        hear(node(10), new Talk.Shuffle(List.of(OWN, node(10), node(11))));
        assertThat(membership.remembered()).isZero();
        tells(BOB, 20, 1);
        assertThat(membership.remembered()).as("said by a stranger").isZero();
    }

    @Test
    void aShuffleBringsWhoOneIsAndKnowsAndItsAnswerIsHeardOnce() {
        membership = membership(1);
        neighbours(10, ACTIVE);
        tells(node(10), 20, PER_SOURCE);
        Output.Say said = (Output.Say) turn().get(0);
        List<NodeId> nodes = ((Talk.Shuffle) said.talk()).nodes();
        assertThat(nodes)
                .hasSize(SHUFFLED)
                .startsWith(OWN)
                .doesNotContain(said.peer())
                .doesNotHaveDuplicates();
        hear(said.peer(), new Talk.Shuffled(List.of(node(60))));
        hear(said.peer(), new Talk.Shuffled(List.of(node(61))));
        assertThat(membership.remembered()).isEqualTo(PER_SOURCE + 1);
        hear(node(said.peer().equals(node(10)) ? 11 : 10), new Talk.Shuffled(List.of(node(62))));
        assertThat(membership.remembered()).as("it was not asked").isEqualTo(PER_SOURCE + 1);
    }

    @Test
    void aShuffleIsAnsweredWithAsMuch() {
        neighbours(10, ACTIVE);
        tells(node(10), 20, PER_SOURCE);
        List<Output> out = hear(node(11), new Talk.Shuffle(List.of(node(11))));
        assertThat(((Talk.Shuffled) ((Output.Say) out.get(0)).talk()).nodes()).hasSize(SHUFFLED);
    }

    @Test
    void listsAreBounded() {
        List<NodeId> most =
                IntStream.range(0, Talk.MAX_NODES).mapToObj(Nodes::node).toList();
        assertThat(new Talk.Shuffle(most).nodes()).hasSize(Talk.MAX_NODES);
        List<NodeId> more = new ArrayList<>(most);
        more.add(node(99));
        assertThatThrownBy(() -> new Talk.Shuffle(more)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Talk.Shuffled(more)).isInstanceOf(IllegalArgumentException.class);
    }

    // Suspects and patience.

    @Test
    void aSuspectLosesItsPlaceAndIsShunnedForAWhile() {
        neighbours(10, 2);
        tells(node(11), 20, 1);
        assertThat(membership.suspect(node(10), nowNs))
                .containsExactly(say(node(10), LEAVE), down(node(10)), release(node(10)), connect(node(20)));
        assertThat(hear(node(10), URGENT)).containsExactly(say(node(10), REFUSE));
        hear(node(11), new Talk.Shuffle(List.of(node(10))));
        assertThat(membership.remembered()).isEqualTo(1);
        nowNs += SHUN.toNanos() - 1;
        assertThat(hear(node(10), ASK)).containsExactly(say(node(10), REFUSE));
        nowNs++;
        assertThat(hear(node(10), ASK)).contains(up(node(10)));
    }

    @Test
    void onlySoManyAreShunned() {
        IntStream.range(0, Membership.MAX_SHUNNED).forEach(number -> membership.suspect(node(100 + number), nowNs));
        assertThat(hear(node(100), ASK)).containsExactly(say(node(100), REFUSE));
        membership.suspect(ANN, nowNs);
        assertThat(hear(node(100), ASK)).contains(up(node(100)));
        assertThat(hear(node(101), ASK)).containsExactly(say(node(101), REFUSE));
    }

    /** Turns until somebody is sought, who refuses; whoever only wants to move asks urgently. */
    private int pause(NodeId known) {
        for (int turns = 1; turns <= 3 * Patience.MAX_TURNS; turns++) {
            if (turn().contains(connect(known))) {
                boolean seeks = membership.linked(known).contains(say(known, ASK));
                hear(known, REFUSE);
                if (seeks || membership.neighbours().size() <= ACTIVE - 2) {
                    return turns;
                }
            }
        }
        return Integer.MAX_VALUE;
    }

    @Test
    void whoeverHasEnoughNeighboursTriesLessAndLessOften() {
        neighbours(10, ACTIVE - 1);
        tells(node(10), 20, 1);
        List<Integer> pauses =
                IntStream.range(0, 10).mapToObj(time -> pause(node(20))).toList();
        assertThat(pauses).isSorted().endsWith(Patience.MAX_TURNS, Patience.MAX_TURNS);
        assertThat(hear(node(10), LEAVE)).as("there is no time").contains(connect(node(20)));
    }

    @Test
    void whoeverHasTooFewTriesEveryTurn() {
        neighbours(10, ACTIVE / 2);
        tells(node(10), 20, 1);
        assertThat(IntStream.range(0, 8).map(time -> pause(node(20)))).containsOnly(1);
    }

    /** Turns until somebody is dialled though nobody is missing. */
    private int turnsUntilMove() {
        for (int turns = 1; turns <= 2 * Moves.MAX_TURNS; turns++) {
            if (!turn().isEmpty()) {
                return turns;
            }
        }
        return Integer.MAX_VALUE;
    }

    @Test
    void whoeverMovesMakesRoomForTwoByJoiningTwoOfItsNeighbours() {
        full();
        tells(node(10), 20, 1);
        turnsUntilMove();
        assertThat(membership.linked(node(20))).containsExactly(say(node(20), URGENT));
        List<NodeId> before = membership.neighbours();
        List<Output> out = hear(node(20), ACCEPT);
        NodeId one = ((Output.Say) out.get(0)).peer();
        NodeId other = ((Output.Say) out.get(3)).peer();
        assertThat(out)
                .containsExactly(
                        say(one, new Talk.Replaced(other)),
                        down(one),
                        release(one),
                        say(other, new Talk.Replaced(one)),
                        down(other),
                        release(other),
                        up(node(20)));
        assertThat(before).contains(one, other);
        assertThat(membership.neighbours()).hasSize(ACTIVE - 1).doesNotContain(one, other);
    }

    @Test
    void whoeverHasRoomForTwoMovesWithoutPartingFromAnybody() {
        neighbours(10, ACTIVE - 2);
        tells(node(10), 20, 1);
        turn();
        membership.linked(node(20));
        assertThat(hear(node(20), ACCEPT)).containsExactly(up(node(20)));
    }

    @Test
    void movesBecomeRare() {
        full();
        tells(node(10), 20, 1);
        List<Integer> pauses = new ArrayList<>();
        for (int move = 0; move < 12; move++) {
            pauses.add(turnsUntilMove());
            membership.failed(node(20), nowNs);
            tells(node(10), 20, 1);
        }
        assertThat(pauses.get(0)).isLessThan(2 * Moves.FIRST_TURNS);
        assertThat(pauses.get(11)).isBetween(Moves.MAX_TURNS / 2, 3 * Moves.MAX_TURNS / 2);
    }

    @Test
    void settingsOutOfBoundsAreRefused() {
        assertThat(settings(Talk.MAX_NODES, 1).shuffled()).isEqualTo(Talk.MAX_NODES);
        assertThatThrownBy(() -> settings(Talk.MAX_NODES + 1, 1)).hasMessageContaining("17");
        assertThatThrownBy(() -> settings(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
