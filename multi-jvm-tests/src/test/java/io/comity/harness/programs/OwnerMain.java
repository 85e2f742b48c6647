package io.comity.harness.programs;

import io.comity.examples.greeter.Greeter;
import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.identity.NodeId;
import io.comity.node.Missions;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import java.time.Duration;
import java.util.List;

/**
 * A node that owns two engines: {@code greeter}, which the mission {@code hello} allows, and {@code diary}, which nobody may
 * use. Argument: the transport.
 */
public final class OwnerMain implements Program {
    static final String MISSION = "hello";

    private final Node node;

    private OwnerMain(String transport) {
        node = Node.start(NodeSettings.named("owner").set("comity.transports", List.of(transport)));
        node.spawn("greeter", Greeter.Command.class, Greeter.create());
        node.spawn("diary", Greeter.Command.class, Greeter.create());
    }

    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(toParent -> new OwnerMain(arguments[0]));
    }

    @Override
    public String answer(String command, String rest) {
        return switch (command) {
            case "id" -> node.id().text();
            case "address" -> node.addresses().get(0).toString();
            case "invite" -> mission().invite(Duration.ofMinutes(10)).text();
            case "grant" -> {
                mission().grant(NodeId.parse(rest).toOptional().orElseThrow());
                yield "";
            }
            case "revoke" -> {
                node.missions().revoke(MISSION);
                yield "";
            }
            case "counted" -> Long.toString(node.counters().getOrDefault(rest, 0L));
            default -> throw new IllegalArgumentException("an owner does not know " + command);
        };
    }

    private Missions.Draft mission() {
        return node.missions().define(MISSION).allow("greeter", Greeter.Greet.class);
    }

    @Override
    public void close() {
        node.close();
    }
}
