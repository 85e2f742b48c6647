package io.comity.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.mission.Caveat;
import io.comity.mission.Caveats;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What was said before counts by the rights of its time. */
final class HistoryTest {
    private static final Instant NOW = Newsroom.NOW;

    private final Publishers publishers = Newsroom.publishers();
    private final History history = publishers.history();

    private static Newsroom.Voice voice() {
        long expiry = NOW.plusSeconds(3_600).getEpochSecond();
        return new Newsroom.Voice(2, 1).granted(Caveats.NONE.with(Caveat.EXPIRY, expiry));
    }

    private static Paper paper(Newsroom.Voice voice) {
        return new Paper(voice.word, voice.chain);
    }

    @Test
    void whatWasSaidInTimeCountsThoughItsRightIsOver() {
        Newsroom.Voice voice = voice();
        Batch batch = voice.says("a", "b");
        assertThat(history.judge(batch, paper(voice), NOW)).isEmpty();
        assertThat(history.judge(batch, paper(voice), NOW.plusSeconds(3_599))).isEmpty();
        assertThat(history.judge(batch, paper(voice), NOW.plusSeconds(3_600))).contains(Objection.EXPIRED);
        publishers.introduce(voice.id(), voice.word, voice.chain, NOW.plusSeconds(7_200));
        assertThat(publishers.judge(batch, NOW.plusSeconds(7_200)))
                .as("from anybody else it would not")
                .isInstanceOf(Publishers.Refused.class);
    }

    @Test
    void theOwnerNeedsNoChain() {
        Newsroom.Voice owner = new Newsroom.Voice(1, 1);
        assertThat(history.judge(owner.says("a"), paper(owner), NOW)).isEmpty();
        assertThat(history.judge(owner.says("b"), paper(owner), NOW.plus(Duration.ofDays(2))))
                .as("when its key was over")
                .isPresent();
    }

    @Test
    void nobodySpeaksByTheRightOrTheKeyOfAnother() {
        Newsroom.Voice voice = voice();
        Newsroom.Voice other = new Newsroom.Voice(3, 1);
        Batch others = other.by(voice).says("a");
        assertThat(history.judge(others, paper(other), NOW)).contains(Objection.NO_RIGHT);
        assertThat(history.judge(others, paper(voice), NOW)).contains(Objection.NO_RIGHT);
        Newsroom.Voice second = voice();
        assertThat(history.judge(voice.says("a"), paper(second), NOW))
                .as("by another chain of the same holder")
                .contains(Objection.NO_RIGHT);
        Newsroom.Voice restarted = new Newsroom.Voice(2, 2).by(voice);
        assertThat(history.judge(restarted.says("a"), paper(voice), NOW)).contains(Objection.NO_RIGHT);
    }

    @Test
    void whatIsForgedOrOfAnotherTopicOrOfTheFutureDoesNotCount() {
        Newsroom.Voice voice = voice();
        Batch batch = voice.says("a");
        byte[] forged = batch.bytes().clone();
        forged[batch.offset(0)] ^= 1;
        Batch altered = Batch.read(forged, 0, forged.length).orElseThrow();
        assertThat(history.judge(altered, paper(voice), NOW)).contains(Objection.FORGED);
        TopicId elsewhere = TopicId.of(Newsroom.OWNER.nodeId(), "other");
        assertThat(history.judge(voice.on(elsewhere).says("b"), paper(voice), NOW))
                .contains(Objection.OTHER_TOPIC);
        Instant late = NOW.plus(Publishers.MAX_SKEW);
        Newsroom.Voice early = voice();
        assertThat(history.judge(early.says(late, "c"), paper(early), NOW)).isEmpty();
        assertThat(history.judge(early.says(late.plusMillis(1), "c"), paper(early), NOW))
                .contains(Objection.FROM_THE_FUTURE);
    }

    @Test
    void whatWasSaidAfterTheCutDoesNotCountAndWhatWasBeforeDoes() {
        Newsroom.Voice voice = voice();
        Batch before = voice.says("a");
        Batch after = voice.says("b");
        Cut cut = new Cut(Newsroom.TOPIC, voice.id(), voice.grant, 1, 1);
        publishers.cut(
                Cut.read(cut.sign(Newsroom.OWNER), Newsroom.OWNER.nodeId()).orElseThrow());
        assertThat(history.judge(before, paper(voice), NOW)).isEmpty();
        assertThat(history.judge(after, paper(voice), NOW)).contains(Objection.CUT);
    }

    @Test
    void onlyWhatItsChainAllowsCounts() {
        Newsroom.Voice voice = new Newsroom.Voice(2, 1).granted(Caveats.NONE.with(Caveat.BYTES, 4));
        assertThat(history.judge(voice.says("four"), paper(voice), NOW)).isEmpty();
        assertThat(history.judge(voice.says("fives"), paper(voice), NOW)).contains(Objection.NOT_ALLOWED);
        assertThat(history.judge(voice.says(3, NOW, 2, "x"), paper(voice), NOW)).contains(Objection.NOT_ALLOWED);
    }

    @Test
    void someOfABatchCountAsTheWholeDoes() {
        Newsroom.Voice voice = voice();
        BitSet second = new BitSet();
        second.set(1);
        assertThat(history.judge(voice.says("a", "b", "c").only(second), paper(voice), NOW))
                .isEmpty();
    }

    @Test
    void itRemembersNoMoreThanItMay() {
        IntStream.rangeClosed(0, History.MAX_KNOWN).forEach(epoch -> {
            Newsroom.Voice voice = new Newsroom.Voice(1, epoch);
            assertThat(history.judge(voice.says("a"), paper(voice), NOW)).isEmpty();
        });
        assertThat(history.known()).isEqualTo(History.MAX_KNOWN);
    }

    @Test
    void aPaperIsReadAsItWasWrittenAndAnythingElseIsNone() {
        Paper paper = paper(voice());
        Bytes encoded = paper.encode();
        assertThat(Paper.read(encoded)).contains(paper);
        for (int length = 0; length < encoded.size(); length++) {
            assertThat(Paper.read(Bytes.of(Arrays.copyOf(encoded.toArray(), length))))
                    .isEmpty();
        }
        byte[] junk = new byte[64];
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            random.nextBytes(junk);
            assertThat(Paper.read(Bytes.of(junk))).isEqualTo(Optional.empty());
        }
    }
}
