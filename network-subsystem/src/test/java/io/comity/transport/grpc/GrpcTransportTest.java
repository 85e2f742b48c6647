package io.comity.transport.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.comity.transport.FrameLog;
import io.comity.transport.Transport;
import io.comity.transport.TransportContractTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class GrpcTransportTest extends TransportContractTest {
    private static final String HOST = "127.0.0.1";
    private static final int MAX_CONNECTIONS = 96;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final AtomicInteger turnedAway = new AtomicInteger();

    private GrpcTransport at(String host, int port, Duration patience) {
        return new GrpcTransport(
                new GrpcTransport.Settings(host, host, port, patience, MAX_CONNECTIONS, 128 << 10, 1),
                null,
                turnedAway::incrementAndGet);
    }

    @Override
    protected Transport make() {
        return at(HOST, 0, Duration.ofSeconds(5));
    }

    @Test
    void aPortInUseFailsWithItsCureInOneLine() {
        GrpcTransport second = at(HOST, address.port(), Duration.ofSeconds(5));
        assertThatThrownBy(() -> second.listen(wire -> {}).toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .hasMessageStartingWith("cannot listen on " + HOST + ":" + address.port())
                .hasMessageEndingWith("free the port or set comity.grpc.port to another, 0 for any")
                .hasMessageNotContaining("\n");
        second.close().toCompletableFuture().join();
    }

    @Test
    void aHostThatIsNotOfThisMachineFailsInOneLine() {
        GrpcTransport elsewhere = at("no.such.host.invalid", 0, Duration.ofSeconds(5));
        assertThatThrownBy(
                        () -> elsewhere.listen(wire -> {}).toCompletableFuture().join())
                .cause()
                .hasMessageStartingWith("cannot listen on no.such.host.invalid:0 (no host has this name)")
                .hasMessageNotContainingAny("null", "\n");
        elsewhere.close().toCompletableFuture().join();
    }

    /** No address may have all connections. */
    private Socket from(int host) throws IOException {
        return new Socket(HOST, address.port(), InetAddress.getByName("127.0.0." + host), 0);
    }

    @Test
    void theLastConnectionAllowedIsServedAndTheNextClosedUnread() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < MAX_CONNECTIONS - 1; i++) {
                crowd.add(from(2 + i % 8));
            }
            Ends last = connect();
            Socket tooMany = from(99);
            crowd.add(tooMany);
            tooMany.setSoTimeout(10_000);
            assertThat(readAll(tooMany)).isEmpty();
            assertThat(turnedAway).hasValue(1);
            FrameLog far = FrameLog.of(last.far());
            last.near().send(new byte[] {1});
            last.far().next();
            assertThat(far.awaitFrame()).containsExactly(1);
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    @Test
    void aConnectionThatBeginsNoCallIsClosedInTime() throws Exception {
        GrpcTransport impatient = at(HOST, 0, Duration.ofMillis(300));
        int port = impatient.listen(wire -> {}).toCompletableFuture().join().port();
        try (Socket silent = new Socket(HOST, port);
                Socket polite = new Socket(HOST, port)) {
            polite.getOutputStream().write(PREFACE);
            silent.setSoTimeout(10_000);
            polite.setSoTimeout(10_000);
            assertThat(readAll(silent)).isEmpty();
            assertThat(readAll(polite)).isEmpty();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(turnedAway).hasValue(2));
        } finally {
            impatient.close().toCompletableFuture().join();
        }
    }

    /** A preface, the settings that must follow it, and a call of a method that does not exist, in the fewest bytes. */
    private static byte[] shortestCall() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        said.writeBytes(PREFACE);
        said.writeBytes(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
        said.writeBytes(new byte[] {0, 0, 38, 1, 5, 0, 0, 0, 1});
        said.writeBytes(new byte[] {(byte) 0x83, (byte) 0x86, 4, 2, '/', 'a', 0x0f, 0x10, 16});
        said.writeBytes("application/grpc".getBytes(StandardCharsets.US_ASCII));
        said.writeBytes(new byte[] {0, 2, 't', 'e', 8});
        said.writeBytes("trailers".getBytes(StandardCharsets.US_ASCII));
        return said.toByteArray();
    }

    @Test
    void nobodyHearsMoreThanItSaid() throws Exception {
        GrpcTransport impatient = at(HOST, 0, Duration.ofMillis(500));
        int port = impatient.listen(wire -> {}).toCompletableFuture().join().port();
        byte[] call = shortestCall();
        try {
            assertThat(answerTo(port, new byte[0])).isEmpty();
            assertThat(answerTo(port, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                    .isEmpty();
            assertThat(answerTo(port, PREFACE)).isEmpty();
            assertThat(answerTo(port, Arrays.copyOf(call, PREFACE.length + 9)))
                    .as("its settings")
                    .hasSizeBetween(9, PREFACE.length + 9);
            assertThat(answerTo(port, call)).hasSizeBetween(9, call.length);
        } finally {
            impatient.close().toCompletableFuture().join();
        }
    }

    private static byte[] answerTo(int port, byte[] said) throws IOException {
        try (Socket socket = new Socket(HOST, port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(said);
            return readAll(socket);
        }
    }

    private static byte[] readAll(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        try {
            return in.readAllBytes();
        } catch (java.net.SocketException reset) {
            return new byte[0];
        }
    }
}
