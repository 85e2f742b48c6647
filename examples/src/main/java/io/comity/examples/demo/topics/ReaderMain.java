package io.comity.examples.demo.topics;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.examples.demo.Lines;
import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.filter.Filter;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.node.Topic;
import io.comity.pubsub.Since;
import io.comity.topic.WhenSlow;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The process of somebody who wants what is on the topic, or a part of it. */
public final class ReaderMain implements Program {
    /** What the slow reader takes for each line. */
    private static final Duration TAKES = Duration.ofMillis(20);

    /** What may wait for the slow reader. */
    private static final int ROOM = 100;

    /** What the slow reader has done. */
    record Slow(long told, long leftOut) {}

    private final Node node;
    private final Tally tally = new Tally();
    private final Tally slowTally = new Tally();
    private @Nullable Topic<Line> topic;
    private Topic<Line>.@Nullable Subscription slow;

    private ReaderMain(String name) {
        node = Node.start(NodeSettings.named(name).set("comity.transports", List.of("tcp")));
    }

    /** Its name. */
    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(toParent -> new ReaderMain(arguments[0]));
    }

    @Override
    public String answer(String command, String rest) {
        switch (command) {
            case "join":
                topic = node.topics().find(node.accept(rest), PublisherMain.TOPIC, Line.class);
                return "";
            case "read":
                await(subscribe(
                        actor("reader", hears(tally), Props.empty()), rest, WhenSlow.DEFAULT_ROOM, Since.now()));
                return "";
            case "read-all":
                await(subscribe(
                        actor("reader", hears(tally), Props.empty()),
                        "everything",
                        WhenSlow.DEFAULT_ROOM,
                        Since.beginning()));
                return "";
            case "read-slowly":
                slow = subscribe(
                        actor("slow-reader", hearsSlowly(), DispatcherSelector.blocking()), rest, ROOM, Since.now());
                await(slow);
                return "";
            case "heard":
                return Lines.write(tally.heard());
            case "slow":
                return Lines.write(new Slow(
                        slowTally.lines(),
                        Objects.requireNonNull(slow, "nobody reads slowly here")
                                .dropped()
                                .toCompletableFuture()
                                .join()));
            default:
                throw new IllegalArgumentException("a reader does not know " + command);
        }
    }

    private ActorRef<Line> actor(String name, Behavior<Line> behavior, Props props) {
        return node.system().systemActorOf(behavior, name, props);
    }

    private static Behavior<Line> hears(Tally tally) {
        return Behaviors.receiveMessage(line -> {
            tally.add(line);
            return Behaviors.same();
        });
    }

    private Behavior<Line> hearsSlowly() {
        return Behaviors.receiveMessage(line -> {
            LockSupport.parkNanos(TAKES.toNanos());
            slowTally.add(line);
            return Behaviors.same();
        });
    }

    private Topic<Line>.Subscription subscribe(ActorRef<Line> reader, String filter, int room, Since since) {
        Topic<Line> here = Objects.requireNonNull(topic, "not joined yet");
        return here.subscribe(reader, Filter.parse(filter), new WhenSlow.DropOldest<>(room), since);
    }

    private static void await(Topic<Line>.Subscription subscription) {
        subscription.started().toCompletableFuture().join();
    }

    @Override
    public void close() {
        node.close();
    }
}
