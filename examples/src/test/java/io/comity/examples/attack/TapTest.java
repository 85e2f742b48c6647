package io.comity.examples.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.transport.Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class TapTest {
    @Test
    void carriesBothWaysKeepsWhatGoesThereAndDamagesOnDemand() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Tap tap = Tap.on(new Address("tcp", "127.0.0.1", server.getLocalPort()));
                Socket client = new Socket("127.0.0.1", tap.address().port());
                Socket accepted = server.accept()) {
            client.getOutputStream().write("abc".getBytes(US_ASCII));
            assertThat(accepted.getInputStream().readNBytes(3)).isEqualTo("abc".getBytes(US_ASCII));
            accepted.getOutputStream().write("xyz".getBytes(US_ASCII));
            assertThat(client.getInputStream().readNBytes(3)).isEqualTo("xyz".getBytes(US_ASCII));

            tap.damageNext();
            client.getOutputStream().write("d".getBytes(US_ASCII));
            assertThat(accepted.getInputStream().readNBytes(1)).isEqualTo("e".getBytes(US_ASCII));
            assertThat(tap.recorded()).isEqualTo("abcd".getBytes(US_ASCII));
        }
    }

    @Test
    void cutsWhatIsConnectedAndConnectsAgain() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Tap tap = Tap.on(new Address("tcp", "127.0.0.1", server.getLocalPort()));
                Socket client = new Socket("127.0.0.1", tap.address().port());
                Socket accepted = server.accept()) {
            client.getOutputStream().write(1);
            assertThat(accepted.getInputStream().read()).isEqualTo(1);
            tap.cut();
            assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            try (Socket again = new Socket("127.0.0.1", tap.address().port());
                    Socket acceptedAgain = server.accept()) {
                again.getOutputStream().write(2);
                assertThat(acceptedAgain.getInputStream().read()).isEqualTo(2);
            }
        }
    }
}
