package io.comity.transport.artery.guard;

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import io.aeron.protocol.DataHeaderFlyweight;
import io.aeron.protocol.RttMeasurementFlyweight;
import io.aeron.protocol.SetupFlyweight;
import io.comity.artery.Refusal;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Looks at datagrams before Aeron does. Aeron makes buffers for whoever asks, as large as is asked for; so only the two
 * streams of ours pass, terms no longer than ours, and no more sessions than {@link Sessions} allows. Source addresses can be
 * forged: this bounds memory, and proves nobody. On the driver's thread.
 */
final class DatagramGuard extends ReceiveChannelEndpoint {
    private final Sessions sessions = new Sessions(System::nanoTime);
    private final Consumer<Refusal> refused;

    DatagramGuard(
            UdpChannel channel,
            DataPacketDispatcher dispatcher,
            AtomicCounter status,
            MediaDriver.Context context,
            Consumer<Refusal> refused) {
        super(channel, dispatcher, status, context);
        this.refused = refused;
    }

    @Override
    public void onSetupMessage(
            SetupFlyweight header, UnsafeBuffer buffer, int length, InetSocketAddress source, int transport) {
        boolean sound = isOurs(header.streamId()) && header.termLength() <= SharedDriver.TERM_BYTES;
        if (passes(sound, header.sessionId(), header.streamId(), source)) {
            super.onSetupMessage(header, buffer, length, source, transport);
        }
    }

    @Override
    public int onDataPacket(
            DataHeaderFlyweight header, UnsafeBuffer buffer, int length, InetSocketAddress source, int transport) {
        return passes(isOurs(header.streamId()), header.sessionId(), header.streamId(), source)
                ? super.onDataPacket(header, buffer, length, source, transport)
                : 0;
    }

    @Override
    public void onRttMeasurement(
            RttMeasurementFlyweight header, UnsafeBuffer buffer, int length, InetSocketAddress source, int transport) {
        if (passes(isOurs(header.streamId()), header.sessionId(), header.streamId(), source)) {
            super.onRttMeasurement(header, buffer, length, source, transport);
        }
    }

    private boolean passes(boolean sound, int session, int stream, InetSocketAddress source) {
        Optional<Refusal> refusal =
                sound ? sessions.admit(session, stream, source.getAddress()) : Optional.of(Refusal.FRAMING);
        refusal.ifPresent(refused);
        return refusal.isEmpty();
    }

    private static boolean isOurs(int stream) {
        return stream == FrameGuard.CONTROL || stream == FrameGuard.DATA;
    }
}
