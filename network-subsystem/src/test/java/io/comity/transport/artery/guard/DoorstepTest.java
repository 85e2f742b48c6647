package io.comity.transport.artery.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.artery.Handshake;
import io.comity.artery.Refusal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoorstepTest {
    private byte[] greeted = {};
    private final Doorstep doorstep = new Doorstep(caller());

    @Test
    void takesTheGreetingHoweverItIsCutAndLeavesTheRest() {
        byte[] prelude = Greeting.prelude(FrameGuard.CONTROL);
        byte[] bytes = Greeting.write(prelude, filled(300));
        for (byte b : bytes) {
            assertThat(doorstep.isDone()).isFalse();
            assertThat(doorstep.read(ByteBuffer.wrap(new byte[] {b}))).isEmpty();
        }
        assertThat(doorstep.isDone()).isTrue();
        assertThat(greeted).hasSize(305).startsWith(prelude).endsWith(filled(300));
        assertThat(doorstep.forArtery().toArray()).isEqualTo(prelude);
    }

    @Test
    void leavesWhatComesBehindTheGreeting() {
        ByteBuffer bytes = ByteBuffer.wrap(
                Arrays.copyOf(Greeting.write(Greeting.prelude(FrameGuard.DATA), filled(10)), 5 + 2 + 10 + 3));
        assertThat(doorstep.read(bytes)).isEmpty();
        assertThat(bytes.remaining()).isEqualTo(3);
    }

    @Test
    void takesTheLongestGreetingAndNotOneByteMore() {
        byte[] prelude = Greeting.prelude(FrameGuard.DATA);
        assertThat(doorstep.read(ByteBuffer.wrap(Greeting.write(prelude, filled(Handshake.MAX_BYTES)))))
                .isEmpty();
        assertThat(doorstep.isDone()).isTrue();
        refuses(Greeting.write(prelude, filled(Handshake.MAX_BYTES + 1)));
    }

    @Test
    void refusesWhatIsNoGreetingAsSoonAsItCanTell() {
        refuses(new byte[] {'G'});
        refuses(new byte[] {'A', 'K', 'K', 'B'});
        refuses(Greeting.prelude(3));
        refuses(new byte[] {'A', 'K', 'K', 'A', 2, 0, 0});
        refuses(new byte[] {'A', 'K', 'K', 'A', 2, (byte) 0xfc, -1, -1, -1});
    }

    private void refuses(byte[] bytes) {
        assertThat(new Doorstep(caller()).read(ByteBuffer.wrap(bytes))).contains(Refusal.FRAMING);
    }

    private Doorkeeper.Caller caller() {
        return new Doorkeeper.Caller() {
            @Override
            public Optional<Refusal> greeted(byte[] frame, int bodyAt) {
                greeted = frame;
                return Optional.empty();
            }

            @Override
            public long uid() {
                return 0;
            }

            @Override
            public void stream(int stream) {}

            @Override
            public void closed() {}
        };
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }
}
