package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.javadsl.Behaviors;
import io.comity.mission.Reason;
import io.comity.reference.Backlog;
import io.comity.transport.Wire;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A peer who may send to an engine as much as she likes, and an engine that does not keep up. */
final class StuckEngineTest extends WithMallory {
    private static final String CLERK = "clerk";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Less than her link rests while what she said grows from much to too much. */
    private static final Duration RESTS = Duration.ofSeconds(1);

    private final CountDownLatch turn = new CountDownLatch(1);
    private final AtomicInteger dealtWith = new AtomicInteger();

    private long clerk() throws IOException {
        mallory.hear(UrMessage.Ready.class);
        town.alice()
                .spawn(
                        CLERK,
                        Greeter.Command.class,
                        Behaviors.setup(context -> Behaviors.receiveMessage(message -> {
                            turn.await();
                            dealtWith.incrementAndGet();
                            return Behaviors.same();
                        })));
        town.alice().missions().define(CLERK).allow(CLERK, Greeter.Note.class).grant(key.nodeId());
        return mallory.hear(UrMessage.Learn.class).ref();
    }

    /** As many casts as a record holds. */
    private byte[] casts(long ref) {
        CborWriter out = new CborWriter(Wire.MAX_RECORD_BYTES, Wire.MAX_RECORD_BYTES);
        byte[] cast = RawPeer.castBytes(ref, 0, NOTE);
        for (int room = Wire.MAX_RECORD_BYTES - 100; room > cast.length; room -= cast.length) {
            out.encoded(cast, 0, cast.length);
        }
        return out.toByteArray();
    }

    @Test
    void asMuchWaitsForItAsMayAndNotOneMessageMoreAndWhatWaitedIsDealtWith() throws IOException {
        long clerk = clerk();
        byte[] casts = casts(clerk);
        long begun = System.nanoTime();
        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
            while (town.count("refused.overloaded") == 0) {
                say(casts);
            }
        });
        await().atMost(PATIENCE).until(() -> town.count("refused.overloaded") > 0);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(RESTS);
        assertThat(town.deliveredOfOthers()).isEqualTo(Backlog.MAX_MESSAGES);
        town.bobIsServed();
        assertThat(refused(clerk)).isEqualTo(Reason.OVERLOADED);
        turn.countDown();
        flood.join();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(dealtWith.get())
                        .isGreaterThanOrEqualTo(Backlog.MAX_MESSAGES)
                        .isEqualTo((int) town.deliveredOfOthers()));
        town.bobIsServed();
    }

    private void say(byte[] casts) {
        try {
            mallory.record(casts);
        } catch (IOException ended) {
            throw new AssertionError(ended);
        }
    }
}
