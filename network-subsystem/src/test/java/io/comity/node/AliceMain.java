package io.comity.node;

import akka.actor.typed.javadsl.Behaviors;
import io.comity.identity.NodeId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Alice in a process of her own, whose memory is hers alone. She obeys:
 * <pre>
 *  where            her address and id
 *  grant &lt;node id&gt;   that node may greet her
 *  memory           bytes of hers in the machine's memory, and bytes of the heap in use when all garbage is gone
 *  count &lt;counter&gt;
 * </pre>
 */
final class AliceMain {
    private final Node alice;

    private AliceMain(Node alice) {
        this.alice = alice;
    }

    /** @param args her home, and settings as {@code key=value} */
    public static void main(String[] args) throws Exception {
        Node alice = Neighbours.start(Path.of(args[0]), "alice", settings(args));
        alice.spawn(Greeter.NAME, Greeter.Command.class, Behaviors.receiveMessage(command -> {
            if (command instanceof Greeter.Greet greet) {
                greet.replyTo().tell(new Greeter.Greeting("Hello, " + greet.name()));
            }
            return Behaviors.same();
        }));
        AliceMain main = new AliceMain(alice);
        Fork.serve(main::obey);
    }

    private static Map<String, Object> settings(String[] args) {
        return Arrays.stream(args)
                .skip(1)
                .map(setting -> setting.split("="))
                .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    }

    private String obey(String order) {
        String[] words = order.split(" ");
        return switch (words[0]) {
            case "where" -> alice.addresses().get(0) + " " + alice.id().text();
            case "grant" -> grant(NodeId.parse(words[1]).toOptional().orElseThrow());
            case "memory" -> Footprint.residentBytes() + " " + Footprint.heapBytes();
            case "count" -> String.valueOf(alice.counters().getOrDefault(words[1], 0L));
            default -> throw new IllegalArgumentException(order);
        };
    }

    private String grant(NodeId holder) {
        alice.missions()
                .define(Greeter.MISSION)
                .allow(Greeter.NAME, Greeter.Greet.class)
                .grant(holder);
        return "granted";
    }
}
