package io.comity.harness.programs;

import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.identity.NodeId;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.node.Topic;
import io.comity.transport.Address;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A node that publishes the numbers from 1 on, on the topic of a {@link TopicKeeperMain}, and knows which are stored. */
public final class TopicWriterMain implements Program {
    private static final int UNDERWAY = 200;
    private static final long DEADLINE_NANOS = Duration.ofSeconds(25).toNanos();

    private final Node node = Node.start(NodeSettings.named("writer").set("comity.transports", List.of("unix")));
    private final ExecutorService writing = Executors.newSingleThreadExecutor();
    private final Semaphore room = new Semaphore(UNDERWAY);
    private final AtomicLong stored = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    private @Nullable Topic<Long> numbers;
    private long said;

    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(toParent -> new TopicWriterMain());
    }

    @Override
    public String answer(String command, String rest) {
        switch (command) {
            case "id":
                return node.id().text();
            case "begin":
                begin(rest.split(" "));
                return "";
            case "write":
                int count = Integer.parseInt(rest);
                writing.execute(() -> write(count));
                return "";
            case "stored":
                return Long.toString(stored());
            case "await":
                return Long.toString(await(Long.parseLong(rest)));
            case "count":
                return Long.toString(Replay.of(node, numbers(), Long.parseLong(rest)));
            default:
                throw new IllegalArgumentException("a writer does not know " + command);
        }
    }

    /** By the keeper's id and address, and the right to publish. */
    private void begin(String[] words) {
        NodeId keeper = NodeId.parse(words[0]).toOptional().orElseThrow();
        node.meet(keeper, List.of(Address.parse(words[1]).orElseThrow()));
        numbers = node.topics().find(keeper, TopicKeeperMain.TOPIC, Long.class);
        numbers().publishUnder(words[2]);
    }

    private void write(int count) {
        for (int i = 0; i < count; i++) {
            room.acquireUninterruptibly();
            long number = ++said;
            numbers().publish(number, 1).whenComplete((slot, failure) -> {
                room.release();
                if (failure == null) {
                    stored.accumulateAndGet(number, Math::max);
                } else {
                    failed.set(failure);
                }
            });
        }
    }

    /** Waits until that many are stored. */
    private long await(long count) {
        long due = System.nanoTime() + DEADLINE_NANOS;
        while (stored() < count && System.nanoTime() < due) {
            Thread.onSpinWait();
        }
        return stored();
    }

    private long stored() {
        Throwable failure = failed.get();
        if (failure != null) {
            throw new IllegalStateException("what was published is not stored: " + failure.getMessage(), failure);
        }
        return stored.get();
    }

    private Topic<Long> numbers() {
        return Objects.requireNonNull(numbers, "it has not begun yet");
    }

    @Override
    public void close() {
        writing.shutdownNow();
        node.close();
    }
}
