package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.wire.UrMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The key that signs what a session proves, from the first time that it is wanted until it is vouched for again. */
final class CertifyingTest extends OneNodeProxy {
    private static final KeyHolder KEY = MemoryKeyHolder.fromSeed(HexFormat.of().parseHex("02".repeat(32)));
    private static final Bytes FIRST = Bytes.ofHex("01");
    private static final Bytes RENEWED = Bytes.ofHex("02");
    private static final long DUE = 100;

    private final ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
    private final Connection connection = new Connection(LOWER, HIGHER, 1, true);

    private void vouch(NodeProxy.Certify wanted, Bytes certificate, long renewSeconds) {
        wanted.replyTo().tell(new NodeProxy.Certified(wanted.session(), KEY, certificate, renewSeconds));
    }

    private List<Object> heard(int count) {
        List<Object> heard = new ArrayList<>();
        await().atMost(SOON).until(() -> {
            connection.heard().stream()
                    .filter(message -> message instanceof UrMessage.Vouched
                            || message instanceof FarEnd.Evidence
                            || message instanceof FarEnd.Cast)
                    .map(message -> message instanceof FarEnd.Cast ? "cast" : message)
                    .forEach(heard::add);
            return heard.size() >= count;
        });
        return heard;
    }

    /** What proves and is proven; nothing else matters. */
    private void expect(Object... wanted) {
        assertThat(heard(wanted.length)).containsExactly(wanted);
    }

    @Test
    void isVouchedForBeforeItSignsAndAgainWhenThatIsDue() {
        proxy.tell(new NodeProxy.ReachAt(ONE_ADDRESS));
        ActorRef<Object> talk = engine(proxy, "talk");
        talk.tell(new Talk.Add(1));
        proxy.tell(connection.up());
        connection.adopted();
        await().atMost(SOON).until(() -> connection.wire.port().hasMore());
        connection.says(
                new UrMessage.Learn(1, "talk", DIGEST, List.of("Add"), Bytes.ofHex("01")), new UrMessage.Ready());
        NodeProxy.Certify first = asked(NodeProxy.Certify.class);
        assertThat(first.key()).isNull();
        vouch(first, FIRST, DUE);
        expect(new UrMessage.Vouched(FIRST), new FarEnd.Evidence(), "cast");

        unixSeconds.set(DUE - 1);
        pass(BEAT);
        talk.tell(new Talk.Add(2));
        expect(new FarEnd.Evidence(), "cast");
        router.expectNoMessage(Duration.ZERO);

        unixSeconds.set(DUE);
        pass(BEAT);
        NodeProxy.Certify again = asked(NodeProxy.Certify.class);
        assertThat(again.key()).isSameAs(KEY);
        vouch(again, RENEWED, 2 * DUE);
        engine(proxy, "talk");
        talk.tell(new Talk.Add(3));
        expect(new UrMessage.Vouched(RENEWED), new FarEnd.Evidence(), "cast");
    }
}
