package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Holder;
import io.comity.mission.Presentation;
import io.comity.mission.Reason;
import io.comity.mission.SignedGrant;
import io.comity.transport.Address;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A hundred to whom Bob passed on what he holds of Alice, and who send as fast as they are answered. */
final class Carols implements AutoCloseable {
    static final KeyHolder BOB = key(0);

    private static final int CAROLS = 100;
    private static final int THREADS = 4;
    private static final int CASTS_A_RECORD = 20;
    private static final long NO_SUCH_REF = 99_999;
    private static final byte[] NOTE = RawPeer.body(Greeter.Command.class, new Greeter.Note("x"), 0);

    private final List<RawPeer> peers = new ArrayList<>();
    private final List<byte[]> rounds = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private long lastRoundNanos;
    private long unusedNanos;

    /** Connected with Alice, and each let in by her own link of {@code bobs} chain. */
    Carols(Address at, NodeId alice, Chain bobs) throws IOException {
        for (int i = 1; i <= CAROLS; i++) {
            rounds.add(round(connect(i, at, alice, bobs)));
        }
    }

    private static KeyHolder key(int number) {
        return MemoryKeyHolder.fromSeed(
                ByteBuffer.allocate(32).putInt(1_000 + number).array());
    }

    /** One that has presented what Bob passed on, and knows the greeter by what is returned. */
    private long connect(int number, Address at, NodeId alice, Chain bobs) throws IOException {
        KeyHolder key = key(number);
        byte[] salt = ByteBuffer.allocate(SignedGrant.SALT_BYTES).putInt(number).array();
        Chain hers = bobs.extend(BOB, Holder.node(key.nodeId()), Caveats.NONE, Bytes.of(salt), Instant.now());
        RawPeer carol = RawPeer.of(at, alice, key);
        peers.add(carol);
        carol.hear(UrMessage.Ready.class);
        carol.say(
                new UrMessage.Ready(),
                new UrMessage.Present(1, Presentation.of(hers).encode()));
        UrMessage.Learn learn = carol.hear(UrMessage.Learn.class);
        carol.hear(UrMessage.Granted.class);
        return learn.ref();
    }

    /** Casts that are meant, and one that is refused in any case, to hear that all were looked at. */
    private static byte[] round(long ref) {
        CborWriter out = new CborWriter(1_024, 1 << 16);
        byte[] cast = RawPeer.castBytes(ref, 0, NOTE);
        for (int i = 0; i < CASTS_A_RECORD; i++) {
            out.encoded(cast, 0, cast.length);
        }
        byte[] last = RawPeer.castBytes(NO_SUCH_REF, 0, NOTE);
        return out.encoded(last, 0, last.length).toByteArray();
    }

    /** All of them, for so long; how many casts were throttled comes in parts, when it is over. */
    List<Future<Long>> flood(Duration duration) {
        long begun = System.nanoTime();
        lastRoundNanos = begun;
        List<Future<Long>> floods = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            floods.add(threads.submit(flooder(i, begun + duration.toNanos())));
        }
        return floods;
    }

    /** Every {@link #THREADS}th Carol, until it is over; how many casts were throttled. */
    private Callable<Long> flooder(int first, long untilNanos) {
        return () -> {
            long throttled = 0;
            while (System.nanoTime() - untilNanos < 0) {
                for (int i = first; i < CAROLS; i += THREADS) {
                    throttled += flood(peers.get(i), rounds.get(i));
                    noteRound(System.nanoTime());
                }
            }
            return throttled;
        };
    }

    private static long flood(RawPeer carol, byte[] round) throws IOException {
        carol.record(round);
        for (long throttled = 0; true; throttled++) {
            UrMessage.Refuse refuse = carol.hear(UrMessage.Refuse.class);
            if (refuse.ref() == NO_SUCH_REF) {
                return throttled;
            }
            assertThat(refuse.reason()).isEqualTo(Reason.THROTTLED.code());
        }
    }

    /** A bucket that has been full since a second ago takes no more: what it would let in while the machine pauses longer is lost. */
    private synchronized void noteRound(long nowNanos) {
        unusedNanos +=
                Math.max(0, nowNanos - lastRoundNanos - Duration.ofSeconds(1).toNanos());
        lastRoundNanos = nowNanos;
    }

    synchronized double unusedSeconds() {
        return unusedNanos / 1e9;
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (RawPeer carol : peers) {
            carol.close();
        }
    }
}
