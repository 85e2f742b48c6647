package io.comity.transport.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

final class CreditTest {
    private final EmbeddedChannel connection = new EmbeddedChannel(new Credit());

    private void says(int bytes) {
        connection.writeOneInbound(Unpooled.wrappedBuffer(new byte[bytes]));
    }

    private void answers(int bytes) {
        connection.writeAndFlush(Unpooled.wrappedBuffer(new byte[bytes]));
    }

    @Test
    void nothingIsHeardBeforeAsMuchWasSaid() {
        answers(40);
        says(39);
        assertThat(connection.outboundMessages()).isEmpty();
        says(1);
        assertThat(connection.outboundMessages()).hasSize(1);
    }

    private void finishes(int bytes) {
        Credit.finished(connection, bytes);
        connection.runPendingTasks();
    }

    @Test
    void soMuchIsSaidOfCallsThatAreNotWholeAndOneByteMoreEndsTheConnection() {
        says(Credit.MAX_UNFINISHED_BYTES);
        assertThat(connection.isOpen()).isTrue();
        finishes(1_000);
        says(1_000);
        assertThat(connection.isOpen()).isTrue();
        says(1);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whoFinishesMoreThanItSaidHasNothingInAdvance() {
        says(10);
        finishes(1_000);
        says(Credit.MAX_UNFINISHED_BYTES);
        assertThat(connection.isOpen()).isTrue();
        says(1);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void soManyAnswersWaitAndTheNextEndsTheConnection() {
        for (int i = 0; i < Credit.MAX_WAITING; i++) {
            answers(1);
        }
        assertThat(connection.isOpen()).isTrue();
        answers(1);
        assertThat(connection.isOpen()).isFalse();
        assertThat(connection.outboundMessages()).isEmpty();
    }

    @Test
    void whoHasProvenAKeyHearsEverythingAndIsCountedNoLonger() {
        answers(10);
        Credit.lift(connection);
        Credit.lift(connection);
        connection.runPendingTasks();
        answers(20);
        assertThat(connection.outboundMessages()).hasSize(2);
        assertThat(connection.pipeline().get(Credit.class)).isNull();
    }
}
