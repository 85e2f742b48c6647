package io.comity.topic;

import static io.comity.topic.Newsroom.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.wire.Verified;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RenewalTest {
    private static final Duration LIFE = Duration.ofDays(90);
    private static final Instant DUE = NOW.plus(Duration.ofDays(60));

    private final Newsroom.Voice bob = new Newsroom.Voice(2, 5);
    private final PublisherKey word = new PublisherKey(
            bob.id(),
            5,
            bob.epochKey.nodeId(),
            NOW.getEpochSecond(),
            NOW.plus(LIFE).getEpochSecond());

    private static TopicDescription description(long version) {
        return new TopicDescription(
                Newsroom.NAME,
                version,
                NOW,
                NOW.plus(LIFE),
                Newsroom.MISSION,
                TopicDescription.Retention.NONE,
                Bytes.of(new byte[16]),
                Newsroom.TYPES);
    }

    @Test
    void isDueAtTwoThirdsAndNotASecondBefore() {
        assertThat(word.isDue(DUE.minusMillis(1))).isFalse();
        assertThat(word.isDue(DUE)).isTrue();
        assertThat(description(7).isDue(DUE.minusMillis(1))).isFalse();
        assertThat(description(7).isDue(DUE)).isTrue();
    }

    @Test
    void whatIsGoodForASecondIsNotDueBeforeItIsOver() {
        assertThat(Renewal.dueAt(10, 11)).isEqualTo(11);
        assertThat(Renewal.dueAt(10, 13)).isEqualTo(12);
        assertThat(Renewal.dueAt(0, Long.MAX_VALUE)).isPositive();
    }

    @Test
    void aNewWordIsForTheSameKeyAndAsLong() {
        PublisherKey renewed = word.renewed(DUE);
        assertThat(renewed)
                .isEqualTo(new PublisherKey(
                        bob.id(),
                        5,
                        bob.epochKey.nodeId(),
                        DUE.getEpochSecond(),
                        DUE.plus(LIFE).getEpochSecond()));
        assertThat(PublisherKey.read(renewed.sign(bob.node), bob.id()).map(Verified::value))
                .contains(renewed);
    }

    @Test
    void aNewAdvertHasAGreaterVersionWhateverTheClockSays() {
        TopicDescription renewed = description(7).renewed(DUE.plusMillis(1));
        assertThat(renewed.version()).isEqualTo(DUE.toEpochMilli() + 1);
        assertThat(renewed.issuedAt()).isEqualTo(DUE);
        assertThat(renewed.expiresAt()).isEqualTo(DUE.plus(LIFE));
        assertThat(renewed.types()).isEqualTo(Newsroom.TYPES);
        long ahead = DUE.plus(LIFE).toEpochMilli();
        assertThat(description(ahead).renewed(DUE).version()).isEqualTo(ahead + 1);
    }
}
