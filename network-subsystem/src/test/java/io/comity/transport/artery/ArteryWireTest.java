package io.comity.transport.artery;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.javadsl.Adapter;
import io.comity.transport.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A wire whose packets Artery writes when the test says so. */
final class ArteryWireTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int HEADER_BYTES = 4;

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<Object> gateway = kit.createTestProbe();
    private final List<String> ended = new ArrayList<>();
    private final ArteryWire wire =
            new ArteryWire(2, "bob", Adapter.toClassic(gateway.getRef()), Runnable::run, gone -> ended.add("ended"));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private void send(int times) {
        for (int i = 0; i < times; i++) {
            wire.send(new byte[] {1});
        }
    }

    private void write() {
        gateway.expectMessageClass(Packet.class, SOON).write(new byte[64], HEADER_BYTES);
    }

    @Test
    void asManyFramesWaitAsMayAndOneMoreEndsTheWire() {
        send(ArteryWire.MAX_UNWRITTEN);
        write();
        send(1);
        assertThat(ended).isEmpty();
        send(1);
        assertThat(ended).containsExactly("ended");
        assertThat(wire.isOver()).isTrue();
    }

    @Test
    void aFrameIsAsLongAsItMayBeAndOneByteMoreEndsTheWire() {
        wire.send(new byte[Wire.MAX_RECORD_BYTES + 1]);
        assertThat(ended).isEmpty();
        wire.send(new byte[Wire.MAX_RECORD_BYTES + 2]);
        assertThat(ended).containsExactly("ended");
    }
}
