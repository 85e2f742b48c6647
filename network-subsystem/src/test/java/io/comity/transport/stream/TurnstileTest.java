package io.comity.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TurnstileTest {
    private long now;
    private final EmbeddedChannel listener = new EmbeddedChannel(new Turnstile(() -> now));

    private void comeIn(int count) {
        for (int i = 0; i < count; i++) {
            listener.writeInbound("a connection");
        }
    }

    private boolean isOpen() {
        return listener.config().isAutoRead();
    }

    private void passes(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        listener.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        listener.runScheduledPendingTasks();
    }

    @Test
    void soManyComeInAtOnceAndTheNextWaits() {
        listener.freezeTime();
        comeIn(Turnstile.AT_ONCE - 1);
        assertThat(isOpen()).isTrue();
        comeIn(1);
        assertThat(isOpen()).isFalse();
        passes(3);
        assertThat(isOpen()).isFalse();
        passes(1);
        assertThat(isOpen()).isTrue();
        comeIn(1);
        assertThat(isOpen()).isTrue();
        comeIn(1);
        assertThat(isOpen()).isFalse();
    }

    /** A listener takes several at a time; it rests for all of them. */
    @Test
    void whoeverCameInBesideTheLastIsWaitedForToo() {
        listener.freezeTime();
        comeIn(Turnstile.AT_ONCE + 9);
        passes(4);
        assertThat(isOpen()).isTrue();
        comeIn(1);
        assertThat(isOpen()).isFalse();
        passes(15);
        assertThat(isOpen()).isFalse();
        passes(1);
        assertThat(isOpen()).isTrue();
    }

    @Test
    void nobodyWaitsWhoComesAtAnEvenPace() {
        listener.freezeTime();
        for (int i = 0; i < 100; i++) {
            comeIn(Turnstile.PER_SECOND / 50);
            assertThat(isOpen()).isTrue();
            passes(20);
        }
        assertThat(listener.inboundMessages()).hasSize(2 * Turnstile.PER_SECOND);
    }
}
