package io.comity.transport.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.wire.CoseSign1;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Unary calls at and beyond their bounds, before anybody looks at what they mean. */
final class HostileGrpcTest {
    private final AtomicInteger taken = new AtomicInteger();
    private GrpcTransport transport;
    private CallClient client;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 64;

    private static GrpcTransport with(Calls calls) {
        return with(calls, PATIENCE);
    }

    private static GrpcTransport with(Calls calls, Duration patience) {
        return new GrpcTransport(
                new GrpcTransport.Settings("127.0.0.1", "127.0.0.1", 0, patience, CONNECTIONS, 128 << 10, 1),
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

    /** Its connection, with a call on it, would never be closed for being idle. */
    @Test
    void whoeverBeginsACallAndSaysNothingIsSentAway() throws InterruptedException {
        GrpcTransport impatient =
                with((message, reply, answer) -> answer.message().accept(message), PATIENCE.dividedBy(10));
        try (CallClient other = clientOf(impatient)) {
            assertThat(other.begin(Methods.CALL).said().join().status().getCode())
                    .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(other.send(new byte[] {7}, true).join().message()).isEqualTo(new byte[] {7});
        } finally {
            impatient.close().toCompletableFuture().join();
        }
    }

    /** Each may begin 32 calls, and gRPC keeps what came of each until it is whole. */
    @Test
    void aStrangersUnfinishedCallsKeepAsMuchAsTheyMayAndNoMore() throws InterruptedException {
        GrpcTransport doubtful =
                with((message, reply, answer) -> answer.refusal().accept(Status.Code.UNAUTHENTICATED));
        byte[] largest = new byte[CoseSign1.MAX_OBJECT_BYTES];
        try (CallClient stranger = clientOf(doubtful)) {
            for (int i = 0; i < 20; i++) {
                CallClient.Begun first = stranger.begin(Methods.CALL, largest);
                CallClient.Begun second = stranger.begin(Methods.CALL, largest);
                assertThat(first.end().status().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
                assertThat(second.end().status().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            }
            CallClient.Begun first = stranger.begin(Methods.CALL, largest);
            for (int i = 0; i < 3; i++) {
                stranger.begin(Methods.CALL, largest);
            }
            assertThat(first.said().join().status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        } finally {
            doubtful.close().toCompletableFuture().join();
        }
    }

    @Test
    void aQuarterOfTheConnectionsIsOfOneAddressAndNotOneMore() throws Exception {
        GrpcTransport patient = with((message, reply, answer) -> {}, Duration.ofMinutes(1));
        int port = patient.listen(wire -> {}).toCompletableFuture().join().port();
        List<Socket> inside = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS / 4; i++) {
                inside.add(new Socket("127.0.0.1", port));
            }
            try (Socket oneMore = new Socket("127.0.0.1", port)) {
                assertThat(isClosed(oneMore)).isTrue();
            }
            try (Socket other = new Socket("127.0.0.1", port, InetAddress.getByName("127.0.0.2"), 0)) {
                assertThat(isClosed(other)).isFalse();
            }
            assertThat(isClosed(inside.get(0))).isFalse();
        } finally {
            for (Socket socket : inside) {
                socket.close();
            }
            patient.close().toCompletableFuture().join();
        }
    }

    /** Whether nothing but the end comes of it in half a second. */
    private static boolean isClosed(Socket socket) throws IOException {
        socket.setSoTimeout(500);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
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
