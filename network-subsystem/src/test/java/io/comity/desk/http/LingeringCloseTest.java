package io.comity.desk.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

/** Exactly how much a refused caller may still say. Over a socket nobody knows how much of it has been read. */
final class LingeringCloseTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new LingeringClose());

    @Test
    void maySayAsMuchAsTheBound() {
        say(LingeringClose.MAX_BYTES - 1);
        say(1);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void isCutOffAtOneByteMore() {
        say(LingeringClose.MAX_BYTES);
        say(1);
        assertThat(channel.isOpen()).isFalse();
    }

    private void say(int bytes) {
        assertThat(channel.writeInbound(Unpooled.buffer(bytes).writeZero(bytes)))
                .as("anything is passed on")
                .isFalse();
    }
}
