package io.comity.harness.programs;

import io.comity.examples.greeter.Greeter;
import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.node.Missions;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.router.Revoking;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * A node that owns two engines: {@code greeter}, which the mission {@code hello} allows, and {@code diary}, which nobody may
 * use. Arguments: the transport, and {@code skew=} with the time by which its clock is wrong, and {@code elsewhere} for a node that is to know nothing of others on this machine.
 */
public final class OwnerMain implements Program {
    static final String MISSION = "hello";

    private static final String SKEW = "skew=";

    /** A clock that nobody sets. */
    private static final Duration RIGHT = Duration.ofDays(1).multipliedBy(Integer.MAX_VALUE);

    private final Node node;

    private final SkewedMachine machine;

    private OwnerMain(Dialogue toParent, String transport, Duration skew) {
        machine = new SkewedMachine(skew);
        NodeSettings settings = NodeSettings.named("owner").set("comity.transports", List.of(transport));
        node = skew.equals(RIGHT) ? Node.start(settings) : machine.start(settings);
        Twins.report(node.system(), toParent);
        node.spawn("greeter", Greeter.Command.class, Greeter.create());
        node.spawn("diary", Greeter.Command.class, Greeter.create());
    }

    public static void main(String[] arguments) throws Exception {
        Elsewhere.ifAsked(arguments);
        Dialogue.serve(toParent -> new OwnerMain(toParent, arguments[0], skew(arguments)));
    }

    private static Duration skew(String[] arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(SKEW))
                .map(argument -> Duration.parse(argument.substring(SKEW.length())))
                .findFirst()
                .orElse(RIGHT);
    }

    @Override
    public String answer(String command, String rest) {
        return switch (command) {
            case "id" -> node.id().text();
            case "address" -> node.addresses().get(0).toString();
            case "invite" -> mission().invite(Duration.ofMinutes(10)).text();
            case "offer" -> {
                mission();
                yield "";
            }
            case "grant" -> {
                mission().grant(NodeId.parse(rest).toOptional().orElseThrow());
                yield "";
            }
            case "revoke" -> {
                node.missions().revoke(MISSION);
                yield "";
            }
            case "clock" -> {
                machine.jump(Duration.parse(rest));
                yield "";
            }
            case "revoke-holder" -> {
                node.missions()
                        .revoke(new Revoking.OfHolder(
                                NodeId.parse(rest).toOptional().orElseThrow()));
                yield "";
            }
            case "name" -> {
                byte[] seed = ByteBuffer.allocate(32).putInt(rest.hashCode()).array();
                node.petnames().set(rest, MemoryKeyHolder.fromSeed(seed).nodeId());
                yield "named";
            }
            case "names" ->
                String.join(" ", new TreeSet<>(node.petnames().list().keySet()));
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
