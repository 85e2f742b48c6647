package io.comity.transport.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.wire.CoseSign1;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Unary calls at and beyond their bounds, before anybody looks at what they mean. */
final class HostileGrpcTest {
    private final AtomicInteger taken = new AtomicInteger();
    private GrpcTransport transport;
    private CallClient client;

    private static GrpcTransport with(Calls calls) {
        return new GrpcTransport(
                new GrpcTransport.Settings("127.0.0.1", "127.0.0.1", 0, Duration.ofSeconds(5), 64, 128 << 10, 1),
                calls,
                () -> {});
    }

    @BeforeEach
    void listen() {
        transport = with((message, reply, answer) -> {
            taken.incrementAndGet();
            answer.message().accept(message);
        });
        client = clientOf(transport);
    }

    private static CallClient clientOf(GrpcTransport transport) {
        return new CallClient(
                "127.0.0.1",
                transport.listen(wire -> {}).toCompletableFuture().join().port());
    }

    @AfterEach
    void close() throws InterruptedException {
        client.close();
        transport.close().toCompletableFuture().join();
    }

    @Test
    void theLargestMessageIsTakenAndOneByteMoreIsNot() {
        byte[] largest = new byte[CoseSign1.MAX_OBJECT_BYTES];
        assertThat(client.send(largest, true).join().message()).isEqualTo(largest);
        CallClient.Said tooLong =
                client.send(new byte[CoseSign1.MAX_OBJECT_BYTES + 1], true).join();
        assertThat(tooLong.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(tooLong.status().getDescription()).isNull();
        assertThat(client.send(new byte[1 << 20], true).join().status().isOk()).isFalse();
        assertThat(taken).hasValue(1);
    }

    @Test
    void whatGrpcThinksOfStrangersIsNotLogged() {
        assertThat(ServerShape.isQuiet()).isTrue();
    }

    @Test
    void twoMessagesOrNoneAreNoCall() {
        assertThat(client.send(Methods.CALL, new byte[0][]).join().status().getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        MethodDescriptor<byte[], byte[]> streaming = Methods.CALL.toBuilder()
                .setType(MethodDescriptor.MethodType.CLIENT_STREAMING)
                .build();
        assertThat(client.send(streaming, new byte[1], new byte[1])
                        .join()
                        .status()
                        .isOk())
                .isFalse();
        assertThat(taken).hasValue(0);
    }

    @Test
    void whatIsNotOursIsAnsweredWithoutAWord() {
        MethodDescriptor<byte[], byte[]> reflection = Methods.CALL.toBuilder()
                .setFullMethodName("grpc.reflection.v1.ServerReflection/ServerReflectionInfo")
                .build();
        Status status = client.send(reflection, new byte[1]).join().status();
        assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(status.getDescription()).isNull();
    }

    @Test
    void whereCallsAreNotTakenTheirMethodsDoNotExist() throws InterruptedException {
        GrpcTransport linksOnly = new GrpcTransport(
                new GrpcTransport.Settings("127.0.0.1", "127.0.0.1", 0, Duration.ofSeconds(5), 64, 128 << 10, 1),
                null,
                () -> {});
        try (CallClient other = clientOf(linksOnly)) {
            assertThat(other.send(new byte[1], true).join().status().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        } finally {
            linksOnly.close().toCompletableFuture().join();
        }
    }
}
