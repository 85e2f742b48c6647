package io.comity.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Comity node as its users set it up: a key of its own, one transport, a mission, an invitation. */
final class ComityLink implements Endpoint {
    private static final Duration INVITATION_LIFE = Duration.ofMinutes(10);

    private final Node node;

    private ComityLink(Node node) {
        this.node = node;
    }

    /** A new node that listens with {@code transport} where nobody else of this machine does; its key is below {@code folder}. */
    static ComityLink over(String transport, String name, Path folder) {
        return new ComityLink(Node.start(
                NodeSettings.named(name).home(folder.resolve("comity")).set("comity.transports", List.of(transport))));
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
