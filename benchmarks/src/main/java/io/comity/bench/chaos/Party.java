package io.comity.bench.chaos;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import io.comity.bench.Orders;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.transport.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The process of one of the two nodes: it sends to the other and receives from it at the same time.
 * <pre>
 *  told                         answers
 *  start &lt;transport&gt;…           started &lt;node id&gt; &lt;address&gt;…                 an address for each transport
 *  meet &lt;node id&gt; &lt;address&gt;…    met                                          the other may send here, and is there
 *  flow                         flowing
 *  sent                         sent &lt;messages&gt;
 *  await &lt;nanos&gt;                came &lt;nanos&gt;          when a message came that was sent after the time given
 *  stop                         stopped &lt;messages sent&gt;                      when all were credited, or late
 *  count &lt;sent to here&gt;         count &lt;received&gt; &lt;lost&gt; &lt;repeated&gt; &lt;reordered&gt; &lt;refused&gt; &lt;links&gt; &lt;sessions ended&gt;
 * </pre>
 */
final class Party {
    /** How long a party waits for what ought to take a moment. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Short, so that a node sees soon that a connection is gone of which nobody told it. */
    static final Map<String, String> SETTINGS = Map.of(
            "comity.connection.heartbeat", "250ms",
            "comity.connection.missed-heartbeats", "3",
            "comity.connection.dial-timeout", "2s",
            "comity.connection.handshake-timeout", "2s");

    /** Nothing listens there: the other node reaches this one by the addresses it is told, or not at all. */
    private static final String DEAD_END = "127.0.0.2";

    private static final String MISSION = "chaos";

    private final String name;
    private final Path folder;
    private @Nullable Node node;
    private @Nullable Happenings happenings;
    private @Nullable ActorRef<Receiver.Command> receiver;
    private @Nullable ActorRef<Sender.Command> sender;
    private @Nullable NodeId other;

    private Party(String name, Path folder) {
        this.name = name;
        this.folder = folder;
    }

    /** @param args the name of the node, and a folder for its home */
    public static void main(String[] args) throws IOException {
        Orders.serve(new Party(args[0], Path.of(args[1]))::obey);
    }

    private String obey(String order, List<String> words) {
        return switch (order) {
            case "start" -> "started " + start(words);
            case "meet" -> meet(words.get(0), words.subList(1, words.size()));
            case "flow" -> flow();
            case "sent" -> "sent " + ask(sender(), Sender.Progress::new);
            case "await" -> "came " + await(Long.parseLong(words.get(0)));
            case "stop" -> "stopped " + stop();
            case "count" -> "count " + count(Long.parseLong(words.get(0)));
            default -> "failed unknown order " + order;
        };
    }

    private String start(List<String> transports) {
        NodeSettings settings = NodeSettings.named(name).home(folder).set("comity.transports", transports);
        for (String transport : transports) {
            settings = settings.set("comity." + transport + ".advertise", DEAD_END);
        }
        for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
            settings = settings.set(setting.getKey(), setting.getValue());
        }
        Node started = Node.start(settings);
        node = started;
        happenings = new Happenings(started.system());
        receiver = started.spawn(Receiver.NAME, Receiver.Command.class, Receiver.create(System::nanoTime));
        return started.id().text() + " "
                + transports.stream().map(name -> address(started, name)).collect(Collectors.joining(" "));
    }

    private static String address(Node node, String transport) {
        int port = node.addresses().stream()
                .filter(address -> address.transport().equals(transport))
                .findFirst()
                .orElseThrow()
                .port();
        return new Address(transport, "127.0.0.1", port).toString();
    }

    private String meet(String id, List<String> at) {
        NodeId met = ((Parsed.Accepted<NodeId>) NodeId.parse(id)).value();
        node().missions()
                .define(MISSION)
                .allow(Receiver.NAME, Receiver.Begin.class, Receiver.Item.class)
                .grant(met);
        node().meet(
                        met,
                        at.stream()
                                .map(text -> Address.parse(text).orElseThrow())
                                .toList());
        other = met;
        return "met";
    }

    private String flow() {
        ActorRef<Receiver.Command> remote = node().engine(
                        Objects.requireNonNull(other, "told to flow before told to meet"),
                        Receiver.NAME,
                        Receiver.Command.class);
        sender = node().system().systemActorOf(Sender.create(remote, System::nanoTime), "sender", Props.empty());
        return "flowing";
    }

    private long await(long sinceNanos) {
        try {
            return this.<Receiver.Command, Long>ask(receiver(), replyTo -> Receiver.await(sinceNanos, replyTo));
        } catch (CompletionException late) {
            throw new IllegalStateException("nothing came from the other node; " + happenings(), late);
        }
    }

    private long stop() {
        try {
            return ask(sender(), Sender.Stop::new);
        } catch (CompletionException late) {
            return ask(sender(), Sender.Progress::new);
        }
    }

    private String count(long sent) {
        Ledger.Count count = ask(receiver(), replyTo -> Receiver.report(sent, replyTo));
        return count.received() + " " + count.lost() + " " + count.repeated() + " " + count.reordered() + " "
                + happenings().numbers();
    }

    private <M, R> R ask(ActorRef<M> actor, Function<ActorRef<R>, M> message) {
        return AskPattern.<M, R>ask(actor, message::apply, PATIENCE, node().scheduler())
                .toCompletableFuture()
                .join();
    }

    private Node node() {
        return Objects.requireNonNull(node, "told something else before told to start");
    }

    private Happenings happenings() {
        return Objects.requireNonNull(happenings, "told something else before told to start");
    }

    private ActorRef<Receiver.Command> receiver() {
        return Objects.requireNonNull(receiver, "told something else before told to start");
    }

    private ActorRef<Sender.Command> sender() {
        return Objects.requireNonNull(sender, "told something else before told to flow");
    }
}
