package io.comity.examples.demo;

import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.examples.words.Words;
import io.comity.mission.Invitation;
import io.comity.node.Missions;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import java.time.Duration;
import java.util.List;

/** Alice's process: a node that offers the words engine under the mission {@code words}, over two transports. */
public final class AliceMain implements Program {
    static final String MISSION = "words";
    static final String ENGINE = "words";
    static final List<String> TRANSPORTS = List.of("tcp", "artery-tls");

    /** Who she is and where she listens. */
    record Offer(String id, List<String> addresses) {
        String addressOn(String transport) {
            return addresses.stream()
                    .filter(address -> address.startsWith(transport + ":"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("Alice does not listen on " + transport));
        }
    }

    private final Node node;
    private final Missions.Draft mission;

    private AliceMain(Dialogue toParent) {
        node = Node.start(NodeSettings.named("alice").set("comity.transports", TRANSPORTS));
        node.spawn(ENGINE, Words.Command.class, Words.create());
        mission = node.missions().define(MISSION).allow(ENGINE, Words.Begin.class, Words.Lines.class, Words.Top.class);
    }

    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(AliceMain::new);
    }

    @Override
    public String answer(String command, String rest) {
        return switch (command) {
            case "offer" ->
                Lines.write(new Offer(
                        node.id().text(),
                        node.addresses().stream().map(Object::toString).toList()));
            case "invite" -> invite().text();
            case "counters" -> Lines.write(node.counters());
            case "revoke" -> {
                node.missions().revoke(MISSION);
                yield "";
            }
            default -> throw new IllegalArgumentException("Alice does not know " + command);
        };
    }

    private Invitation invite() {
        return mission.invite(Duration.ofMinutes(10));
    }

    @Override
    public void close() {
        node.close();
    }
}
