package io.comity.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.transport.FrameReceiver;
import io.comity.transport.LinkPort;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A wire on a channel whose event loop turns when the test says so. */
final class StreamWireTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final StreamWire wire = new StreamWire(channel, "somebody", Optional.empty());
    private final List<String> told = new ArrayList<>();

    private final FrameReceiver log = new FrameReceiver() {
        @Override
        public void frame(byte[] frame) {
            told.add("frame of " + frame.length);
        }

        @Override
        public void refused(String cause) {
            told.add("refused");
        }

        @Override
        public void closed(String cause) {
            told.add("closed");
        }
    };

    StreamWireTest() {
        channel.pipeline().addLast(wire);
    }

    private void turn() {
        channel.runPendingTasks();
    }

    @Test
    void theEndIsToldOnceWhenTheChannelClosesBeforeTheQueuedOpenRuns() {
        channel.eventLoop().execute(() -> {
            wire.open(log);
            // Closes at once and tells of it later, as a channel does when its peer is gone.
            channel.unsafe().close(channel.newPromise());
        });
        turn();
        assertThat(told).containsExactly("closed");
    }

    @Test
    void aFrameThatIsRefusedIsToldAsSuchBeforeTheEnd() {
        wire.open(log);
        wire.next();
        turn();
        channel.writeInbound(Unpooled.buffer().writeInt(0));
        turn();
        assertThat(told).containsExactly("refused", "closed");
    }

    @Test
    void afterItsOwnCloseNothingMoreIsReadAndTheBytesAreReleased() {
        List<Integer> opened = new ArrayList<>();
        wire.open(log);
        wire.attach(new LinkPort() {
            @Override
            public int seal(byte[] aad, int aadLength, byte[] out, int offset) {
                return 0;
            }

            @Override
            public boolean hasMore() {
                return false;
            }

            @Override
            public boolean open(byte[] aad, int aadLength, byte[] record, int offset, int length) {
                opened.add(length);
                return true;
            }
        });
        turn();
        channel.writeInbound(Unpooled.buffer().writeInt(3).writeZero(3));
        assertThat(opened).containsExactly(3);
        ByteBuf late = Unpooled.buffer().writeInt(3).writeZero(3);
        wire.close();
        channel.eventLoop().execute(() -> channel.pipeline().fireChannelRead(late.retain()));
        turn();
        assertThat(opened).containsExactly(3);
        assertThat(told).containsExactly("closed");
        assertThat(late.refCnt()).isEqualTo(1);
        late.release();
    }

    @Test
    void bytesThatWereReadAheadOfADemandAreReleasedWithTheWire() {
        ByteBuf early = Unpooled.buffer().writeInt(1).writeByte(1);
        wire.open(log);
        turn();
        channel.writeInbound(early.retain());
        channel.close();
        turn();
        assertThat(told).containsExactly("closed");
        assertThat(early.refCnt()).isEqualTo(1);
        early.release();
    }
}
