package io.comity.examples.demo.topics;

import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.node.Topic;
import io.comity.store.Retention;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Alice's process: a topic that is kept on her disk, on which she says the lines of a file. */
public final class PublisherMain implements Program {
    static final String TOPIC = "lines";

    private static final Duration INVITATION = Duration.ofMinutes(10);
    private static final Retention EVERYTHING = new Retention(Duration.ofDays(1), 1L << 40, 1L << 40);

    private final Node node = Node.start(NodeSettings.named("alice").set("comity.transports", List.of("tcp")));
    private final Topic<Line> topic = node.topics().create(TOPIC, Line.class, EVERYTHING);
    private final Reading reading;

    private PublisherMain(Path file, int times) throws IOException {
        reading = new Reading(file, times);
    }

    /** The file, and how often it is read. */
    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(toParent -> new PublisherMain(Path.of(arguments[0]), Integer.parseInt(arguments[1])));
    }

    @Override
    public String answer(String command, String rest) throws IOException {
        return switch (command) {
            case "invite" -> topic.readers().invite(INVITATION).text();
            case "publish" -> Long.toString(publish(Integer.parseInt(rest)));
            default -> throw new IllegalArgumentException("Alice does not know " + command);
        };
    }

    /** Publishes the next so many lines; returns how many are stored. */
    private long publish(int count) throws IOException {
        List<CompletableFuture<?>> stored = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Line line = reading.next();
            if (line != null) {
                stored.add(topic.publish(line, 1).toCompletableFuture());
            }
        }
        CompletableFuture.allOf(stored.toArray(CompletableFuture<?>[]::new)).join();
        return stored.size();
    }

    @Override
    public void close() {
        node.close();
    }
}
