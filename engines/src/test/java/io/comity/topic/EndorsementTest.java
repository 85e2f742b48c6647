package io.comity.topic;

import static io.comity.topic.Newsroom.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.mission.Caveats;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EndorsementTest {
    private static final long EPOCH = 5;

    private final Publishers publishers = Newsroom.publishers();
    private final Newsroom.Voice owner = new Newsroom.Voice(1, EPOCH);
    private final Newsroom.Voice bob = new Newsroom.Voice(2, EPOCH).granted(Caveats.NONE);

    @BeforeEach
    void meet() {
        assertThat(publishers.introduce(owner.id(), owner.word, owner.chain, NOW))
                .isEmpty();
        assertThat(publishers.introduce(bob.id(), bob.word, bob.chain, NOW)).isEmpty();
    }

    private Publishers.Judgement judge(Batch batch, Endorsement endorsement) {
        Endorsement carried = Endorsement.read(endorsement.encode()).orElseThrow();
        return publishers.judge(Newsroom.carried(batch), Optional.of(carried), NOW);
    }

    private Endorsement endorsed(Batch batch) {
        return Endorsement.sign(owner.epochKey, EPOCH, batch);
    }

    private void refused(Batch batch, Endorsement endorsement) {
        assertThat(judge(batch, endorsement)).isEqualTo(new Publishers.Refused(Objection.NOT_ENDORSED));
    }

    private static Publishers.Taken fresh(int... places) {
        BitSet fresh = new BitSet();
        Arrays.stream(places).forEach(fresh::set);
        return new Publishers.Taken(fresh);
    }

    @Test
    void whatTheOwnerTookIsTakenFromAnybody() {
        Batch batch = bob.says("one", "two");
        assertThat(judge(batch, endorsed(batch))).isEqualTo(fresh(0, 1));
    }

    @Test
    void aPartOfABatchIsEndorsedWithIt() {
        Batch batch = bob.says("one", "two");
        BitSet second = new BitSet();
        second.set(1);
        assertThat(judge(batch.only(second), endorsed(batch))).isEqualTo(fresh(1));
    }

    @Test
    void whatTheOwnerSaysNeedsNoOtherWord() {
        assertThat(publishers.judge(owner.says("mine"), Optional.empty(), NOW)).isEqualTo(fresh(0));
    }

    @Test
    void whatNobodyEndorsedIsNotTaken() {
        assertThat(publishers.judge(bob.says("one"), Optional.empty(), NOW))
                .isEqualTo(new Publishers.Refused(Objection.NOT_ENDORSED));
    }

    @Test
    void theWordOfAnybodyElseIsNone() {
        Batch batch = bob.says("one");
        refused(batch, Endorsement.sign(bob.epochKey, EPOCH, batch));
        refused(batch, Endorsement.sign(owner.node, EPOCH, batch));
        refused(batch, Endorsement.sign(owner.epochKey, EPOCH + 1, batch));
        byte[] changed = endorsed(batch).signature().toArray();
        changed[7] ^= 1;
        refused(batch, new Endorsement(EPOCH, Bytes.of(changed)));
    }

    @Test
    void theWordForOneBatchIsNoneForAnother() {
        Batch batch = bob.says("one");
        refused(bob.says("two"), endorsed(batch));
        refused(bob.says(1, NOW, 0, "other"), endorsed(batch));
        Newsroom.Voice carol = new Newsroom.Voice(3, EPOCH).granted(Caveats.NONE);
        assertThat(publishers.introduce(carol.id(), carol.word, carol.chain, NOW))
                .isEmpty();
        refused(carol.says("one"), endorsed(batch));
        TopicId other = TopicId.of(owner.id(), "other");
        refused(bob.says("three"), endorsed(bob.on(other).says(3, NOW, 0, "three")));
    }

    @Test
    void anEndorsedBatchIsJudgedAllTheSame() {
        Batch batch = bob.says("one");
        byte[] altered = batch.bytes().clone();
        int body = batch.offset(0);
        altered[body] ^= 1;
        Batch forged = Batch.read(altered, 0, altered.length).orElseThrow();
        assertThat(judge(forged, endorsed(batch))).isEqualTo(new Publishers.Refused(Objection.FORGED));
        Newsroom.Voice stranger = new Newsroom.Voice(4, EPOCH).granted(Caveats.NONE);
        Batch theirs = stranger.says("hello");
        assertThat(judge(theirs, endorsed(theirs))).isEqualTo(new Publishers.Refused(Objection.NOT_INTRODUCED));
    }

    @Test
    void bytesThatAreNoneYieldNothing() {
        byte[] sound = endorsed(bob.says("one")).encode();
        for (int length = 0; length < sound.length; length++) {
            assertThat(Endorsement.read(Arrays.copyOf(sound, length))).isEmpty();
        }
        assertThat(Endorsement.read(Arrays.copyOf(sound, sound.length + 1))).isEmpty();
        assertThat(Endorsement.read(new byte[Endorsement.MAX_BYTES + 1])).isEmpty();
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            byte[] junk = new byte[random.nextInt(90)];
            random.nextBytes(junk);
            assertThat(Endorsement.read(junk)).isEmpty();
        }
        byte[] longest = new Endorsement(Long.MAX_VALUE, Bytes.of(new byte[64])).encode();
        assertThat(longest.length).isLessThanOrEqualTo(Endorsement.MAX_BYTES);
        assertThat(Endorsement.read(longest)).isPresent();
    }
}
