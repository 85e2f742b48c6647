package io.comity.harness.programs;

import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.node.InvitationException;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Two nodes, Bob and Carol, that accept the same invitations of an owner who may die of it. */
public final class RedeemerMain implements Program {
    /** What is presented at a time; an owner judges no more than 16 of one node. */
    private static final int AT_ONCE = 8;

    private final Dialogue toParent;
    private final Node bob = start("bob");
    private final Node carol = start("carol");

    private RedeemerMain(Dialogue toParent) {
        this.toParent = toParent;
    }

    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(RedeemerMain::new);
    }

    private static Node start(String name) {
        return Node.start(NodeSettings.named(name)
                .set("comity.transports", List.of("tcp"))
                .set("comity.session.keep-lost", "1s"));
    }

    @Override
    public String answer(String command, String rest) {
        String[] texts = rest.split(" ");
        switch (command) {
            case "accept":
                for (int first = 1; first <= AT_ONCE; first++) {
                    int from = first;
                    new Thread(() -> acceptEvery(texts, from)).start();
                }
                return "";
            case "who":
                return Arrays.stream(texts).map(this::who).collect(Collectors.joining(" "));
            default:
                throw new IllegalArgumentException("a redeemer does not know " + command);
        }
    }

    /** Bob accepts; says which were acknowledged, under the word that stands before them all. */
    private void acceptEvery(String[] texts, int from) {
        for (int i = from; i < texts.length; i += AT_ONCE) {
            if (isAccepted(bob, texts[i])) {
                toParent.event(texts[0] + " " + (i - 1));
            }
        }
    }

    /** Whose an invitation is now: Carol tries first. */
    private String who(String text) {
        String carols = isAccepted(carol, text) ? "carol" : "";
        String bobs = isAccepted(bob, text) ? "bob" : "";
        return (carols + bobs).isEmpty() ? "nobody" : carols + bobs;
    }

    private static boolean isAccepted(Node node, String text) {
        try {
            node.accept(text);
            return true;
        } catch (InvitationException refused) {
            return false;
        }
    }

    @Override
    public void close() {
        bob.close();
        carol.close();
    }
}
