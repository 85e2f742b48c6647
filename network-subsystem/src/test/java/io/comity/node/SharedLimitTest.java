package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Holder;
import io.comity.mission.Presentation;
import io.comity.mission.Reason;
import io.comity.mission.SignedGrant;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bob passes his 50 messages a second on to a hundred Carols, who all send as fast as they can; what is let in is Bob's 50 a
 * second. {@code -Dcomity.flood.seconds} says for how long.
 */
final class SharedLimitTest {
    private static final int CAROLS = 100;
    private static final int THREADS = 4;
    private static final int RATE = 50;
    private static final int CASTS_A_RECORD = 20;
    private static final long SECONDS = Long.getLong("comity.flood.seconds", 5);
    private static final long NO_SUCH_REF = 99_999;
    private static final byte[] NOTE = RawPeer.body(Greeter.Command.class, new Greeter.Note("x"), 0);
    private static final KeyHolder BOB = key(0);

    @TempDir
    Path home;

    private final AtomicLong notes = new AtomicLong();
    private long lastRoundNanos;
    private long unusedNanos;
    private final List<RawPeer> carols = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private Node alice;

    private static KeyHolder key(int number) {
        return MemoryKeyHolder.fromSeed(
                ByteBuffer.allocate(32).putInt(1_000 + number).array());
    }

    @BeforeEach
    void start() {
        alice = Neighbours.start(home, "alice", Map.of());
        alice.spawn(Greeter.NAME, Greeter.Command.class, Behaviors.receiveMessage(command -> {
            if (command instanceof Greeter.Note) {
                notes.incrementAndGet();
            } else if (command instanceof Greeter.Greet greet) {
                greet.replyTo().tell(new Greeter.Greeting("Hello, " + greet.name()));
            }
            return Behaviors.same();
        }));
    }

    @AfterEach
    void stop() throws IOException {
        threads.shutdownNow();
        for (RawPeer carol : carols) {
            carol.close();
        }
        alice.close();
    }

    /** One that has presented what Bob passed on, and knows the greeter by what is returned. */
    private long carol(int number, Chain bobs) throws IOException {
        KeyHolder key = key(number);
        byte[] salt = ByteBuffer.allocate(SignedGrant.SALT_BYTES).putInt(number).array();
        Chain hers = bobs.extend(BOB, Holder.node(key.nodeId()), Caveats.NONE, Bytes.of(salt), Instant.now());
        RawPeer carol = RawPeer.of(alice, key);
        carols.add(carol);
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

    /** Every {@link #THREADS}th Carol, until it is over; how many casts were throttled. */
    private Callable<Long> flooder(int first, List<byte[]> rounds, long untilNanos) {
        return () -> {
            long throttled = 0;
            while (System.nanoTime() - untilNanos < 0) {
                for (int i = first; i < CAROLS; i += THREADS) {
                    throttled += flood(carols.get(i), rounds.get(i));
                    noteRound(System.nanoTime());
                }
            }
            return throttled;
        };
    }

    /** A bucket that has been full since a second ago takes no more: what it would let in while the machine pauses longer is lost. */
    private synchronized void noteRound(long nowNanos) {
        unusedNanos +=
                Math.max(0, nowNanos - lastRoundNanos - Duration.ofSeconds(1).toNanos());
        lastRoundNanos = nowNanos;
    }

    private synchronized double unusedSeconds() {
        return unusedNanos / 1e9;
    }

    @Test
    void aHundredWhoShareALimitAreLetInAsOftenAsOne() throws Exception {
        Missions.Draft hello = alice.missions().define(Greeter.MISSION).allow(Greeter.NAME, Greeter.Note.class);
        Chain bobs = hello.grant(
                BOB.nodeId(), Caveats.NONE.rate(RATE, Duration.ofSeconds(1)).depth(1));
        List<byte[]> rounds = new ArrayList<>();
        for (int i = 0; i < CAROLS; i++) {
            rounds.add(round(carol(i + 1, bobs)));
        }
        try (Node dave = Neighbours.start(home, "dave", Map.of())) {
            ActorRef<Greeter.Command> greeter = friend(dave);
            long begun = System.nanoTime();
            lastRoundNanos = begun;
            List<Future<Long>> floods = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                floods.add(threads.submit(
                        flooder(i, rounds, begun + Duration.ofSeconds(SECONDS).toNanos())));
            }
            while (floods.stream().anyMatch(flood -> !flood.isDone())) {
                assertThat(Greeter.ask(dave, greeter, Neighbours.PATIENCE)).isEqualTo("Hello, you");
            }
            double passed = (System.nanoTime() - begun) / 1e9;
            long throttled = 0;
            for (Future<Long> flood : floods) {
                throttled += flood.get();
            }
            assertThat((double) notes.get())
                    .as("let in over %.2f s, while %d were throttled", passed, throttled)
                    .isLessThanOrEqualTo(RATE + RATE * passed)
                    .isGreaterThanOrEqualTo(0.98 * (RATE + RATE * (SECONDS - unusedSeconds())));
            assertThat(throttled).isGreaterThan(10 * notes.get());
        }
    }

    /** Somebody with a grant of their own, who is served all the while. */
    private ActorRef<Greeter.Command> friend(Node dave) {
        alice.missions()
                .define("greeting")
                .allow(Greeter.NAME, Greeter.Greet.class)
                .grant(dave.id());
        dave.meet(alice.id(), alice.addresses());
        ActorRef<Greeter.Command> greeter = dave.engine(alice.id(), Greeter.NAME, Greeter.Command.class);
        assertThat(Greeter.ask(dave, greeter, Neighbours.PATIENCE)).isEqualTo("Hello, you");
        return greeter;
    }
}
