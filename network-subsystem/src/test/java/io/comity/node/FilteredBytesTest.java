package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.filter.Filter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a subscription costs on the socket: as much as it wants, and not as much as there is. */
final class FilteredBytesTest {
    private static final int MESSAGES = 20_000;
    private static final int ONE_IN = 100;

    /** Of the bytes of the whole stream, when one message in a hundred is wanted. */
    private static final double SHARE = 0.015;

    public record Block(int height, byte[] content) {}

    @TempDir
    Path home;

    /** A node whose actor wants some of the blocks, and what came to it over its socket. */
    private static final class Reader {
        private final AtomicLong heard = new AtomicLong();
        private final CountingRelay relay;
        private long before;

        private Reader(Node alice, Topic<Block> blocks, Node node, String filter) throws IOException {
            relay = new CountingRelay(alice.addresses().get(0));
            blocks.readers().grant(node.id());
            node.meet(alice.id(), List.of(relay.address()));
            node.topics()
                    .find(alice.id(), "blocks", Block.class)
                    .subscribe(
                            node.system()
                                    .systemActorOf(
                                            Behaviors.<Block>receiveMessage(block -> {
                                                heard.incrementAndGet();
                                                return Behaviors.same();
                                            }),
                                            "reader",
                                            Props.empty()),
                            Filter.parse(filter))
                    .started()
                    .toCompletableFuture()
                    .join();
            before = relay.bytes();
        }

        private long bytes() {
            return relay.bytes() - before;
        }
    }

    @Test
    void oneInAHundredMessagesCostsAHundredthOfTheBytes() throws IOException {
        try (Node alice = Neighbours.start(home, "alice", Map.of());
                Node bob = Neighbours.start(home, "bob", Map.of());
                Node carol = Neighbours.start(home, "carol", Map.of())) {
            Topic<Block> blocks = alice.topics().create("blocks", Block.class);
            Reader all = new Reader(alice, blocks, bob, "height >= 0");
            Reader few = new Reader(alice, blocks, carol, "height < " + MESSAGES / ONE_IN);
            for (int i = 0; i < MESSAGES; i++) {
                // Those that are wanted are spread evenly, which costs most.
                int height = i % ONE_IN == 0 ? i / ONE_IN : MESSAGES + i;
                blocks.publish(new Block(height, new byte[1_024]));
                int published = i;
                if (i % 500 == 499) {
                    await().atMost(Neighbours.PATIENCE).until(() -> all.heard.get() > published);
                }
            }
            await().atMost(Neighbours.PATIENCE).until(() -> few.heard.get() == MESSAGES / ONE_IN);
            System.out.printf(
                    "all: %d bytes, one in %d: %d bytes, %.4f%n",
                    all.bytes(), ONE_IN, few.bytes(), (double) few.bytes() / all.bytes());
            assertThat((double) few.bytes()).isLessThanOrEqualTo(SHARE * all.bytes());
        }
    }
}
