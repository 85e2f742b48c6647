package io.comity.transport.artery;

import static org.awaitility.Awaitility.await;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.comity.transport.artery.guard.FrameGuard;
import io.comity.transport.artery.guard.HostileFrames;
import io.comity.transport.artery.guard.SharedDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/** Says over Aeron, by a driver of its own, what others say over a connection: each frame is an envelope. */
final class Datagrams implements AutoCloseable {
    private static final int PRELUDE_BYTES = 5;
    private static final int MAX_ENVELOPE = 100_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SharedDriver driver = SharedDriver.launch(SharedDriver.home(), refused -> {});
    private final Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.folder()));
    private final Map<String, ExclusivePublication> publications = new HashMap<>();

    Datagrams() throws IOException {}

    /** Nobody, until it is introduced. */
    Line to(TestNode victim) {
        return new Line() {
            @Override
            public void say(byte[] bytes) {
                int stream = bytes.length < PRELUDE_BYTES ? FrameGuard.DATA : bytes[PRELUDE_BYTES - 1];
                publish(victim, stream, envelopes(bytes));
            }

            @Override
            public void awaitCut() {}

            @Override
            public void close() {}
        };
    }

    Line introduced(Mallory mallory, TestNode victim) {
        Line line = to(victim);
        publish(
                victim,
                FrameGuard.CONTROL,
                envelopes(HostileFrames.stream(FrameGuard.CONTROL, mallory.greeting(victim, mallory.nowhere))));
        await().atMost(PATIENCE)
                .until(() -> victim.transport
                        .current()
                        .orElseThrow()
                        .peers()
                        .incarnation(mallory.uid)
                        .isPresent());
        return line;
    }

    @Override
    public void close() {
        aeron.close();
        driver.close();
    }

    /** What Aeron does not take, because the victim's guard took nothing, cannot be said; who expects a refusal looks for it. */
    private void publish(TestNode victim, int stream, List<byte[]> envelopes) {
        String channel = "aeron:udp?endpoint=" + victim.address.host() + ":" + victim.address.port();
        ExclusivePublication publication =
                publications.computeIfAbsent(channel + stream, any -> aeron.addExclusivePublication(channel, stream));
        if (stream != FrameGuard.CONTROL && stream != FrameGuard.DATA) {
            return;
        }
        for (byte[] envelope : envelopes) {
            UnsafeBuffer content = new UnsafeBuffer(envelope);
            await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(() -> publication.offer(content) > 0);
        }
    }

    /** The frames behind the prelude; the first that is none is sent as it is, with all that follows. */
    private static List<byte[]> envelopes(byte[] bytes) {
        List<byte[]> envelopes = new ArrayList<>();
        int start = Math.min(PRELUDE_BYTES, bytes.length - 1);
        ByteBuffer rest = ByteBuffer.wrap(bytes, start, bytes.length - start).order(ByteOrder.LITTLE_ENDIAN);
        while (rest.hasRemaining()) {
            int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt(rest.position());
            boolean sound = length > 0 && length <= rest.remaining() - Integer.BYTES;
            if (sound) {
                rest.getInt();
            }
            byte[] envelope = new byte[sound ? length : Math.min(rest.remaining(), MAX_ENVELOPE)];
            rest.get(envelope);
            envelopes.add(envelope);
            if (!sound) {
                break;
            }
        }
        return envelopes;
    }
}
