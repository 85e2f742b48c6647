package io.comity.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** On channels whose event loops turn when the test says so. */
final class ArrivalsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicLong refused = new AtomicLong();
    private final Arrivals arrivals = new Arrivals(
            new DefaultChannelGroup(GlobalEventExecutor.INSTANCE), closing::get, PATIENCE, refused::addAndGet);

    private EmbeddedChannel arrive() {
        EmbeddedChannel connection = new EmbeddedChannel(arrivals);
        connection.runPendingTasks();
        return connection;
    }

    @Test
    void asManyAsMayWaitForTheirWireAndOneMoreIsClosed() {
        List<EmbeddedChannel> waiting = new ArrayList<>();
        for (int i = 0; i < Arrivals.MAX_WITHOUT_WIRE; i++) {
            waiting.add(arrive());
        }
        assertThat(waiting).allMatch(EmbeddedChannel::isOpen);
        assertThat(arrive().isOpen()).isFalse();
        assertThat(refused).hasValue(1);
        assertThat(arrivals.carriesWire(waiting.get(0))).isTrue();
        assertThat(arrive().isOpen()).isTrue();
        waiting.get(1).close();
        assertThat(arrive().isOpen()).isTrue();
        assertThat(arrive().isOpen()).isFalse();
    }

    @Test
    void nobodyArrivesWhileTheTransportCloses() {
        closing.set(true);
        assertThat(arrive().isOpen()).isFalse();
    }

    @Test
    void whoHasNoWireInTimeIsClosedAndCounted() {
        EmbeddedChannel late = arrive();
        late.advanceTimeBy(PATIENCE.toMillis() - 1, TimeUnit.MILLISECONDS);
        late.runScheduledPendingTasks();
        assertThat(late.isOpen()).isTrue();
        late.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        late.runScheduledPendingTasks();
        assertThat(late.isOpen()).isFalse();
        assertThat(refused).hasValue(1);
    }

    @Test
    void whoHasAWireIsNeitherTimedNorCounted() {
        EmbeddedChannel linked = arrive();
        assertThat(arrivals.carriesWire(linked)).isTrue();
        assertThat(arrivals.carriesWire(linked)).isFalse();
        linked.advanceTimeBy(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        linked.runScheduledPendingTasks();
        assertThat(linked.isOpen()).isTrue();
        linked.close();
        assertThat(refused).hasValue(0);
    }
}
