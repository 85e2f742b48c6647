package io.comity.desk;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.proxy.Permit;
import io.comity.reference.Backlog;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CallersTest {
    private final Callers callers = new Callers();
    private final Permit permit =
            new Permit("greeter", TestInbox.<String>create().getRef(), Protocol.of(String.class), List.of());

    private Backlog of(int caller) {
        byte[] key = ByteBuffer.allocate(NodeId.SIZE_BYTES).putInt(caller).array();
        return callers.of(new NodeId(Bytes.of(key)), permit);
    }

    @Test
    void soManyCallersAreRememberedAndOfOneMoreTheOneThatCalledLongestAgoIsNot() {
        Backlog first = of(0);
        Backlog second = of(1);
        for (int i = 2; i < Callers.MAX_CALLERS; i++) {
            of(i);
        }
        assertThat(of(0)).isSameAs(first);
        of(Callers.MAX_CALLERS);
        assertThat(of(0)).isSameAs(first);
        assertThat(of(1)).isNotSameAs(second);
    }
}
