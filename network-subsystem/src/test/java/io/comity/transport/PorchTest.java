package io.comity.transport;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PorchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Doorkeeper.Settings TWO_GUESTS = new Doorkeeper.Settings(2, 2, 2, PATIENCE, 10);

    private final TestInbox<TransportProtocol.Command> porter = TestInbox.create();
    private final Porch porch = new Porch(TWO_GUESTS, PATIENCE, 0);

    private static final class StillWire implements Wire {
        @Override
        public void open(FrameReceiver receiver) {}

        @Override
        public void next() {}

        @Override
        public void send(byte[] frame) {}

        @Override
        public void attach(LinkPort port) {}

        @Override
        public void wake() {}

        @Override
        public void close() {}

        @Override
        public String remote() {
            return "nobody";
        }
    }

    private static final class Ear implements FrameReceiver {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void frame(byte[] frame) {
            heard.add("frame");
        }

        @Override
        public void refused(String cause) {
            heard.add("refused");
        }

        @Override
        public void closed(String cause) {
            heard.add("closed");
        }
    }

    private Doorstep arrives(long at) {
        return new Doorstep(new StillWire(), at, porter.getRef());
    }

    @Test
    void whoeverIsSilentIsOverdueWhenPatienceEndsAndNotBefore() {
        Doorstep first = arrives(0);
        Doorstep second = arrives(10);
        assertThat(porch.admits(first, 0)).isTrue();
        assertThat(porch.admits(second, 10)).isTrue();
        assertThat(porch.admits(arrives(10), 10)).isFalse();
        assertThat(porch.overdue(PATIENCE.toNanos() - 1)).isEmpty();
        assertThat(porch.overdue(PATIENCE.toNanos())).containsExactly(first.wire());
        assertThat(porch.silent()).isEqualTo(1);
        assertThat(porch.breaksSilence(second.wire())).isSameAs(second);
        assertThat(porch.breaksSilence(second.wire())).isNull();
        assertThat(porch.overdue(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void aGuestIsCountedUntilItGoesOrIsKnownAndOnlyOnce() {
        Doorstep first = arrives(0);
        porch.admits(first, 0);
        porch.admits(arrives(0), 0);
        porch.knows(first.wire(), 0);
        porch.knows(first.wire(), 0);
        porch.left(first.wire(), 0);
        assertThat(porch.admits(arrives(0), 0)).isTrue();
        assertThat(porch.admits(arrives(0), 0)).isFalse();
    }

    @Test
    void whoeverEntersHearsThatTheWireHadEnded() {
        Doorstep doorstep = arrives(0);
        doorstep.frame(new byte[1]);
        doorstep.refused("because");
        doorstep.closed("because");
        assertThat(porter.getAllReceived())
                .extracting(Object::getClass)
                .extracting(Class::getSimpleName)
                .containsExactly("Spoke", "Fell");
        Ear ear = new Ear();
        doorstep.enter(ear);
        assertThat(ear.heard).containsExactly("closed");
    }

    @Test
    void whoeverHasEnteredHearsTheWireAndNobodyElseDoes() {
        Doorstep doorstep = arrives(0);
        Ear ear = new Ear();
        doorstep.enter(ear);
        doorstep.frame(new byte[1]);
        doorstep.refused("because");
        doorstep.closed("because");
        assertThat(ear.heard).containsExactly("frame", "refused", "closed");
        assertThat(porter.hasMessages()).isFalse();
    }
}
