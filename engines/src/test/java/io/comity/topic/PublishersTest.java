package io.comity.topic;

import static io.comity.topic.Newsroom.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.mission.Caveats;
import io.comity.mission.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

final class PublishersTest {
    private final Publishers publishers = Newsroom.publishers();
    private final Newsroom.Voice bob = new Newsroom.Voice(2, 5).granted(Caveats.NONE);

    private void meet(Newsroom.Voice voice) {
        assertThat(publishers.introduce(voice.id(), voice.word, voice.chain, NOW))
                .isEmpty();
    }

    private Publishers.Judgement judge(Batch batch) {
        return judge(batch, NOW);
    }

    private Publishers.Judgement judge(Batch batch, Instant now) {
        return publishers.judge(Newsroom.carried(batch), now);
    }

    private static Publishers.Taken fresh(int... places) {
        BitSet fresh = new BitSet();
        for (int place : places) {
            fresh.set(place);
        }
        return new Publishers.Taken(fresh);
    }

    private static Publishers.Refused refused(Objection why) {
        return new Publishers.Refused(why);
    }

    // Introductions.

    @Test
    void whoeverHasARightIsHeardOnceIntroduced() {
        Batch first = bob.says("one", "two");
        assertThat(judge(first)).isEqualTo(refused(Objection.NOT_INTRODUCED));
        meet(bob);
        assertThat(judge(first)).isEqualTo(fresh(0, 1));
    }

    @Test
    void theOwnerNeedsNoGrant() {
        Newsroom.Voice owner = new Newsroom.Voice(1, 5);
        meet(owner);
        assertThat(judge(owner.says("mine"))).isEqualTo(fresh(0));
    }

    @Test
    void aRightOfAnotherMissionOwnerOrHolderIsNone() {
        Newsroom.Voice mallory = new Newsroom.Voice(4, 5);
        Bytes elsewhere = Newsroom.chain(Newsroom.OWNER, "other", mallory.id(), Caveats.NONE)
                .encoded();
        Bytes own = Newsroom.chain(mallory.node, Newsroom.MISSION, mallory.id(), Caveats.NONE)
                .encoded();
        for (Bytes chain : new Bytes[] {elsewhere, own, bob.chain, Bytes.EMPTY, Bytes.of(new byte[9])}) {
            assertThat(publishers.introduce(mallory.id(), mallory.word, chain, NOW))
                    .contains(Objection.NO_RIGHT);
        }
        assertThat(publishers.introduce(mallory.id(), bob.word, bob.chain, NOW)).contains(Objection.NO_RIGHT);
        assertThat(judge(mallory.says("hear me"))).isEqualTo(refused(Objection.NOT_INTRODUCED));
    }

    @Test
    void aSecondKeyForOneEpochIsNotTaken() {
        meet(bob);
        PublisherKey other = new PublisherKey(
                bob.id(), 5, Newsroom.key(77).nodeId(), NOW.getEpochSecond(), NOW.getEpochSecond() + 100);
        assertThat(publishers.introduce(bob.id(), other.sign(bob.node), bob.chain, NOW))
                .contains(Objection.NO_RIGHT);
    }

    @Test
    void aWordThatIsGivenAgainIsGoodForLonger() {
        meet(bob);
        long issued = NOW.getEpochSecond();
        PublisherKey longer = new PublisherKey(bob.id(), 5, bob.epochKey.nodeId(), issued, issued + 2 * 86_400);
        assertThat(publishers.introduce(bob.id(), longer.sign(bob.node), bob.chain, NOW))
                .isEmpty();
        meet(bob);
        Instant tomorrow = NOW.plusSeconds(86_400);
        assertThat(judge(bob.says(1, tomorrow, 0, "1"), tomorrow)).isEqualTo(fresh(0));
    }

    @Test
    void theLatestEpochsAreHeardAndNoneBefore() {
        Newsroom.Voice[] epochs = new Newsroom.Voice[4];
        for (int i = 0; i < epochs.length; i++) {
            epochs[i] = new Newsroom.Voice(2, 5 + i).by(bob);
        }
        meet(epochs[1]);
        meet(epochs[2]);
        assertThat(publishers.introduce(bob.id(), epochs[0].word, bob.chain, NOW))
                .contains(Objection.BACKWARDS);
        meet(epochs[3]);
        assertThat(judge(epochs[1].says("old"))).isEqualTo(refused(Objection.NOT_INTRODUCED));
        assertThat(judge(epochs[2].says("late"))).isEqualTo(fresh(0));
        assertThat(judge(epochs[3].says("new"))).isEqualTo(fresh(0));
    }

    @Test
    void asManyPublishersAsMayBeAndTheOwner() {
        Publishers few = new Publishers(
                Newsroom.OWNER.nodeId(), Newsroom.NAME, Newsroom.MISSION, Newsroom.TYPES, new Publishers.Limits(1, 1));
        assertThat(few.introduce(bob.id(), bob.word, bob.chain, NOW)).isEmpty();
        Newsroom.Voice carol = new Newsroom.Voice(3, 5).granted(Caveats.NONE);
        assertThat(few.introduce(carol.id(), carol.word, carol.chain, NOW)).contains(Objection.OVERLOADED);
        Newsroom.Voice owner = new Newsroom.Voice(1, 5);
        assertThat(few.introduce(owner.id(), owner.word, Bytes.EMPTY, NOW)).isEmpty();
        assertThat(few.introduce(bob.id(), bob.word, bob.chain, NOW)).isEmpty();
    }

    @Test
    void aRenewedRightDoesNotSilenceWhatWasSaidByTheOneBefore() {
        meet(bob);
        Batch before = bob.says("before");
        Newsroom.Voice renewed = new Newsroom.Voice(2, 5).granted(Caveats.NONE.maxBytes(100));
        meet(renewed);
        assertThat(judge(before)).isEqualTo(fresh(0));
        assertThat(judge(renewed.says(2, NOW, 0, "after"))).isEqualTo(fresh(0));
        for (int i = 0; i < Publishers.MAX_RIGHTS - 1; i++) {
            meet(new Newsroom.Voice(2, 5).granted(Caveats.NONE));
        }
        assertThat(judge(bob.says(3, NOW, 0, "by the first"))).isEqualTo(refused(Objection.NOT_INTRODUCED));
        assertThat(judge(renewed.says(3, NOW, 0, "by the second"))).isEqualTo(fresh(0));
    }

    // What is new.

    @Test
    void nothingIsTakenTwice() {
        meet(bob);
        Batch batch = bob.says(Newsroom.texts(4));
        BitSet some = new BitSet();
        some.set(1, 3);
        assertThat(judge(batch.only(some))).isEqualTo(fresh(1, 2));
        assertThat(judge(batch)).isEqualTo(fresh(0, 3));
        assertThat(judge(batch)).isEqualTo(fresh());
    }

    @Test
    void theOrderInWhichBatchesComeDoesNotMatterWithinTheWindow() {
        meet(bob);
        Batch first = bob.says("one");
        Batch second = bob.says("two");
        assertThat(judge(second)).isEqualTo(fresh(0));
        assertThat(judge(first)).isEqualTo(fresh(0));
        assertThat(judge(bob.says(Track.WINDOW + 1, NOW, 0, "far ahead"))).isEqualTo(fresh(0));
        assertThat(judge(first)).isEqualTo(refused(Objection.TOO_OLD));
        assertThat(judge(second)).isEqualTo(fresh());
    }

    @Test
    void whatIsForgedChangesNothing() {
        meet(bob);
        Newsroom.Voice mallory = new Newsroom.Voice(4, 5);
        Stamp bobs = bob.says("one").stamp();
        Batch forged = Batch.sign(mallory.epochKey, bobs, java.util.List.of(new Batch.Draft(0, "lie".getBytes())));
        assertThat(judge(forged)).isEqualTo(refused(Objection.FORGED));
        assertThat(judge(bob.says(1, NOW, 0, "one"))).isEqualTo(fresh(0));
    }

    @Test
    void whatIsOfAnotherTopicIsNotOfThis() {
        meet(bob);
        Newsroom.Voice elsewhere = new Newsroom.Voice(2, 5).by(bob).on(TopicId.of(bob.id(), "other"));
        assertThat(judge(elsewhere.says("x"))).isEqualTo(refused(Objection.OTHER_TOPIC));
    }

    // Limits.

    @Test
    void onlyTheTypesAndLengthsOfTheChain() {
        Newsroom.Voice voter = new Newsroom.Voice(3, 5)
                .granted(Caveats.NONE.maxBytes(4).only(new Kind(Publishers.engineName(Newsroom.NAME), "Vote")));
        meet(voter);
        assertThat(judge(voter.says(1, NOW, 1, "four"))).isEqualTo(fresh(0));
        assertThat(judge(voter.says(2, NOW, 1, "five5"))).isEqualTo(refused(Objection.NOT_ALLOWED));
        assertThat(judge(voter.says(2, NOW, 0, "four"))).isEqualTo(refused(Objection.NOT_ALLOWED));
        assertThat(judge(voter.says(2, NOW, 2, "four"))).isEqualTo(refused(Objection.NOT_ALLOWED));
    }

    @Test
    void noFasterThanTheChainSays() {
        Newsroom.Voice slow = new Newsroom.Voice(3, 5).granted(Caveats.NONE.rate(2, Duration.ofSeconds(1)));
        meet(slow);
        assertThat(judge(slow.says(1, NOW, 0, "1", "2", "3"))).isEqualTo(refused(Objection.TOO_FAST));
        assertThat(judge(slow.says(1, NOW, 0, "1", "2"))).isEqualTo(fresh(0, 1));
        assertThat(judge(slow.says(3, NOW.plusMillis(499), 0, "3"))).isEqualTo(refused(Objection.TOO_FAST));
        assertThat(judge(slow.says(3, NOW.plusMillis(500), 0, "3"))).isEqualTo(fresh(0));
    }

    @Test
    void aPublisherKnowsHowManyItMaySay() {
        Newsroom.Voice slow = new Newsroom.Voice(3, 5).granted(Caveats.NONE.rate(3, Duration.ofSeconds(3)));
        meet(slow);
        assertThat(most(slow, 9, NOW)).isEqualTo(3);
        assertThat(most(slow, 2, NOW)).isEqualTo(2);
        assertThat(judge(slow.says(1, NOW, 0, "1", "2", "3"))).isEqualTo(fresh(0, 1, 2));
        assertThat(most(slow, 9, NOW.plusMillis(999))).isZero();
        assertThat(most(slow, 9, NOW.plusMillis(2_000))).isEqualTo(2);
        meet(bob);
        assertThat(most(bob, 9, NOW)).isEqualTo(9);
    }

    private int most(Newsroom.Voice voice, int count, Instant at) {
        return publishers.most(voice.id(), voice.epoch, voice.grant, count, at.toEpochMilli());
    }

    @Test
    void whatWasNotSeenIsChargedAsIfItHadBeenSaidInTime() {
        Newsroom.Voice slow = new Newsroom.Voice(3, 5).granted(Caveats.NONE.rate(1, Duration.ofSeconds(1)));
        meet(slow);
        assertThat(judge(slow.says(1, NOW, 0, "1"))).isEqualTo(fresh(0));
        assertThat(judge(slow.says(12, NOW.plusSeconds(10), 0, "12"))).isEqualTo(refused(Objection.TOO_FAST));
        assertThat(judge(slow.says(11, NOW.plusSeconds(10), 0, "11"))).isEqualTo(fresh(0));
        assertThat(judge(slow.says(2, NOW.plusSeconds(1), 0, "2"))).isEqualTo(fresh(0));
        assertThat(judge(slow.says(12, NOW.plusMillis(10_999), 0, "12"))).isEqualTo(refused(Objection.TOO_FAST));
        assertThat(judge(slow.says(12, NOW.plusSeconds(11), 0, "12"))).isEqualTo(fresh(0));
    }

    @Test
    void noJumpOfSequencesIsFree() {
        Newsroom.Voice slow = new Newsroom.Voice(3, 5).granted(Caveats.NONE.rate(1, Duration.ofSeconds(1)));
        meet(slow);
        assertThat(judge(slow.says(1, NOW, 0, "1"))).isEqualTo(fresh(0));
        for (long jump : new long[] {3, 1_000_000, Long.MAX_VALUE / 2, Long.MAX_VALUE - 2}) {
            assertThat(judge(slow.says(jump, NOW.plusSeconds(1), 0, "x"))).isEqualTo(refused(Objection.TOO_FAST));
        }
    }

    @Test
    void aNewRightWithTheSamePaceIsNoNewBurst() {
        Caveats slowly = Caveats.NONE.rate(1, Duration.ofSeconds(1));
        Newsroom.Voice slow = new Newsroom.Voice(3, 5).granted(slowly);
        meet(slow);
        assertThat(judge(slow.says(1, NOW, 0, "1"))).isEqualTo(fresh(0));
        Newsroom.Voice renewed = new Newsroom.Voice(3, 5).granted(slowly.maxBytes(9));
        meet(renewed);
        assertThat(judge(renewed.says(2, NOW, 0, "2"))).isEqualTo(refused(Objection.TOO_FAST));
    }

    // Times.

    @Test
    void nothingAfterTheChainOrTheKeyIsPastItsTime() {
        Instant end = NOW.plusSeconds(60);
        Newsroom.Voice brief = new Newsroom.Voice(3, 5).granted(Caveats.NONE.until(end));
        meet(brief);
        assertThat(judge(brief.says(1, end.minusMillis(1), 0, "1"), NOW)).isEqualTo(fresh(0));
        assertThat(judge(brief.says(2, end, 0, "2"), NOW)).isEqualTo(refused(Objection.EXPIRED));
        assertThat(judge(brief.says(2, end.minusMillis(1), 0, "2"), end)).isEqualTo(refused(Objection.EXPIRED));
        assertThat(publishers.introduce(brief.id(), brief.word, brief.chain, end))
                .contains(Objection.EXPIRED);
        meet(bob);
        Instant tomorrow = NOW.plusSeconds(86_400);
        assertThat(judge(bob.says(1, tomorrow, 0, "1"), tomorrow)).isEqualTo(refused(Objection.EXPIRED));
    }

    @Test
    void noClockIsFurtherAheadThanAnHonestOne() {
        meet(bob);
        Instant ahead = NOW.plus(Publishers.MAX_SKEW);
        assertThat(judge(bob.says(1, ahead.plusMillis(1), 0, "1"))).isEqualTo(refused(Objection.FROM_THE_FUTURE));
        assertThat(judge(bob.says(1, ahead, 0, "1"))).isEqualTo(fresh(0));
    }

    @Test
    void timesRiseWithSequences() {
        meet(bob);
        assertThat(judge(bob.says(2, NOW, 0, "2"))).isEqualTo(fresh(0));
        assertThat(judge(bob.says(3, NOW.minusMillis(1), 0, "3"))).isEqualTo(refused(Objection.BACKWARDS));
        assertThat(judge(bob.says(1, NOW.plusMillis(1), 0, "1"))).isEqualTo(refused(Objection.BACKWARDS));
        assertThat(judge(bob.says(1, NOW, 0, "1"))).isEqualTo(fresh(0));
    }

    // Taking back.

    private boolean cut(Newsroom.Voice voice, long epoch, long sequence) {
        Cut cut = new Cut(Newsroom.TOPIC, voice.id(), voice.grant, epoch, sequence);
        return publishers.cut(
                Cut.read(cut.sign(Newsroom.OWNER), Newsroom.OWNER.nodeId()).orElseThrow());
    }

    @Test
    void afterACutNothingCountsThatComesAfterIt() {
        Newsroom.Voice carol = new Newsroom.Voice(3, 5).granted(Caveats.NONE);
        meet(bob);
        meet(carol);
        Batch first = bob.says("1");
        assertThat(cut(bob, 5, 2)).isTrue();
        assertThat(judge(bob.says("2"))).isEqualTo(fresh(0));
        assertThat(judge(bob.says("3"))).isEqualTo(refused(Objection.CUT));
        assertThat(judge(first)).isEqualTo(fresh(0));
        assertThat(judge(carol.says("1", "2", "3"))).isEqualTo(fresh(0, 1, 2));
        Newsroom.Voice restarted = new Newsroom.Voice(2, 6).by(bob);
        meet(restarted);
        assertThat(judge(restarted.says("again"))).isEqualTo(refused(Objection.CUT));
    }

    @Test
    void theCutThatLeavesLeastHolds() {
        meet(bob);
        assertThat(cut(bob, 5, 1)).isTrue();
        assertThat(cut(bob, 5, 9)).isFalse();
        assertThat(cut(bob, 6, 0)).isFalse();
        assertThat(judge(bob.says("1"))).isEqualTo(fresh(0));
        assertThat(judge(bob.says("2"))).isEqualTo(refused(Objection.CUT));
        assertThat(cut(bob, 4, 9)).isTrue();
    }

    @Test
    void onlyTheOwnerCuts() {
        Cut cut = new Cut(Newsroom.TOPIC, bob.id(), bob.grant, 5, 0);
        assertThat(Cut.read(cut.sign(bob.node), Newsroom.OWNER.nodeId())).isEmpty();
        Cut elsewhere = new Cut(TopicId.of(Newsroom.OWNER.nodeId(), "other"), bob.id(), bob.grant, 5, 0);
        assertThat(publishers.cut(Cut.read(elsewhere.sign(Newsroom.OWNER), Newsroom.OWNER.nodeId())
                        .orElseThrow()))
                .isFalse();
    }

    @Test
    void whenNoMoreCutsCanBeRememberedOnlyTheOwnerIsHeard() {
        Publishers few = new Publishers(
                Newsroom.OWNER.nodeId(), Newsroom.NAME, Newsroom.MISSION, Newsroom.TYPES, new Publishers.Limits(9, 1));
        assertThat(few.introduce(bob.id(), bob.word, bob.chain, NOW)).isEmpty();
        Newsroom.Voice owner = new Newsroom.Voice(1, 5);
        assertThat(few.introduce(owner.id(), owner.word, Bytes.EMPTY, NOW)).isEmpty();
        for (int number = 3; number <= 4; number++) {
            assertThat(few.judge(bob.says("still heard " + number), NOW)).isInstanceOf(Publishers.Taken.class);
            Newsroom.Voice other = new Newsroom.Voice(number, 5).granted(Caveats.NONE);
            Cut cut = new Cut(Newsroom.TOPIC, other.id(), other.grant, 5, 0);
            few.cut(Cut.read(cut.sign(Newsroom.OWNER), Newsroom.OWNER.nodeId()).orElseThrow());
        }
        assertThat(few.judge(bob.says("no more"), NOW)).isEqualTo(refused(Objection.CUT));
        assertThat(few.judge(owner.says("mine"), NOW)).isEqualTo(fresh(0));
    }

    private Publishers.Judgement submit(Batch batch, Instant now) {
        return publishers.judgeSubmitted(Newsroom.carried(batch), now);
    }

    @Test
    void theOwnerTakesNothingNewUnderARightThatWasCutNotEvenBelowTheCut() {
        meet(bob);
        assertThat(submit(bob.says("1"), NOW)).isEqualTo(fresh(0));
        Batch late = bob.says(2, NOW, 0, "2");
        assertThat(submit(bob.says(3, NOW, 0, "3"), NOW)).isEqualTo(fresh(0));
        assertThat(cut(bob, 5, 3)).isTrue();
        assertThat(submit(late, NOW)).isEqualTo(refused(Objection.CUT));
        assertThat(submit(bob.says(3, NOW, 0, "3"), NOW)).isEqualTo(fresh());
    }

    @Test
    void anEpochInWhichNothingWasSaidIsNothingThatACutLeaves() {
        meet(bob);
        Newsroom.Voice ahead = new Newsroom.Voice(2, 6).by(bob);
        meet(ahead);
        assertThat(judge(bob.says("1"))).isEqualTo(fresh(0));
        Cut cut = publishers.cutNow(bob.id(), bob.grant);
        assertThat(cut.epoch()).isEqualTo(5);
        assertThat(cut.sequence()).isEqualTo(1);
        assertThat(cut(bob, cut.epoch(), cut.sequence())).isTrue();
        assertThat(judge(bob.says("2"))).isEqualTo(refused(Objection.CUT));
        assertThat(judge(ahead.says("1"))).isEqualTo(refused(Objection.CUT));
    }

    // Rates, where the owner counts.

    private static final Duration PERIOD = Duration.ofMinutes(12);

    /** One each twelve minutes: five for the hour before it was shown, and one. */
    @Test
    void noSignedTimeMakesMoreOfARate() {
        Newsroom.Voice slow =
                new Newsroom.Voice(2, 5).granted(Caveats.NONE.rate(1, PERIOD).burst(1));
        meet(slow);
        Instant said = Instant.EPOCH;
        for (int i = 0; i < 6; i++) {
            assertThat(submit(slow.says(said, "long ago"), NOW)).isEqualTo(fresh(0));
            said = said.plus(PERIOD);
        }
        Batch next = slow.says(said, "one more");
        assertThat(submit(next, NOW)).isEqualTo(refused(Objection.TOO_FAST));
        assertThat(submit(next, NOW.plus(PERIOD).minusMillis(1))).isEqualTo(refused(Objection.TOO_FAST));
        assertThat(submit(next, NOW.plus(PERIOD))).isEqualTo(fresh(0));
    }

    @Test
    void noNewEpochMakesMoreOfARate() {
        Newsroom.Voice slow =
                new Newsroom.Voice(2, 5).granted(Caveats.NONE.rate(1, PERIOD).burst(1));
        for (int epoch = 5; epoch < 11; epoch++) {
            Newsroom.Voice restarted = new Newsroom.Voice(2, epoch).by(slow);
            meet(restarted);
            assertThat(submit(restarted.says("first"), NOW)).isEqualTo(fresh(0));
        }
        Newsroom.Voice again = new Newsroom.Voice(2, 11).by(slow);
        meet(again);
        assertThat(submit(again.says("first"), NOW)).isEqualTo(refused(Objection.TOO_FAST));
    }

    // Liars.

    @Test
    void whoSaysTwoThingsInOneSlotIsExposedToEverybody() {
        meet(bob);
        assertThat(judge(bob.says(1, NOW, 0, "pay Alice", "and Carol"))).isEqualTo(fresh(0, 1));
        Publishers.Judgement judgement = judge(bob.says(2, NOW, 0, "and Mallory", "really"));
        assertThat(judgement).isInstanceOf(Publishers.Exposed.class);
        Equivocation proof = ((Publishers.Exposed) judgement).proof();
        assertThat(Equivocation.read(proof.signed())).contains(proof);
        assertThat(proof.slot()).isEqualTo(bob.slot(2));
        assertThat(judge(bob.says(4, NOW, 0, "sorry"))).isEqualTo(refused(Objection.LIAR));
    }

    @Test
    void whoeverIsShownTheProofHearsThePublisherNoMore() {
        meet(bob);
        judge(bob.says(1, NOW, 0, "yes"));
        Publishers.Exposed exposed = (Publishers.Exposed) judge(bob.says(1, NOW, 0, "no"));
        Publishers elsewhere = Newsroom.publishers();
        elsewhere.introduce(bob.id(), bob.word, bob.chain, NOW);
        Equivocation shown = Equivocation.read(exposed.proof().signed()).orElseThrow();
        assertThat(elsewhere.expose(shown)).isTrue();
        assertThat(elsewhere.expose(shown)).isFalse();
        assertThat(elsewhere.judge(bob.says(2, NOW, 0, "well"), NOW)).isEqualTo(refused(Objection.LIAR));
    }

    @Test
    void nobodyIsMadeALiarByWhatHeNeverSaid() {
        meet(bob);
        Batch honest = bob.says(1, NOW, 0, "yes", "and yes");
        Equivocation.Side side = new Equivocation.Side(bob.word, honest);
        assertThat(Equivocation.read(Equivocation.of(bob.slot(1), side, side).signed()))
                .isEmpty();
        Newsroom.Voice mallory = new Newsroom.Voice(4, 5);
        Batch forged = Batch.sign(mallory.epochKey, honest.stamp(), java.util.List.of(draft("no"), draft("and no")));
        Equivocation.Side lie = new Equivocation.Side(mallory.word, forged);
        assertThat(Equivocation.read(Equivocation.of(bob.slot(1), side, lie).signed()))
                .isEmpty();
        Equivocation.Side swapped = new Equivocation.Side(bob.word, forged);
        assertThat(Equivocation.read(Equivocation.of(bob.slot(1), side, swapped).signed()))
                .isEmpty();
    }

    private static Batch.Draft draft(String text) {
        return new Batch.Draft(0, text.getBytes());
    }

    @Test
    void noByteOfAProofCanBeChanged() {
        meet(bob);
        judge(bob.says(1, NOW, 0, "yes"));
        Publishers.Exposed exposed = (Publishers.Exposed) judge(bob.says(1, NOW, 0, "no"));
        byte[] bytes = exposed.proof().signed().toArray();
        for (int at = 0; at < bytes.length; at += 3) {
            byte[] changed = bytes.clone();
            changed[at] ^= 4;
            assertThat(Equivocation.read(Bytes.of(changed))).as("byte " + at).isEmpty();
        }
    }
}
