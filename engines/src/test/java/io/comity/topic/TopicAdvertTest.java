package io.comity.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.comity.identity.Bytes;
import io.comity.wire.Verified;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TopicAdvertTest {
    private static TopicDescription description(List<String> types) {
        return new TopicDescription(
                Newsroom.NAME,
                7,
                Newsroom.NOW,
                Newsroom.NOW.plusSeconds(60),
                Newsroom.MISSION,
                new TopicDescription.Retention(1, 2, 3),
                Bytes.of(new byte[16]),
                types);
    }

    private static TopicAdvert read(Bytes signed) {
        return TopicAdvert.read(signed, Newsroom.OWNER.nodeId())
                .map(Verified::value)
                .orElseThrow();
    }

    private final TopicAdvert advert = TopicAdvert.sign(Newsroom.OWNER, description(Newsroom.TYPES));

    @Test
    void isReadAsItWasSigned() {
        assertThat(read(advert.signed())).isEqualTo(advert);
        assertThat(advert.topic()).isEqualTo(Newsroom.TOPIC);
    }

    @Test
    void onlyItsOwnerSignsIt() {
        assertThat(TopicAdvert.read(advert.signed(), Newsroom.key(2).nodeId())).isEmpty();
    }

    @Test
    void noByteOfItCanBeChanged() {
        byte[] bytes = advert.signed().toArray();
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 2;
            assertThat(TopicAdvert.read(Bytes.of(changed), Newsroom.OWNER.nodeId()))
                    .as("byte " + at)
                    .isEmpty();
        }
    }

    @Test
    void whatItsOwnerSignedIsADescriptionOrNone() {
        SplittableRandom random = new SplittableRandom(3);
        byte[] valid = new byte[200];
        for (int round = 0; round < 2_000; round++) {
            random.nextBytes(valid);
            TopicDescription.read(valid);
        }
    }

    @Test
    void itIsOverAtItsLastSecond() {
        assertThat(advert.isExpired(Newsroom.NOW.plusSeconds(60).minusNanos(1))).isFalse();
        assertThat(advert.isExpired(Newsroom.NOW.plusSeconds(60))).isTrue();
    }

    @Test
    void asManyTypesAsMayBeWithNamesAsLongAsMayBe() {
        List<String> most = IntStream.rangeClosed(0, Batch.MAX_TYPE)
                .mapToObj(number -> String.format("%0128d", number))
                .toList();
        TopicAdvert large = TopicAdvert.sign(Newsroom.OWNER, description(most));
        assertThat(read(large.signed()).description().types()).isEqualTo(most);
        List<String> more = IntStream.rangeClosed(0, Batch.MAX_TYPE + 1)
                .mapToObj(number -> "" + number)
                .toList();
        assertThatIllegalArgumentException().isThrownBy(() -> description(more));
    }
}
