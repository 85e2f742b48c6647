package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.transport.Address;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node costs while nobody says anything: a thousand nodes known, a hundred of them connected. */
final class IdleCostTest {
    private static final int KNOWN = 1_000;
    private static final int CONNECTED = 100;
    private static final int ROUNDS = 5;

    /** Until the JVM has compiled what is done at each beat; before that, as fast as can be, what is done when one is heard. */
    private static final int WARM_UP_ROUNDS = 15;

    private static final int WARM_UP_BEATS = 200;

    private static final Duration HEARTBEAT = Duration.ofSeconds(2);
    private static final double MOST_OF_A_CORE = 0.02;

    private static KeyHolder key(int number) {
        return MemoryKeyHolder.fromSeed(ByteBuffer.allocate(32).putInt(number).array());
    }

    /** Processor time of the node's own threads: it is the only one here. */
    private static long nodeNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("comity")) {
                sum += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return sum;
    }

    private static void beat(List<RawPeer> peers) {
        try {
            for (RawPeer peer : peers) {
                peer.say(new UrMessage.Ack(0));
            }
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
    }

    @Test
    void anIdleNodeCostsNextToNothing(@TempDir Path home) throws Exception {
        ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
        List<RawPeer> peers = new ArrayList<>();
        try (Node alice =
                Neighbours.start(home, "alice", Map.of("comity.connection.heartbeat", HEARTBEAT.toMillis() + "ms"))) {
            alice.spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(new ConcurrentLinkedQueue<>()));
            Missions.Draft mission = alice.missions().define(Greeter.MISSION).allow(Greeter.NAME, Greeter.Greet.class);
            for (int i = 0; i < KNOWN; i++) {
                KeyHolder key = key(i + 1);
                alice.meet(key.nodeId(), List.of(new Address("tcp", "127.0.0.1", 1)));
                if (i < CONNECTED) {
                    mission.grant(key.nodeId());
                    peers.add(RawPeer.of(alice, key));
                    peers.get(i).hear(UrMessage.Learn.class);
                }
            }
            for (int i = 0; i < WARM_UP_BEATS; i++) {
                beat(peers);
            }
            CountDownLatch rounds = new CountDownLatch(WARM_UP_ROUNDS + ROUNDS);
            long[] began = new long[2];
            heart.scheduleAtFixedRate(
                    () -> {
                        beat(peers);
                        if (rounds.getCount() == ROUNDS) {
                            began[0] = nodeNanos();
                            began[1] = System.nanoTime();
                        }
                        rounds.countDown();
                    },
                    0,
                    HEARTBEAT.toMillis(),
                    TimeUnit.MILLISECONDS);
            assertThat(rounds.await(60, TimeUnit.SECONDS)).isTrue();
            double share = (double) (nodeNanos() - began[0]) / (System.nanoTime() - began[1]);
            System.out.printf("%d nodes known, %d connected: %.2f %% of a core%n", KNOWN, CONNECTED, 100 * share);
            assertThat(share).isLessThanOrEqualTo(MOST_OF_A_CORE);
            heart.shutdownNow();
            beat(peers);
        } finally {
            heart.shutdownNow();
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }
}
