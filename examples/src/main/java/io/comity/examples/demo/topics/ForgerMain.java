package io.comity.examples.demo.topics;

import akka.actor.typed.Props;
import io.comity.examples.demo.Lines;
import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.identity.NodeId;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.pubsub.TopicPubSub;
import io.comity.topic.TopicId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Mallory's process: a node that may follow the topic and not publish on it, and says to Alice's what no honest one would. */
public final class ForgerMain implements Program {
    private final Node node = Node.start(NodeSettings.named("mallory").set("comity.transports", List.of("tcp")));
    private final Ear ear = new Ear();
    private @Nullable Forging forging;

    private ForgerMain() {}

    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(toParent -> new ForgerMain());
    }

    @Override
    public String answer(String command, String rest) {
        return switch (command) {
            case "join" -> {
                forging = join(node.accept(rest));
                yield "";
            }
            case "heard" -> Long.toString(ear.messages());
            case "forge" -> Lines.write(forging().inAlicesName(count(rest)));
            case "alter" -> Lines.write(forging().altered(count(rest)));
            case "replay" -> Lines.write(forging().again(count(rest)));
            case "publish" -> Lines.write(forging().inOwnName(count(rest)));
            default -> throw new IllegalArgumentException("Mallory does not know " + command);
        };
    }

    private Forging join(NodeId alice) {
        TopicId topic = TopicId.of(alice, PublisherMain.TOPIC);
        var engine = node.engine(alice, topic.text(), TopicPubSub.Command.class);
        engine.tell(new TopicPubSub.Follow(node.system().systemActorOf(ear.listening(), "ear", Props.empty())));
        return new Forging(node, topic, ear);
    }

    private Forging forging() {
        return Objects.requireNonNull(forging, "Mallory has not joined");
    }

    private static int count(String text) {
        return Integer.parseInt(text);
    }

    @Override
    public void close() {
        node.close();
    }
}
