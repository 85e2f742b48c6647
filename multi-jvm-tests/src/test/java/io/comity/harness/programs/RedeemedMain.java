package io.comity.harness.programs;

import io.comity.examples.greeter.Greeter;
import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.node.Missions;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A node that invites, again and again at the same port. Argument: the port, 0 for any. */
public final class RedeemedMain implements Program {
    private final Node node;

    private RedeemedMain(String port) {
        node = Node.start(NodeSettings.named("owner")
                .set("comity.transports", List.of("tcp"))
                .set("comity.tcp.port", Integer.parseInt(port)));
        node.spawn("greeter", Greeter.Command.class, Greeter.create());
        hello().invite(Duration.ofMinutes(10));
    }

    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(toParent -> new RedeemedMain(arguments[0]));
    }

    @Override
    public String answer(String command, String rest) {
        return switch (command) {
            case "port" -> Integer.toString(node.addresses().get(0).port());
            case "invite" ->
                IntStream.range(0, Integer.parseInt(rest))
                        .mapToObj(each -> hello().invite(Duration.ofMinutes(10)).text())
                        .collect(Collectors.joining(" "));
            default -> throw new IllegalArgumentException("an inviting owner does not know " + command);
        };
    }

    private Missions.Draft hello() {
        return node.missions().define("hello").allow("greeter");
    }

    @Override
    public void close() {
        node.close();
    }
}
