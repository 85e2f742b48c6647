package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Chain;
import io.comity.mission.Reason;
import io.comity.router.Revoking;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A grant is taken back while its holder sends as fast as it can, again and again: {@code -Dcomity.revocations} says how often.
 * Nothing is delivered after {@code revoke} has returned.
 */
final class RevocationRaceTest {
    private static final int TIMES = Integer.getInteger("comity.revocations", 50);
    private static final int CASTS_A_RECORD = 20;
    private static final long NO_SUCH_REF = 99_999;
    private static final byte[] NOTE = RawPeer.body(Greeter.Command.class, new Greeter.Note("x"), 0);
    private static final KeyHolder BOB = MemoryKeyHolder.fromSeed(new byte[32]);

    @TempDir
    Path home;

    private Node alice;
    private RawPeer bob;

    @BeforeEach
    void start() throws IOException {
        alice = Neighbours.start(home, "alice", Map.of());
        alice.spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(new ConcurrentLinkedQueue<>()));
        bob = RawPeer.of(alice, BOB);
        bob.hear(UrMessage.Ready.class);
        bob.say(new UrMessage.Ready());
    }

    @AfterEach
    void stop() throws IOException {
        bob.close();
        alice.close();
    }

    private long delivered() {
        return alice.counters().getOrDefault("delivered", 0L);
    }

    /** Sends a record of casts and hears what became of them; whether none of them was delivered. */
    private boolean isRefused(long ref) throws IOException {
        CborWriter out = new CborWriter(1_024, 1 << 16);
        byte[] cast = RawPeer.castBytes(ref, 0, NOTE);
        for (int i = 0; i < CASTS_A_RECORD; i++) {
            out.encoded(cast, 0, cast.length);
        }
        byte[] last = RawPeer.castBytes(NO_SUCH_REF, 0, NOTE);
        bob.record(out.encoded(last, 0, last.length).toByteArray());
        for (int refused = 0; true; ) {
            Object said = bob.hear(UrMessage.class);
            if (said instanceof UrMessage.Refuse refuse && refuse.ref() == NO_SUCH_REF) {
                return refused == CASTS_A_RECORD;
            } else if (said instanceof UrMessage.Refuse refuse) {
                assertThat(refuse.reason()).isEqualTo(Reason.REVOKED.code());
                refused++;
            }
        }
    }

    /** Until nothing is delivered any more, and a little longer. */
    private CompletableFuture<Void> flood(long ref) {
        return CompletableFuture.runAsync(() -> {
            try {
                for (int refused = 0; refused < 3; ) {
                    refused += isRefused(ref) ? 1 : 0;
                }
            } catch (IOException cutOff) {
                throw new CompletionException(cutOff);
            }
        });
    }

    private long learned() throws IOException {
        for (Object said = bob.hear(UrMessage.class); true; said = bob.hear(UrMessage.class)) {
            if (said instanceof UrMessage.Learn learn) {
                return learn.ref();
            }
        }
    }

    @Test
    void nothingIsDeliveredAfterRevokeHasReturned() throws IOException {
        Missions.Draft hello = alice.missions().define(Greeter.MISSION).allow(Greeter.NAME, Greeter.Note.class);
        long[] nanos = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            Chain grant = hello.grant(BOB.nodeId());
            long before = delivered();
            CompletableFuture<Void> flood = flood(learned());
            await().pollInterval(Duration.ofMillis(1)).until(() -> delivered() > before);
            long begun = System.nanoTime();
            alice.missions().revoke(new Revoking.OfGrant(grant.id()));
            long after = delivered();
            nanos[i] = System.nanoTime() - begun;
            flood.join();
            assertThat(delivered()).as("delivered after revocation %d", i).isEqualTo(after);
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%d revocations under load held after p50 %d µs, p99 %d µs, max %d µs%n",
                TIMES, nanos[TIMES / 2] / 1_000, nanos[TIMES * 99 / 100] / 1_000, nanos[TIMES - 1] / 1_000);
    }
}
