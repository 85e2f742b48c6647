package io.comity.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.quic.Quic;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AddressTokensTest {
    private static final InetSocketAddress ALICE = new InetSocketAddress("192.0.2.1", 4711);
    private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};

    private long now = 1_000;
    private final AddressTokens tokens = new AddressTokens(new SecureRandom(), () -> now);

    private ByteBuf token(byte[] id) {
        ByteBuf token = Unpooled.buffer();
        assertThat(tokens.writeToken(token, Unpooled.wrappedBuffer(id), ALICE)).isTrue();
        return token;
    }

    private boolean isGood(ByteBuf token, InetSocketAddress address) {
        return tokens.validateToken(token, address) >= 0;
    }

    @Test
    void aTokenIsGoodForItsAddressAndHoldsTheId() {
        for (int length = 0; length <= Quic.MAX_CONN_ID_LEN; length++) {
            byte[] id = new byte[length];
            ByteBuf token = token(id);
            assertThat(token.readableBytes()).isLessThanOrEqualTo(tokens.maxTokenLength());
            int offset = tokens.validateToken(token, ALICE);
            assertThat(token.slice(offset, token.readableBytes() - offset)).isEqualTo(Unpooled.wrappedBuffer(id));
        }
    }

    @Test
    void aTokenIsOfNoUseToAnotherAddressOrPort() {
        assertThat(isGood(token(ID), new InetSocketAddress("192.0.2.2", 4711))).isFalse();
        assertThat(isGood(token(ID), new InetSocketAddress("192.0.2.1", 4712))).isFalse();
        assertThat(isGood(token(ID), new InetSocketAddress("2001:db8::1", 4711)))
                .isFalse();
    }

    @Test
    void aTokenLivesAsLongAsItShouldAndNotAnInstantMore() {
        ByteBuf token = token(ID);
        now += AddressTokens.LIFE.minus(Duration.ofNanos(1)).toNanos();
        assertThat(isGood(token, ALICE)).isTrue();
        now++;
        assertThat(isGood(token, ALICE)).isFalse();
    }

    @Test
    void aTokenOfWhichAnyBitIsAlteredIsNone() {
        ByteBuf token = token(ID);
        for (int bit = 0; bit < token.readableBytes() * 8; bit++) {
            ByteBuf altered = token.copy();
            altered.setByte(bit / 8, altered.getByte(bit / 8) ^ 1 << bit % 8);
            assertThat(isGood(altered, ALICE)).isFalse();
        }
    }

    @Test
    void bytesOfAnyOtherLengthAreNoToken() {
        ByteBuf token = token(ID);
        for (int length = 0; length < token.readableBytes(); length++) {
            assertThat(isGood(token.slice(0, length), ALICE)).isFalse();
        }
        assertThat(isGood(Unpooled.wrappedBuffer(token, Unpooled.wrappedBuffer(new byte[100])), ALICE))
                .isFalse();
    }

    @Test
    void theTokenOfAnotherListenerIsNone() {
        AddressTokens other = new AddressTokens(new SecureRandom(), () -> now);
        assertThat(other.validateToken(token(ID), ALICE)).isNegative();
    }
}
