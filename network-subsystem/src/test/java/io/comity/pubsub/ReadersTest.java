package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorIdentity;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.comity.filter.Filter;
import io.comity.identity.NodeId;
import io.comity.topic.Slot;
import io.comity.topic.WhenSlow;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is held for whoever hears what was said before. */
final class ReadersTest {
    private static final long ID = 1;
    private static final NodeId PUBLISHER = Owner.key(3).nodeId();

    private final ActorTestKit kit = ActorTestKit.create();
    private final Readers readers =
            new Readers(kit.createTestProbe(ActorIdentity.class).getRef());

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private void hold(int messages) {
        readers.hold(ID);
        IntStream.rangeClosed(1, messages)
                .forEach(i -> readers.tell(new Slot(PUBLISHER, 1, i), "String", new byte[] {0x60}, 0, 1, () -> "news"));
    }

    @Test
    void asManyAreHeldAsMayBeAndWithOneMoreAllComeWithALaterPage() {
        WhenSlow<Object> rule = new WhenSlow.Disconnect<>(2 * Readers.MAX_HELD);
        readers.add(ID, kit.createTestProbe(Object.class).getRef(), Filter.everything(), rule, why -> {});
        hold(Readers.MAX_HELD + 1);
        assertThat(readers.release(ID, new InOrder())).isEmpty();
        assertThat(readers.isHeld(ID)).isTrue();
        hold(Readers.MAX_HELD);
        assertThat(readers.release(ID, new InOrder())).isPresent();
        assertThat(readers.isHeld(ID)).isFalse();
    }
}
