package io.comity.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import io.comity.mission.Evidence;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Comity node as its users set it up: a key of its own, one transport, a mission, an invitation. */
final class ComityLink implements Endpoint {
    private static final Duration INVITATION_LIFE = Duration.ofMinutes(10);

    private final Node node;
    private final Evidence evidence;

    private ComityLink(Node node, Evidence evidence) {
        this.node = node;
        this.evidence = evidence;
    }

    /** A new node that listens with {@code transport} where nobody else of this machine does; its key is below {@code folder}. */
    static ComityLink over(String transport, Evidence evidence, String name, Path folder) {
        NodeSettings settings =
                NodeSettings.named(name).home(folder.resolve("comity")).set("comity.transports", List.of(transport));
        return new ComityLink(Node.start(settings), evidence);
    }

    @Override
    public ActorSystem<?> system() {
        return node.system();
    }

    @Override
    public String offer() {
        node.spawn("sink", Sink.Command.class, Sink.create());
        return node.missions()
                .define("bench")
                .allow("sink", Sink.Open.class, Sink.Item.class, Sink.Ask.class)
                .evidence(evidence)
                .invite(INVITATION_LIFE)
                .text();
    }

    @Override
    public ActorRef<Sink.Command> reach(String offer) {
        return node.engine(node.accept(offer), "sink", Sink.Command.class);
    }

    @Override
    public void close() {
        node.close();
    }
}
