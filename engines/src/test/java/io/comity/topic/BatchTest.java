package io.comity.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.comity.evidence.Hashing;
import io.comity.wire.CborWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchTest {
    private final Newsroom.Voice bob = new Newsroom.Voice(2, 1);

    private static BitSet places(int... wanted) {
        BitSet places = new BitSet();
        for (int place : wanted) {
            places.set(place);
        }
        return places;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 63, 64, 65, 255, 256})
    void anyOfItsMessagesCanBeShownWithoutTheOthers(int count) {
        Batch batch = bob.says(Newsroom.texts(count));
        SplittableRandom random = new SplittableRandom(count);
        for (int round = 0; round < 20; round++) {
            BitSet wanted = new BitSet();
            wanted.set(random.nextInt(count));
            random.ints(round, 0, count).forEach(wanted::set);
            Batch some = Newsroom.carried(batch.only(wanted));
            assertThat(some.isSigned(bob.epochKey.nodeId())).isTrue();
            assertThat(wanted.stream().mapToObj(place -> Newsroom.text(some, place)))
                    .isEqualTo(wanted.stream()
                            .mapToObj(place -> "message " + place)
                            .toList());
            BitSet fewer = places(wanted.nextSetBit(0));
            assertThat(some.only(fewer).bytes()).isEqualTo(batch.only(fewer).bytes());
        }
    }

    @Test
    void oneOfManyCostsAHashForEachLevelOfTheTree() {
        Batch batch = bob.says(Newsroom.texts(64));
        int one = batch.only(places(17)).bytes().length;
        int alone = new Newsroom.Voice(2, 1).says("message 17").bytes().length;
        assertThat(one - alone).isBetween(6 * Hashing.BYTES, 6 * Hashing.BYTES + 16);
    }

    @Test
    void whoGetsItAllGetsTheSameBytes() {
        Batch batch = bob.says(Newsroom.texts(5));
        BitSet all = places(0, 1, 2, 3, 4, 5, 6);
        assertThat(batch.only(all)).isSameAs(batch);
        assertThat(batch.isWhole()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> batch.only(places(5)));
    }

    /** Somebody signs as much as may be, and somebody else wants all but one short message of it. */
    @Test
    void whatIsLeftIsNeverLongerThanTheWhole() {
        String[] texts = new String[Stamp.MAX_COUNT];
        Arrays.fill(texts, "x");
        texts[0] = "x".repeat(48_000);
        texts[1] = "";
        int room = Batch.MAX_BYTES - bob.says(1, Newsroom.NOW, 0, texts).bytes().length;
        texts[1] = "x".repeat(room - 2);
        Batch full = bob.says(1, Newsroom.NOW, 0, texts);
        assertThat(full.bytes()).hasSize(Batch.MAX_BYTES);
        BitSet evens = new BitSet();
        for (int place = 0; place < texts.length; place += 2) {
            evens.set(place);
        }
        evens.set(1);
        assertThat(full.with(evens)).isSameAs(full);
        assertThat(full.with(places(7)).isWhole()).isFalse();
        assertThat(full.with(places(7)).isSigned(bob.epochKey.nodeId())).isTrue();
    }

    @Test
    void noByteOfItCanBeChanged() {
        byte[] bytes = bob.says(Newsroom.texts(3)).only(places(1)).bytes();
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            assertThat(Batch.read(changed, 0, changed.length).filter(batch -> batch.isSigned(bob.epochKey.nodeId())))
                    .as("byte " + at)
                    .isEmpty();
        }
    }

    @Test
    void whatIsReadIsWrittenTheSame() {
        byte[] bytes = bob.says(1, Newsroom.NOW, 1, List.of(bob.slot(7), bob.slot(9)), "a", "b")
                .bytes();
        Batch read = Batch.read(bytes, 0, bytes.length).orElseThrow();
        assertThat(read.stamp().after()).containsExactly(bob.slot(7), bob.slot(9));
        assertThat(read.type(0)).isEqualTo(1);
        assertThat(read.bytes()).isEqualTo(bytes);
    }

    @Test
    void noPrefixOfItIsABatchNorWhatHasMore() {
        byte[] bytes = bob.says(Newsroom.texts(3)).bytes();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(Batch.read(bytes, 0, length)).isEmpty();
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThat(Batch.read(longer, 0, longer.length)).isEmpty();
    }

    @Test
    void anyBytesAreABatchOrNone() {
        SplittableRandom random = new SplittableRandom(5);
        byte[] valid = bob.says(Newsroom.texts(9)).only(places(2, 3, 8)).bytes();
        for (int round = 0; round < 20_000; round++) {
            byte[] changed = valid.clone();
            for (int change = random.nextInt(1, 5); change > 0; change--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            Batch.read(changed, 0, changed.length).ifPresent(batch -> batch.isSigned(bob.epochKey.nodeId()));
        }
    }

    @Test
    void asManyMessagesAndAsLongOnesAsMayBeAndNoMore() {
        assertThat(bob.says(Newsroom.texts(Stamp.MAX_COUNT)).isWhole()).isTrue();
        assertThat(raw(Stamp.MAX_COUNT + 1, 0, 1)).isFalse();
        assertThat(raw(1, Batch.MAX_BODY_BYTES, 1)).isTrue();
        assertThat(raw(1, Batch.MAX_BODY_BYTES + 1, 1)).isFalse();
        assertThat(raw(1, 1, 3 * Stamp.MAX_AFTER)).isTrue();
        assertThat(raw(1, 1, 3 * Stamp.MAX_AFTER + 3)).isFalse();
    }

    @Test
    void itsTypeIsOneOfAsManyAsATopicMayHave() {
        assertThat(bob.says(1, Newsroom.NOW, Batch.MAX_TYPE, "x").type(0)).isEqualTo(Batch.MAX_TYPE);
        List<Batch.Draft> drafts = new ArrayList<>();
        drafts.add(new Batch.Draft(Batch.MAX_TYPE + 1, new byte[1]));
        byte[] bytes = encoded(bob.says("x").stamp(), drafts, 0);
        assertThat(Batch.read(bytes, 0, bytes.length)).isEmpty();
    }

    /** Whether a batch of this form, whose signature does not matter, can be read. */
    private boolean raw(int count, int bodyBytes, int after) {
        Stamp stamp = bob.says("x").stamp();
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < after / 3; i++) {
            slots.add(bob.slot(1 + i));
        }
        Stamp changed = new Stamp(stamp.topic(), stamp.first(), count, stamp.timeMillis(), stamp.grant(), slots);
        List<Batch.Draft> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drafts.add(new Batch.Draft(0, new byte[bodyBytes]));
        }
        byte[] bytes = encoded(changed, drafts, 0);
        return Batch.read(bytes, 0, bytes.length).isPresent();
    }

    private static byte[] encoded(Stamp stamp, List<Batch.Draft> drafts, int beside) {
        CborWriter out = new CborWriter(64, 1 << 20).array(5);
        stamp.write(out);
        out.bytes(new byte[64]).bytes(new byte[0]).array(2 * drafts.size());
        drafts.forEach(draft -> out.uint(draft.type()).bytes(draft.body()));
        return out.bytes(new byte[beside]).toByteArray();
    }

    @Test
    void whatIsBesideMustBeAsMuchAsItTakes() {
        Stamp stamp = bob.says("x").stamp();
        List<Batch.Draft> one = List.of(new Batch.Draft(0, new byte[1]));
        for (int beside : new int[] {1, Hashing.BYTES, 2 * Hashing.BYTES}) {
            byte[] bytes = encoded(stamp, one, beside);
            assertThat(Batch.read(bytes, 0, bytes.length).filter(batch -> batch.isSigned(bob.epochKey.nodeId())))
                    .isEmpty();
        }
    }
}
