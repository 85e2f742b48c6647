package io.comity.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.transport.Address;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteTest {
    private static final int SILENCE_MILLIS = 200;

    private ServerSocket node;
    private Route route;

    @BeforeEach
    void open() throws IOException {
        node = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        route = Route.to(new Address("tcp", "127.0.0.1", node.getLocalPort()));
    }

    @AfterEach
    void close() throws IOException {
        route.close();
        node.close();
    }

    @Test
    void passesOnInBothDirectionsAndTheEndOfEachByItself() throws IOException {
        try (Socket dialler = dial();
                Socket accepted = node.accept()) {
            dialler.getOutputStream().write(1);
            assertThat(accepted.getInputStream().read()).isEqualTo(1);
            dialler.shutdownOutput();
            assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            accepted.getOutputStream().write(2);
            assertThat(dialler.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void endsOneDirectionAndLeavesTheOther() throws IOException {
        try (Socket dialler = dial();
                Socket accepted = node.accept()) {
            passes(dialler, accepted);
            route.cut(pipe -> pipe.endOneWay(true));
            assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            dialler.getOutputStream().write(3);
            passes(accepted, dialler);
        }
    }

    @Test
    void resetsBothEnds() throws IOException {
        try (Socket dialler = dial();
                Socket accepted = node.accept()) {
            passes(dialler, accepted);
            route.reset();
            assertThatThrownBy(() -> dialler.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void refusesUntilItIsOpenAgain() throws IOException {
        route.refuse();
        assertThatThrownBy(this::dial).isInstanceOf(ConnectException.class);
        route.open();
        try (Socket dialler = dial();
                Socket accepted = node.accept()) {
            passes(dialler, accepted);
        }
    }

    @Test
    void swallowsUntilItIsOpenAgainAndResetsWhatItSwallowed() throws IOException {
        try (Socket dialler = dial();
                Socket accepted = node.accept()) {
            passes(dialler, accepted);
            route.swallow();
            dialler.getOutputStream().write(1);
            accepted.setSoTimeout(SILENCE_MILLIS);
            assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            route.open();
            assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        try (Socket dialler = dial();
                Socket accepted = node.accept()) {
            passes(dialler, accepted);
        }
    }

    private Socket dial() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), route.address().port());
    }

    private static void passes(Socket from, Socket to) throws IOException {
        from.getOutputStream().write(7);
        assertThat(to.getInputStream().read()).isEqualTo(7);
    }
}
