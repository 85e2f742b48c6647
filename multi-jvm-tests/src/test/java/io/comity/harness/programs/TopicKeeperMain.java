package io.comity.harness.programs;

import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.identity.NodeId;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.node.Topic;
import io.comity.store.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;

/** A node that owns a topic of numbers, and keeps all that is said there. Argument: the transport, or none for a Unix socket. */
public final class TopicKeeperMain implements Program {
    static final String TOPIC = "numbers";
    static final Retention EVERYTHING = new Retention(Duration.ofDays(1), Long.MAX_VALUE, 1L << 30);

    private final Node node;
    private final Topic<Long> numbers;

    private TopicKeeperMain(String transport) {
        node = Node.start(NodeSettings.named("keeper").set("comity.transports", List.of(transport)));
        numbers = node.topics().create(TOPIC, Long.class, EVERYTHING);
    }

    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(toParent -> new TopicKeeperMain(arguments.length == 0 ? "unix" : arguments[0]));
    }

    @Override
    public String answer(String command, String rest) {
        return switch (command) {
            case "id" -> node.id().text();
            case "address" -> node.addresses().get(0).toString();
            case "let-in" -> {
                NodeId writer = NodeId.parse(rest).toOptional().orElseThrow();
                numbers.readers().grant(writer);
                yield numbers.publishers().grant(writer).text();
            }
            case "say" -> said(Long.parseLong(rest));
            case "count" -> Long.toString(Replay.of(node, numbers, Long.parseLong(rest)));
            default -> throw new IllegalArgumentException("a keeper does not know " + command);
        };
    }

    /** Waits until it is stored. */
    private String said(long number) {
        try {
            numbers.publish(number, 1).toCompletableFuture().join();
            return "stored";
        } catch (CompletionException refused) {
            throw new IllegalStateException(
                    String.valueOf(Objects.requireNonNull(refused.getCause()).getMessage()), refused);
        }
    }

    @Override
    public void close() {
        node.close();
    }
}
