package io.comity.desk.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

final class TallyTest {
    @Test
    void aRefusalIsForThoseWhoHaveSaidAsMuch() {
        Tally tally = new Tally();
        EmbeddedChannel connection = new EmbeddedChannel(tally);
        connection.writeInbound(Unpooled.wrappedBuffer(new byte[Answers.MAX_REFUSAL_BYTES - 1]));
        assertThat(tally.isWorthARefusal()).isFalse();
        connection.writeInbound(Unpooled.wrappedBuffer(new byte[1]));
        assertThat(tally.isWorthARefusal()).isTrue();
    }
}
