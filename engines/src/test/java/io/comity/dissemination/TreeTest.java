package io.comity.dissemination;

import static io.comity.dissemination.Nodes.node;
import static io.comity.dissemination.Nodes.slot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.dissemination.Output.Fault;
import io.comity.dissemination.Output.Standing;
import io.comity.identity.NodeId;
import io.comity.topic.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TreeTest {
    private static final Duration GRAFT = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofMillis(200);
    private static final Duration DELAY = Duration.ofMillis(50);
    private static final Duration KEEP = Duration.ofSeconds(60);
    private static final int OPEN = 100;
    private static final int GRAFTS = 80;
    private static final int FAULTS = 3;
    private static final int RECENT = 200;
    private static final int GREETING = 100;
    private static final int PUBLISHERS = 4;
    private static final int WINDOW = 256;
    private static final TreeSettings SETTINGS = settings(DELAY, WINDOW);

    private static final NodeId ANN = node(1);
    private static final NodeId BOB = node(2);
    private static final NodeId EVE = node(3);

    private static TreeSettings settings(Duration delay, int window) {
        return new TreeSettings(
                GRAFT, ANSWER, delay, OPEN, GRAFTS, FAULTS, RECENT, KEEP, GREETING, PUBLISHERS, KEEP, window);
    }

    private final Tree tree = new Tree(SETTINGS);
    private long nowNs = -7;

    /** Its messages have a tree of which neighbours can be pruned. */
    @BeforeEach
    void hearOfThePublisher() {
        Slot before = new Slot(node(0), 0, 1);
        received(BOB, before);
        tree.released(before);
    }

    private List<Output> up(NodeId peer) {
        return tree.up(peer, nowNs);
    }

    private List<Output> publish(Slot slot) {
        return tree.publish(slot, nowNs);
    }

    private List<Output> received(NodeId from, Slot slot) {
        return tree.received(from, slot, nowNs);
    }

    private List<Output> hear(NodeId from, Talk talk) {
        return tree.hear(from, talk, nowNs);
    }

    private List<Output> have(NodeId from, Slot... slots) {
        return hear(from, new Talk.Have(List.of(slots)));
    }

    private List<Output> graft(NodeId from, Slot... slots) {
        return hear(from, new Talk.Graft(List.of(slots)));
    }

    private void lazy(NodeId... peers) {
        for (NodeId peer : peers) {
            up(peer);
            hear(peer, new Talk.Prune(node(0)));
        }
    }

    /** As if nothing came for a while: everything that becomes due is done when it is. */
    private List<Output> passes(Duration time) {
        long endNs = nowNs + time.toNanos();
        List<Output> out = new ArrayList<>();
        while (tree.dueNs().isPresent() && tree.dueNs().getAsLong() - endNs <= 0) {
            nowNs = Math.max(nowNs, tree.dueNs().getAsLong());
            out.addAll(tree.due(nowNs));
        }
        nowNs = endNs;
        return out;
    }

    private static Output say(NodeId to, Talk talk) {
        return new Output.Say(to, talk);
    }

    private static Output.Send send(NodeId to, Slot slot) {
        return new Output.Send(to, slot);
    }

    private static Output deliver(Slot slot) {
        return new Output.Deliver(slot);
    }

    private static Output grafts(NodeId to, Slot... slots) {
        return say(to, new Talk.Graft(List.of(slots)));
    }

    private static Output haves(NodeId to, Slot... slots) {
        return say(to, new Talk.Have(List.of(slots)));
    }

    private static final Output PRUNE_ANN = say(ANN, new Talk.Prune(node(0)));

    @Test
    void aMessageGoesWholeToNewNeighboursAndIsDeliveredOnce() {
        up(ANN);
        up(BOB);
        assertThat(publish(slot(0, 1)))
                .containsExactly(deliver(slot(0, 1)), send(ANN, slot(0, 1)), send(BOB, slot(0, 1)));
        assertThat(publish(slot(0, 1))).isEmpty();
        assertThat(received(ANN, slot(9, 1))).containsExactly(deliver(slot(9, 1)), send(BOB, slot(9, 1)));
        assertThat(tree.isNew(slot(9, 1), nowNs)).isFalse();
    }

    @Test
    void whoeverSendsWhatCameBeforeIsPrunedAndOnlyToldFromThenOn() {
        up(ANN);
        up(BOB);
        received(BOB, slot(0, 1));
        assertThat(received(ANN, slot(0, 1))).containsExactly(PRUNE_ANN);
        assertThat(tree.isEager(ANN, node(0))).isFalse();
        assertThat(received(BOB, slot(0, 2))).containsExactly(deliver(slot(0, 2)));
        assertThat(passes(DELAY)).containsExactly(haves(ANN, slot(0, 2)));
    }

    @Test
    void aNeighbourThatPrunesIsOnlyTold() {
        up(ANN);
        hear(ANN, new Talk.Prune(node(0)));
        assertThat(publish(slot(0, 1))).containsExactly(deliver(slot(0, 1)));
        assertThat(passes(DELAY)).containsExactly(haves(ANN, slot(0, 1)));
    }

    @Test
    void eachPublisherHasItsOwnTreeWhichBeginsWithEverybody() {
        up(ANN);
        hear(ANN, new Talk.Prune(node(0)));
        hear(ANN, new Talk.Prune(node(5)));
        assertThat(received(BOB, slot(0, 1))).containsExactly(deliver(slot(0, 1)));
        assertThat(received(BOB, slot(5, 1))).containsExactly(deliver(slot(5, 1)), send(ANN, slot(5, 1)));
        hear(ANN, new Talk.Prune(node(5)));
        assertThat(received(BOB, slot(5, 2))).containsExactly(deliver(slot(5, 2)));
        graft(ANN, slot(5, 9));
        assertThat(tree.isEager(ANN, node(5))).isTrue();
        assertThat(tree.isEager(ANN, node(0))).isFalse();
    }

    @Test
    void aNeighbourThatComesAgainToAnEarlierOnesSeatIsNotTakenForIt() {
        lazy(ANN);
        LongStream.rangeClosed(1, GREETING + 1).forEach(sequence -> publish(slot(0, sequence)));
        tree.down(ANN, nowNs);
        assertThat(up(EVE)).isNotEmpty();
        assertThat(tree.isEager(EVE, node(0))).isTrue();
        assertThat(graft(EVE, slot(0, 1))).as("was offered to another").isEmpty();
    }

    @Test
    void whatIsUnderWayWhenALinkIsPrunedIsNotAnsweredEachTime() {
        up(ANN);
        up(BOB);
        LongStream.rangeClosed(1, 3).forEach(sequence -> received(BOB, slot(0, sequence)));
        assertThat(received(ANN, slot(0, 1))).containsExactly(PRUNE_ANN);
        assertThat(received(ANN, slot(0, 2))).isEmpty();
        passes(Duration.ofSeconds(1));
        assertThat(received(ANN, slot(0, 3))).containsExactly(PRUNE_ANN);
    }

    @Test
    void whoeverBringsSomethingNewIsEager() {
        lazy(ANN);
        received(ANN, slot(0, 1));
        assertThat(tree.isEager(ANN, node(0))).isTrue();
    }

    @Test
    void announcementsAreCollectedForAMomentButNotBeyondWhatOneHolds() {
        lazy(ANN);
        List<Output> out = new ArrayList<>();
        LongStream.range(1, Talk.MAX_SLOTS).forEach(sequence -> out.addAll(publish(slot(0, sequence))));
        assertThat(out).noneMatch(Output.Say.class::isInstance);
        assertThat(publish(slot(0, Talk.MAX_SLOTS))).anyMatch(Output.Say.class::isInstance);
        publish(slot(0, Talk.MAX_SLOTS + 1));
        assertThat(passes(DELAY)).containsExactly(haves(ANN, slot(0, Talk.MAX_SLOTS + 1)));
    }

    @Test
    void whatWasAnnouncedAndDoesNotComeIsAskedForAfterAWhile() {
        lazy(ANN);
        have(ANN, slot(0, 1));
        assertThat(passes(GRAFT.minusNanos(1))).isEmpty();
        assertThat(passes(Duration.ofNanos(1))).containsExactly(grafts(ANN, slot(0, 1)));
        assertThat(received(ANN, slot(0, 1))).containsExactly(deliver(slot(0, 1)));
        assertThat(tree.isEager(ANN, node(0))).isTrue();
        assertThat(passes(GRAFT)).isEmpty();
        assertThat(tree.missing()).isZero();
    }

    @Test
    void whatComesInTimeIsNotAskedFor() {
        lazy(ANN);
        up(BOB);
        have(ANN, slot(0, 1));
        assertThat(received(BOB, slot(0, 1))).containsExactly(deliver(slot(0, 1)));
        assertThat(passes(GRAFT)).isEmpty();
        assertThat(tree.isEager(ANN, node(0))).isFalse();
    }

    @Test
    void aNeighbourThatIsEagerAndKeepsEverythingIsGoneRound() {
        up(EVE);
        lazy(ANN);
        have(ANN, slot(0, 1));
        passes(GRAFT);
        assertThat(received(ANN, slot(0, 1))).containsExactly(deliver(slot(0, 1)), send(EVE, slot(0, 1)));
        assertThat(received(ANN, slot(0, 2))).as("whole from now on").contains(deliver(slot(0, 2)));
    }

    @Test
    void whenTheFirstIsSilentTheNextIsAsked() {
        lazy(EVE, ANN);
        have(EVE, slot(0, 1));
        have(ANN, slot(0, 1));
        assertThat(passes(GRAFT)).containsExactly(grafts(EVE, slot(0, 1)));
        assertThat(passes(ANSWER)).containsExactly(grafts(ANN, slot(0, 1)));
        assertThat(passes(ANSWER)).as("everybody was asked").isEmpty();
        assertThat(tree.missing()).isZero();
    }

    @Test
    void whoeverWasSilentIsAskedLastNextTime() {
        lazy(EVE, ANN);
        have(EVE, slot(0, 1));
        passes(GRAFT.plus(ANSWER));
        have(EVE, slot(0, 2));
        have(ANN, slot(0, 2));
        assertThat(passes(GRAFT)).containsExactly(grafts(ANN, slot(0, 2)));
    }

    private Output lastOfSilence(int times) {
        List<Output> out = new ArrayList<>();
        for (int time = 1; time <= times; time++) {
            have(EVE, slot(0, time));
            out.addAll(passes(GRAFT.plus(ANSWER)));
        }
        return out.get(out.size() - 1);
    }

    @Test
    void soMuchSilenceMakesASuspect() {
        lazy(EVE);
        assertThat(lastOfSilence(FAULTS - 1)).isNotInstanceOf(Output.Suspect.class);
        assertThat(lastOfSilence(1)).isEqualTo(new Output.Suspect(EVE, Fault.SILENT));
    }

    @Test
    void aSuccessTakesBackAFailure() {
        lazy(EVE);
        lastOfSilence(FAULTS - 1);
        have(EVE, slot(0, 50));
        passes(GRAFT);
        received(EVE, slot(0, 50));
        assertThat(lastOfSilence(1)).isNotInstanceOf(Output.Suspect.class);
    }

    @Test
    void oneHiccupIsOneFailure() {
        lazy(EVE);
        IntStream.rangeClosed(1, 10).forEach(sequence -> have(EVE, slot(0, sequence)));
        assertThat(passes(GRAFT.plus(ANSWER))).noneMatch(Output.Suspect.class::isInstance);
    }

    @Test
    void oneNeighbourHasOnlySoManyOpenAnnouncementsAndTakesNoPlaceFromOthers() {
        lazy(EVE, ANN);
        for (int sequence = 1; sequence <= OPEN + 1; sequence++) {
            have(EVE, slot(8, sequence));
        }
        assertThat(tree.missing()).isEqualTo(OPEN);
        have(ANN, slot(9, 1));
        assertThat(tree.missing()).isEqualTo(OPEN + 1);
        received(BOB, slot(8, 1));
        have(EVE, slot(8, OPEN + 1));
        assertThat(tree.missing()).as("one place is free again").isEqualTo(OPEN + 1);
    }

    @Test
    void saidTwiceIsAnnouncedOnce() {
        lazy(EVE);
        for (int time = 0; time <= OPEN; time++) {
            have(EVE, slot(8, 1));
        }
        have(EVE, slot(8, 2));
        assertThat(tree.missing()).isEqualTo(2);
    }

    @Test
    void announcementsFarOutsideTheWindowAreIgnored() {
        lazy(ANN);
        received(BOB, slot(0, 1000));
        have(ANN, slot(0, 1000 + WINDOW + 1), slot(0, 1000 - WINDOW), slot(0, 1000));
        assertThat(tree.missing()).isZero();
        have(ANN, slot(0, 1000 + WINDOW), slot(0, 1000 - WINDOW + 1));
        assertThat(tree.missing()).isEqualTo(2);
    }

    @Test
    void aMessageBehindTheWindowOrOfOnePublisherTooManyGoesNowhere() {
        received(BOB, slot(0, 1000));
        assertThat(received(BOB, slot(0, 1))).containsExactly(new Output.Ignored(slot(0, 1), Standing.OLD));
        IntStream.range(1, PUBLISHERS).forEach(publisher -> received(BOB, slot(publisher, 1)));
        assertThat(received(BOB, slot(PUBLISHERS, 1)))
                .containsExactly(new Output.Ignored(slot(PUBLISHERS, 1), Standing.CROWDED));
        assertThat(publish(slot(PUBLISHERS + 1, 1))).as("its own").contains(deliver(slot(PUBLISHERS + 1, 1)));
    }

    @Test
    void aGraftIsAnsweredForWhatWasAnnouncedToItAndOnce() {
        lazy(ANN);
        up(BOB);
        publish(slot(0, 1));
        passes(DELAY);
        assertThat(graft(BOB, slot(0, 1))).as("it was sent").isEmpty();
        assertThat(graft(EVE, slot(0, 1))).as("a stranger").isEmpty();
        assertThat(graft(ANN, slot(0, 1), slot(0, 2))).containsExactly(send(ANN, slot(0, 1)));
        assertThat(graft(ANN, slot(0, 1))).isEmpty();
        assertThat(publish(slot(0, 2))).as("it is eager now").contains(send(ANN, slot(0, 2)));
    }

    @Test
    void oneNeighbourMayAskForSoManyAtOnceAndOneMoreALittleLater() {
        lazy(ANN);
        LongStream.rangeClosed(1, GRAFTS + 2).forEach(sequence -> publish(slot(0, sequence)));
        int answered = 0;
        for (int sequence = 1; sequence <= GRAFTS + 1; sequence++) {
            answered += graft(ANN, slot(0, sequence)).size();
        }
        assertThat(answered).isEqualTo(GRAFTS);
        nowNs += Duration.ofSeconds(1).toNanos() / GRAFTS;
        assertThat(graft(ANN, slot(0, GRAFTS + 1))).hasSize(1);
        assertThat(graft(ANN, slot(0, GRAFTS + 2))).isEmpty();
    }

    @Test
    void halfOfThatIsAskedOfOneNeighbourAndTheRestALittleLater() {
        lazy(ANN);
        IntStream.rangeClosed(1, GRAFTS / 2 + 1).forEach(sequence -> have(ANN, slot(0, sequence)));
        assertThat(slotsAsked(passes(GRAFT))).isEqualTo(GRAFTS / 2);
        assertThat(slotsAsked(passes(Duration.ofSeconds(2).dividedBy(GRAFTS)))).isEqualTo(1);
    }

    private static int slotsAsked(List<Output> out) {
        return out.stream()
                .filter(output -> output instanceof Output.Say said && said.talk() instanceof Talk.Graft)
                .mapToInt(output ->
                        ((Talk.Graft) ((Output.Say) output).talk()).slots().size())
                .sum();
    }

    @Test
    void aNewNeighbourIsToldOfTheLatestAndMayAskForThem() {
        LongStream.rangeClosed(1, GREETING + 1).forEach(sequence -> publish(slot(0, sequence)));
        List<Slot> told = up(ANN).stream()
                .flatMap(output -> ((Talk.Have) ((Output.Say) output).talk()).slots().stream())
                .toList();
        assertThat(told).hasSize(GREETING).doesNotContain(slot(0, 1)).contains(slot(0, 2));
        assertThat(graft(ANN, slot(0, 1))).isEmpty();
        assertThat(graft(ANN, slot(0, 2))).containsExactly(send(ANN, slot(0, 2)));
    }

    @Test
    void aNeighbourThatComesBackIsANewOne() {
        up(ANN);
        publish(slot(0, 1));
        tree.down(ANN, nowNs);
        assertThat(publish(slot(0, 2))).containsExactly(deliver(slot(0, 2)));
        assertThat(up(ANN)).containsExactly(haves(ANN, slot(0, 1), slot(0, 2)));
        assertThat(graft(ANN, slot(0, 1))).containsExactly(send(ANN, slot(0, 1)));
    }

    @Test
    void whenWhoeverWasAskedIsGoneTheNextIsAskedAtOnce() {
        lazy(EVE, ANN);
        have(EVE, slot(0, 1), slot(0, 2));
        have(ANN, slot(0, 1));
        passes(GRAFT);
        have(EVE, slot(0, 3));
        tree.down(EVE, nowNs);
        assertThat(tree.missing()).as("nobody else has the others").isEqualTo(1);
        assertThat(passes(Duration.ZERO)).containsExactly(grafts(ANN, slot(0, 1)));
    }

    @Test
    void theBytesOfSoManyAreKeptAndOnlyForAWhile() {
        LongStream.rangeClosed(1, RECENT)
                .forEach(sequence -> assertThat(publish(slot(0, sequence))).hasSize(1));
        assertThat(publish(slot(0, RECENT + 1))).contains(new Output.Forget(slot(0, 1)));
        assertThat(passes(KEEP.minusNanos(1))).isEmpty();
        assertThat(passes(Duration.ofNanos(1))).hasSize(RECENT).contains(new Output.Forget(slot(0, RECENT + 1)));
        assertThat(up(ANN)).isEmpty();
    }

    @Test
    void whatTheCallerLetGoOfIsNeitherAnnouncedNorSent() {
        lazy(ANN);
        publish(slot(0, 1));
        publish(slot(0, 2));
        tree.released(slot(0, 1));
        assertThat(graft(ANN, slot(0, 1))).isEmpty();
        assertThat(up(BOB)).containsExactly(haves(BOB, slot(0, 2)));
        assertThat(passes(KEEP)).doesNotContain(new Output.Forget(slot(0, 1)));
    }

    @Test
    void whoeverSendsTheSameAgainAndAgainIsASuspect() {
        up(EVE);
        received(EVE, slot(0, 1));
        List<Output> out = new ArrayList<>();
        for (int time = 0; time < FAULTS; time++) {
            assertThat(out).noneMatch(Output.Suspect.class::isInstance);
            nowNs += ANSWER.toNanos();
            out.addAll(received(EVE, slot(0, 1)));
        }
        assertThat(out).contains(new Output.Suspect(EVE, Fault.REPEATING));
    }

    @Test
    void whenWhatCameIsFalseTheNextIsAskedAtOnceAndItsSenderBlamed() {
        lazy(EVE, ANN);
        have(EVE, slot(0, 1));
        have(ANN, slot(0, 1));
        passes(GRAFT);
        assertThat(tree.unusable(EVE, slot(0, 1), nowNs)).containsExactly(grafts(ANN, slot(0, 1)));
        for (int time = 1; time < FAULTS - 1; time++) {
            nowNs += ANSWER.toNanos();
            assertThat(tree.unusable(EVE, slot(0, 1), nowNs)).isEmpty();
        }
        nowNs += ANSWER.toNanos();
        assertThat(tree.unusable(EVE, slot(0, 1), nowNs)).containsExactly(new Output.Suspect(EVE, Fault.FALSE));
        assertThat(tree.unusable(BOB, slot(0, 1), nowNs)).as("of a stranger").isEmpty();
    }

    @Test
    void whatIsNotWantedIsAskedForNoMoreAndNobodyIsBlamed() {
        lazy(ANN, BOB);
        have(ANN, slot(0, 1));
        have(BOB, slot(0, 1));
        passes(GRAFT);
        tree.unwanted(slot(0, 1));
        assertThat(passes(GRAFT.plus(ANSWER))).isEmpty();
    }

    @Test
    void aMessageIsTakenFromAnybodyWhoIsNoNeighbourButNothingElse() {
        up(ANN);
        assertThat(received(EVE, slot(0, 1))).containsExactly(deliver(slot(0, 1)), send(ANN, slot(0, 1)));
        assertThat(received(EVE, slot(0, 1))).isEmpty();
        assertThat(have(EVE, slot(0, 2))).isEmpty();
        assertThat(tree.missing()).isZero();
    }

    @Test
    void thereAreSoManyNeighboursAndOneMoreIsNone() {
        IntStream.range(0, Tree.MAX_NEIGHBOURS).forEach(number -> up(node(10 + number)));
        up(ANN);
        assertThat(tree.isEager(node(10 + Tree.MAX_NEIGHBOURS - 1), node(0))).isTrue();
        assertThat(tree.isEager(ANN, node(0))).isFalse();
        tree.down(node(20), nowNs);
        up(ANN);
        assertThat(publish(slot(0, 1))).hasSize(1 + Tree.MAX_NEIGHBOURS).contains(send(ANN, slot(0, 1)));
    }

    @Test
    void listsAreBounded() {
        List<Slot> most = LongStream.rangeClosed(1, Talk.MAX_SLOTS)
                .mapToObj(n -> slot(0, n))
                .toList();
        assertThat(new Talk.Have(most).slots()).hasSize(Talk.MAX_SLOTS);
        List<Slot> more = new ArrayList<>(most);
        more.add(slot(1, 1));
        assertThatThrownBy(() -> new Talk.Have(more)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Talk.Graft(more)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingsOutOfBoundsAreRefused() {
        assertThat(settings(Duration.ZERO, Long.SIZE).window()).isEqualTo(Long.SIZE);
        assertThatThrownBy(() -> settings(ANSWER, WINDOW)).hasMessageContaining("PT0.2S");
        assertThatThrownBy(() -> settings(DELAY, Long.SIZE + 1)).hasMessageContaining("65");
        assertThatThrownBy(() -> settings(DELAY, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
