package io.comity.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.transport.Address;
import io.comity.transport.SocketStranger;
import io.comity.transport.Stranger;
import io.comity.transport.StreamContractTest;
import io.comity.transport.Transport;
import io.comity.transport.Wire;
import io.comity.transport.stream.HostPlaces;
import io.comity.transport.stream.StreamSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TcpTransportTest extends StreamContractTest {
    private static final String HOST = "127.0.0.1";
    private static final NodeId NOBODY = new NodeId(Bytes.of(new byte[NodeId.SIZE_BYTES]));

    private static StreamSettings settings(String host, int port) {
        return new StreamSettings(host, port, Duration.ofSeconds(5), 1);
    }

    private static Transport at(String host, int port) {
        return TcpTransport.of(settings(host, port));
    }

    private static void awaitAnswer(CountDownLatch answer) {
        try {
            assertThat(answer.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected Transport make() {
        return at(HOST, 0);
    }

    @Override
    protected Stranger stranger() throws IOException {
        Socket socket = new Socket(HOST, address.port());
        return new SocketStranger(socket, socket);
    }

    @Test
    void aPortInUseFailsWithItsCureInOneLine() {
        Transport second = at(HOST, address.port());
        assertThatThrownBy(() -> second.listen(wire -> {}).toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .rootCause()
                .hasMessageStartingWith("cannot listen on " + HOST + ":" + address.port())
                .hasMessageEndingWith("free the port or set comity.tcp.port to another, 0 for any")
                .hasMessageNotContaining("\n");
        second.close().toCompletableFuture().join();
    }

    @Test
    void aHostThatIsNotOfThisMachineFailsInOneLine() {
        Transport elsewhere = at("no.such.host.invalid", 0);
        assertThatThrownBy(
                        () -> elsewhere.listen(wire -> {}).toCompletableFuture().join())
                .rootCause()
                .hasMessageStartingWith("cannot listen on no.such.host.invalid:0")
                .hasMessageNotContainingAny("null", "\n");
        elsewhere.close().toCompletableFuture().join();
    }

    @Test
    void thePortIsFreeWhenClosingIsDone() {
        listener.close().toCompletableFuture().join();
        assertThatCode(() -> bind(address.port())).doesNotThrowAnyException();
        Transport next = at(HOST, address.port());
        assertThat(next.listen(wire -> {}).toCompletableFuture().join()).isEqualTo(address);
        next.close().toCompletableFuture().join();
    }

    private static void bind(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(HOST, port));
        }
    }

    @Test
    void aNameServerThatDoesNotAnswerHoldsUpNobodyElse() {
        CountDownLatch answer = new CountDownLatch(1);
        StreamSettings settings = settings(HOST, 0);
        Transport patient = TcpTransport.of(settings, new HostPlaces(TcpTransport.NAME, settings, host -> {
            awaitAnswer(answer);
            throw new UnknownHostException(host);
        }));
        try {
            Address slowName = new Address("tcp", "slow.example", 9);
            CompletableFuture<Wire> slow = patient.dial(slowName, NOBODY).toCompletableFuture();
            assertThat(patient.listen(wire -> {}).toCompletableFuture().join().transport())
                    .isEqualTo("tcp");
            assertThat(slow).isNotDone();
            answer.countDown();
            assertThatThrownBy(slow::join).hasMessageContaining("no host has this name");
        } finally {
            patient.close().toCompletableFuture().join();
        }
    }
}
