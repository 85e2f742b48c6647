package io.comity.transport.artery.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.artery.Refusal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private long now;
    private final Sessions sessions = new Sessions(() -> now);

    @Test
    void oneSourceHasAsManyAsItMayAndNotOneMore() throws UnknownHostException {
        for (int i = 0; i < Sessions.MAX_OF_SOURCE; i++) {
            assertThat(admit(i, 1)).isEmpty();
        }
        assertThat(admit(Sessions.MAX_OF_SOURCE, 1)).contains(Refusal.OVERLOADED);
        assertThat(admit(0, 1)).as("a session that is alive").isEmpty();
        assertThat(admit(0, 2)).as("another source").isEmpty();
    }

    @Test
    void allTogetherHaveAsManyAsTheyMayAndNotOneMore() throws UnknownHostException {
        for (int i = 0; i < Sessions.MAX; i++) {
            assertThat(admit(i, i / Sessions.MAX_OF_SOURCE)).isEmpty();
        }
        assertThat(admit(Sessions.MAX, 99)).contains(Refusal.OVERLOADED);
    }

    @Test
    void aSessionThatFellSilentMakesRoom() throws UnknownHostException {
        for (int i = 0; i < Sessions.MAX_OF_SOURCE; i++) {
            admit(i, 1);
        }
        now += Sessions.LIFE_NANOS;
        assertThat(admit(1_000, 1)).contains(Refusal.OVERLOADED);
        now += 1_000_000_000L;
        assertThat(admit(1_000, 1)).isEmpty();
    }

    private Optional<Refusal> admit(int session, int source) throws UnknownHostException {
        return sessions.admit(session, FrameGuard.DATA, InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) source}));
    }
}
